"""The day's anchor: one signed digest over every record that grew since the anchor before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordAnchor(models.Model):
    """One day, signed and chained to the day before. ``statement`` is what was signed; the columns repeat it for lists."""

    day = models.DateField(_("日期"), unique=True)
    count = models.PositiveIntegerField(_("件数"))
    root = models.CharField(_("根摘要"), max_length=64)
    previous = models.CharField(_("前一天的摘要"), max_length=64)
    audit_sequence = models.PositiveBigIntegerField(_("审计记录的条数"), default=0)
    audit_digest = models.CharField(_("审计记录最后一条的摘要"), max_length=64)
    statement = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    public_key = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("每日固定")
        verbose_name_plural = _("每日固定")
        default_permissions = ()
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"


class AnchoredHead(models.Model):
    """The end of one record as an anchor holds it. The case is named by its internal number: it may be purged since."""

    anchor = models.ForeignKey(RecordAnchor, on_delete=models.PROTECT, related_name="heads")
    place = models.PositiveIntegerField()
    case_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("固定的办理记录")
        verbose_name_plural = _("固定的办理记录")
        default_permissions = ()
        ordering = ["anchor", "place"]
        constraints = [
            models.UniqueConstraint(fields=["anchor", "place"], name="anchored_place"),
            models.UniqueConstraint(fields=["case_id", "sequence"], name="anchored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.sequence}"
