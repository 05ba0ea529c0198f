"""What points at an article: by instrument and locator, with the words as they were read."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.laws.models.instrument import Instrument


class Citation(models.Model):
    """A citation of a place in a law. Today's digest differs from ``digest``, or the place is gone → a banner."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("法律法规"), on_delete=models.PROTECT, related_name="citations"
    )
    locator = models.CharField(_("定位"), max_length=120, help_text=_("例如：39、133-1、39-p2-i1。"))
    read_on = models.DateField(_("查阅日期"))
    digest = models.CharField(max_length=70, blank=True, editable=False)
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.CASCADE, editable=False)
    object_id = models.CharField(max_length=64, blank=True, editable=False)
    citing = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="citation_citing"),
            models.Index(fields=["instrument", "locator"], name="citation_place"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.short_title} {self.locator}"
