"""提请专家组 (article 26): a resident asks, a moderator forwards or declines, an expert answers or gives it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class ReferralReason(models.TextChoices):
    """Why the answer is hard, as article 26 has it."""

    NO_RULE = "no_rule", _("法律法规和司法解释没有规定")
    UNCLEAR = "unclear", _("规定不够明确")
    DISPUTED = "disputed", _("存在争议")


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    PROPOSED = "proposed", _("等待审核员转交")
    FORWARDED = "forwarded", _("专家办理中")
    DECLINED = "declined", _("未转交")
    RETURNED = "returned", _("专家已退回")
    ANSWERED = "answered", _("专家组已答复")
    LAPSED = "lapsed", _("不再需要")


OPEN_REFERRALS = (ReferralState.PROPOSED, ReferralState.FORWARDED)


class ExpertReferral(models.Model):
    """One request, from the resident's words to its end. Of one case one is open at a time."""

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="expert_referrals"
    )
    asked_by = models.ForeignKey("consultations.ResidentStaff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("难在哪里"), max_length=10, choices=ReferralReason)
    note = EncryptedTextField(_("说明"))
    note_salt = models.CharField(max_length=32, editable=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    expert = models.ForeignKey(
        "expert_panel.PanelMember", null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    words = EncryptedTextField(
        _("不转交、退回的理由"), blank=True, default="", help_text=_("审核员不转交、专家退回时写给驻场人员。")
    )
    words_salt = models.CharField(max_length=32, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.OneToOneField(
        "consultations.Answer", null=True, blank=True, on_delete=models.PROTECT, related_name="expert_referral"
    )

    class Meta:
        verbose_name = _("转交专家")
        verbose_name_plural = _("转交专家")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=ReferralReason.values), name="referral_reason_known"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(state__in=OPEN_REFERRALS), name="referral_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("forwarded", "returned", "answered")) | Q(expert__isnull=False),
                name="referral_has_its_expert",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("declined", "returned")) | ~Q(words_salt=""),
                name="referral_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answer__isnull=False), name="referral_answered_by_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="referral_of_expert")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.state}"
