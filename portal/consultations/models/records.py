"""The signed end of a case's record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordHead(models.Model):
    """The last event of a case, signed with RECORD_SIGNING_KEY: a record that was cut short at its end no longer fits it."""

    consultation = models.OneToOneField(
        "consultations.Consultation", on_delete=models.CASCADE, primary_key=True, related_name="record_head"
    )
    sequence = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("办理记录的签名")
        verbose_name_plural = _("办理记录的签名")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.consultation_id}.{self.sequence}"
