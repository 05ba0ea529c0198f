"""修改意见 (article 27): an expert proposes another wording, the resident accepts it or says why not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class SuggestionState(models.TextChoices):
    """Where a suggestion stands."""

    OPEN = "open", _("等待答复")
    ACCEPTED = "accepted", _("已采纳")
    DECLINED = "declined", _("未采纳")
    LAPSED = "lapsed", _("不再需要")


class RevisionSuggestion(models.Model):
    """What the answer should say instead, section by section (empty: as it is), and why."""

    review = models.OneToOneField("expert_panel.AnswerReview", on_delete=models.PROTECT, related_name="suggestion")
    answer = models.ForeignKey("consultations.Answer", on_delete=models.PROTECT, related_name="suggestions")
    why = EncryptedTextField(_("为什么要改"))
    conclusion = EncryptedTextField(_("结论"), blank=True, default="")
    legal_basis = EncryptedTextField(_("法律依据"), blank=True, default="")
    reasoning = EncryptedTextField(_("分析"), blank=True, default="")
    next_steps = EncryptedTextField(_("下一步怎么办"), blank=True, default="")
    salt = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    decided_by = models.ForeignKey(
        "consultations.ResidentStaff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedTextField(_("不采纳的理由"), blank=True, default="")
    reason_salt = models.CharField(max_length=32, blank=True, editable=False)
    correction = models.OneToOneField(
        "consultations.Answer", null=True, blank=True, on_delete=models.PROTECT, related_name="follows_suggestion"
    )

    class Meta:
        verbose_name = _("修改意见")
        verbose_name_plural = _("修改意见")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason_salt=""), name="suggestion_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined"))
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="suggestion_decided_by_a_resident",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.state}"
