"""What is typed before it is sent: kept on the server for the session, encrypted, unread by staff, erased after 24 hours."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class IntakeDraft(models.Model):
    """A question being written. ``key`` stands in the session alone, never in an address."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = EncryptedTextField(default="{}")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("未提交的咨询")
        verbose_name_plural = _("未提交的咨询")
        default_permissions = ()

    def __str__(self) -> str:
        return "draft"


class Attachment(models.Model):
    """A file of a case (or of a draft until it is sent): cleaned, under a random name outside the web root."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        NOT_CONFIGURED = "not_configured", _("未配置查毒")
        WAITING = "waiting", _("等待查毒")
        CLEAN = "clean", _("未发现病毒")
        INFECTED = "infected", _("发现病毒")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    draft = models.ForeignKey(IntakeDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    name = EncryptedTextField(_("文件名"))
    kind = models.CharField(max_length=10, choices=[("jpeg", "JPEG"), ("png", "PNG"), ("pdf", "PDF")])
    size = models.PositiveIntegerField(_("字节"))
    pages = models.PositiveIntegerField(_("页数"), default=1)
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False, help_text=_("加盐的文件摘要。"))
    scan = models.CharField(max_length=16, choices=Scan, default=Scan.NOT_CONFIGURED)
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        default_permissions = ()
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) | Q(draft__isnull=True), name="attachment_has_one_place"
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
