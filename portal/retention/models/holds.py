"""依法保存: cases, and complaints without a case, that must not be purged, whatever their age."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common.encryption import EncryptedTextField


class LegalHold(models.Model):
    """One decision to keep some cases: for whom, by which document, and why. Placed by one person, released by another."""

    authority = models.CharField(_("要求保存的机关"), max_length=100)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    reason = EncryptedTextField(_("原因"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField(_("开始时间"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    release_reason = EncryptedTextField(_("解除的原因"), blank=True, default="")
    cases = models.ManyToManyField("consultations.Consultation", through="HeldCase", related_name="legal_holds")
    complaints = models.ManyToManyField("complaints.Complaint", through="HeldComplaint", related_name="legal_holds")

    class Meta:
        verbose_name = _("依法保存")
        verbose_name_plural = _("依法保存")
        default_permissions = ()
        ordering = ["-placed_at", "-pk"]
        permissions = [("place_hold", _("要求依法保存咨询，或者解除"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(placed_by__isnull=True) | ~Q(released_by=F("placed_by")),
                name="hold_released_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.document_number}".strip()


class HeldCase(models.Model):
    """A case under a hold."""

    hold = models.ForeignKey(LegalHold, on_delete=models.CASCADE, related_name="held")
    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="held")

    class Meta:
        verbose_name = _("依法保存的咨询")
        verbose_name_plural = _("依法保存的咨询")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hold", "consultation"], name="held_once")]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.consultation_id}"


class HeldComplaint(models.Model):
    """A complaint without a case under a hold; one with a case is held by its case."""

    hold = models.ForeignKey(LegalHold, on_delete=models.CASCADE, related_name="held_complaints")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="held")

    class Meta:
        verbose_name = _("依法保存的投诉")
        verbose_name_plural = _("依法保存的投诉")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hold", "complaint"], name="held_complaint_once")]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.complaint_id}"
