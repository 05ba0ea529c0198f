"""调取: what was handed to an authority, by which document, and for how long the file lies here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class InquiryExport(models.Model):
    """A ZIP of chosen cases, made in the background, encrypted where it lies, deleted after some days."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("等待生成")
        MAKING = "making", _("正在生成")
        READY = "ready", _("可以下载")
        FAILED = "failed", _("没有生成")
        DELETED = "deleted", _("已删除")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.CharField(_("调取的机关"), max_length=100)
    document_number = models.CharField(_("文号"), max_length=100)
    reason = EncryptedTextField(_("事由"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    because = models.CharField(_("没有生成的原因"), max_length=200, blank=True)
    done = models.PositiveIntegerField(_("已完成的件数"), default=0)
    total = models.PositiveIntegerField(_("件数"), default=0)
    size = models.PositiveBigIntegerField(_("字节"), default=0)
    digest = models.CharField(_("压缩包的摘要"), max_length=64, blank=True)
    sealing_key = EncryptedTextField(blank=True, default="")
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("删除时间"), null=True, blank=True)
    cases = models.ManyToManyField("consultations.Consultation", through="ExportedCase", related_name="inquiry_exports")

    class Meta:
        verbose_name = _("调取")
        verbose_name_plural = _("调取")
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]
        permissions = [
            ("export_for_inquiry", _("为有权机关导出咨询")),
            ("view_openings", _("查看谁打开过哪件咨询")),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.document_number}".strip()


class ExportedCase(models.Model):
    """A case of an export."""

    export = models.ForeignKey(InquiryExport, on_delete=models.CASCADE, related_name="exported")
    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="exported")

    class Meta:
        verbose_name = _("调取的咨询")
        verbose_name_plural = _("调取的咨询")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["export", "consultation"], name="exported_once")]

    def __str__(self) -> str:
        return f"{self.export_id} {self.consultation_id}"
