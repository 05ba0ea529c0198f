"""What came of a complaint: one row a look, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField
from portal.complaints.choices import Cause, Outcome, Remedy, remedies_told


class Decision(models.Model):
    """The result with cause and remedy (codes, for figures; words, for the file), what the complainant is told, and the
    further ways as they were named then."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="decisions")
    look = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    cause = models.CharField(_("原因"), max_length=20, choices=Cause)
    cause_text = EncryptedTextField(_("原因的说明（内部）"), blank=True, default="")
    remedies = models.JSONField(_("怎样处理"), default=list)
    remedy_text = EncryptedTextField(_("处理的说明（内部）"), blank=True, default="")
    explanation = EncryptedTextField(_("告诉投诉人的话"))
    late_explanation = EncryptedTextField(_("为什么晚了"), blank=True, default="")
    salt = models.CharField(max_length=32, editable=False)
    further_ways = models.TextField(_("还可以怎么办"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="complaint_decisions"
    )
    decided_at = models.DateTimeField()
    was_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("投诉的结果")
        verbose_name_plural = _("投诉的结果")
        default_permissions = ()
        ordering = ["complaint", "look"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "look"], name="decided_once_a_look"),
            models.CheckConstraint(condition=~Q(further_ways=""), name="decision_names_further_ways"),
            models.CheckConstraint(
                condition=Q(outcome="not_founded") | ~Q(cause="none"), name="what_is_founded_has_a_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}.{self.look}"

    @property
    def remedies_told(self) -> list[str | Promise]:
        """Remedies as the complainant reads them."""
        return remedies_told(self.remedies)

    @property
    def remedy_words(self) -> str:
        """Remedies as the portal's people read them."""
        return "、".join(str(Remedy(code).label) for code in self.remedies)
