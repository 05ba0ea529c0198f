"""What points at an article: by instrument and locator, with the words as they were read."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.laws.locators import citation_text
from cms.laws.models.enums import CitationState
from cms.laws.models.instrument import Instrument


class Citation(models.Model):
    """A citation of a place in a law. Today's digest differs from ``digest``, or the place is gone → a banner.

    Pages compute what has become of the place for the day they are read. The standing kept here is for lists:
    ``services.checking_citations`` makes it anew after each publication of the law, and each night.
    """

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("法律法规"), on_delete=models.PROTECT, related_name="citations"
    )
    locator = models.CharField(_("定位"), max_length=120, help_text=_("例如：39、133-1、39-p2-i1。"))
    read_on = models.DateField(_("查阅日期"))
    digest = models.CharField(max_length=70, blank=True, editable=False)
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.CASCADE, editable=False)
    object_id = models.CharField(max_length=64, blank=True, editable=False)
    citing = GenericForeignKey("content_type", "object_id")
    known = models.CharField(max_length=20, blank=True, editable=False)  # the state that whoever cited it knew of
    state = models.CharField(
        _("状况"), max_length=20, choices=CitationState.choices, default=CitationState.CURRENT, editable=False
    )
    changed_on = models.DateField(_("变动日期"), null=True, blank=True, editable=False)
    changes_on = models.DateField(_("将变动日期"), null=True, blank=True, editable=False)
    needs_review = models.BooleanField(_("需要核对"), default=False, editable=False)
    noticed_on = models.DateField(_("发现日期"), null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("最近检查"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="citation_citing"),
            models.Index(fields=["instrument", "locator"], name="citation_place"),
            models.Index(fields=["changed_on"], name="citation_to_review", condition=models.Q(needs_review=True)),
            models.Index(fields=["changes_on"], name="citation_coming", condition=models.Q(changes_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CitationState.values), name="citation_state_known")
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def place(self) -> str:
        """How it is cited: 劳动合同法第三十九条."""
        return f"{self.instrument.short_title}{citation_text(self.locator)}"
