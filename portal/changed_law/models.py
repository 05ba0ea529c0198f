"""Answers that are to be looked at again: an article is no longer what it was, or somebody says that the answer is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.laws.models import CitationState
from portal.common.encryption import EncryptedTextField
from portal.consultations.models.choices import ActorKind


class Because(models.TextChoices):
    """Why an answer is looked at again."""

    LAW = "law", _("引用的法律有变动")
    DOUBT = "doubt", _("有人认为答复有误")


class Outcome(models.TextChoices):
    """What came of it."""

    OPEN = "", _("待处理")
    UNAFFECTED = "unaffected", _("不影响")
    CORRECTED = "corrected", _("已更正")
    TOLD = "told", _("已告知咨询人")
    SUPERSEDED = "superseded", _("不用再看")


class SecondLook(models.Model):
    """One answer, and what puts it in doubt. ``digest_now`` is the article's digest that was found, else what became of it:
    the same change is never flagged twice, a further one is."""

    answer = models.ForeignKey("consultations.Answer", on_delete=models.CASCADE, related_name="second_looks")
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="second_looks"
    )
    because = models.CharField(max_length=10, choices=Because)
    instrument_slug = models.CharField(max_length=90, blank=True)
    locator = models.CharField(max_length=60, blank=True, help_text=_("条的定位；款、项变了，整条再看。"))
    written = models.CharField(max_length=200, blank=True)
    read_on = models.DateField(null=True, blank=True)
    digest_before = models.CharField(max_length=80, blank=True)
    digest_now = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, choices=CitationState.choices, default=CitationState.CURRENT)
    is_of_old_text = models.BooleanField(default=False, help_text=_("当天的文本本身作了更正。"))
    reason = EncryptedTextField(_("为什么认为有误"), blank=True, default="")
    salt = models.CharField(max_length=32, blank=True, editable=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_as = models.CharField(max_length=12, choices=ActorKind, default=ActorKind.SYSTEM)
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text=_("办理人和监督员收到通知的时间。"))
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)
    note = EncryptedTextField(_("说明"), blank=True, default="")
    note_salt = models.CharField(max_length=32, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("复查")
        verbose_name_plural = _("复查")
        default_permissions = ()
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "instrument_slug", "locator", "digest_now"],
                condition=Q(because="law"),
                name="second_look_once_a_change",
            ),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(because="doubt", outcome=""), name="second_look_one_doubt_open"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="second_look_decided_with_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["instrument_slug", "locator"], name="second_look_open", condition=Q(outcome="")),
            models.Index(fields=["told_at"], name="second_look_untold", condition=Q(told_at__isnull=True, outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.because}"


class TemplateDoubt(models.Model):
    """A prepared answer cites an article that is no longer what it was when the template was saved."""

    template = models.ForeignKey("consultations.AnswerTemplate", on_delete=models.CASCADE, related_name="doubts")
    instrument_slug = models.CharField(max_length=90)
    locator = models.CharField(max_length=120)
    digest_before = models.CharField(max_length=80)
    written = models.CharField(max_length=400, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("模板引用有变动")
        verbose_name_plural = _("模板引用有变动")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["template", "instrument_slug", "locator", "digest_before"], name="template_doubt_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.written}"
