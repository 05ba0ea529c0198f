"""A live conversation about one case: when it was taken, how it ended, and its lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField
from portal.consultations.models.choices import ActorKind

AUTHORS = (ActorKind.CITIZEN, ActorKind.RESIDENT)
"""Who writes lines."""


class BecameBecause(models.TextChoices):
    """Why a live conversation went on as a message."""

    NOBODY = "nobody", _("没有律师及时接办")
    OFF_DUTY = "off_duty", _("没有律师值班了")
    HOUR = "hour", _("一小时到了，还没有总结")
    LEFT = "left", _("咨询人离开，改成留言")
    ANOTHER_WAY = "another_way", _("需要补充情况、约期或者转交，改成留言")


class LiveThread(models.Model):
    """The live part of a case. It is live until it became a message or ended; the channel of the case stays what it was."""

    consultation = models.OneToOneField(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="live_thread"
    )
    opened_at = models.DateTimeField(_("开始"))
    waiting_since = models.DateTimeField(_("从何时起等待接办"), null=True, blank=True)
    taken_at = models.DateTimeField(_("接办时间"), null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    citizen_wrote_at = models.DateTimeField(null=True, blank=True)
    resident_wrote_at = models.DateTimeField(null=True, blank=True)
    became_message_at = models.DateTimeField(_("转成留言的时间"), null=True, blank=True)
    became_because = models.CharField(_("转成留言的原因"), max_length=12, choices=BecameBecause, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("在线对话")
        verbose_name_plural = _("在线对话")
        default_permissions = ()
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(became_message_at__isnull=True, became_because="")
                | (Q(became_message_at__isnull=False) & ~Q(became_because="")),
                name="live_thread_says_why_it_became_a_message",
            ),
            models.CheckConstraint(
                condition=Q(became_message_at__isnull=True) | Q(ended_at__isnull=True), name="live_thread_ends_one_way"
            ),
        ]
        indexes = [
            models.Index(
                fields=["waiting_since"],
                name="live_thread_waiting",
                condition=Q(became_message_at__isnull=True, ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}"

    @property
    def is_live(self) -> bool:
        """Whether it neither became a message nor ended."""
        return self.became_message_at is None and self.ended_at is None


class LiveLine(models.Model):
    """One line, as it was sent; never changed. ``client_key`` makes sending twice one line."""

    thread = models.ForeignKey(LiveThread, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    author_kind = models.CharField(max_length=12, choices=ActorKind)
    staff_code = models.CharField(max_length=8, blank=True)
    text = EncryptedTextField(_("内容"))
    salt = models.CharField(max_length=32, editable=False, blank=True)
    client_key = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("在线对话的一句")
        verbose_name_plural = _("在线对话的内容")
        default_permissions = ()
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="live_line_in_its_place"),
            models.UniqueConstraint(fields=["thread", "author_kind", "client_key"], name="live_line_sent_once"),
            models.CheckConstraint(condition=Q(author_kind__in=AUTHORS), name="live_line_has_its_author"),
            models.CheckConstraint(
                condition=Q(author_kind="citizen", staff_code="") | (Q(author_kind="resident") & ~Q(staff_code="")),
                name="live_line_of_a_resident_has_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}.{self.number}"
