"""专家解读: an expert explains instruments and articles (article 10)."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.blocks import BODY
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage
from cms.laws.citation_block import CitationBlock


class ExpertReadingIndex(SectionIndexPage):
    """``/readings/``."""

    kind = "expert_reading"
    subpage_types: ClassVar = ["editorial.ExpertReading"]

    class Meta:
        verbose_name = _("专家解读（栏目）")


class ExpertReading(EditorialPage):
    """A reading, tied to the instruments and articles it explains."""

    instruments = ParentalManyToManyField(
        "laws.Instrument", verbose_name=_("解读的法律法规"), blank=True, related_name="readings"
    )
    body = StreamField([*BODY, ("citation", CitationBlock())], verbose_name=_("正文"))

    kind = "expert_reading"
    review_months = 12
    body_fields = ("body",)
    parent_page_types: ClassVar = ["editorial.ExpertReadingIndex"]
    template = "editorial/expert_reading.html"
    edit_handler = EditorialPage.tabs(
        [*Page.content_panels, FieldPanel("summary"), FieldPanel("instruments"), FieldPanel("body")]
    )

    class Meta:
        verbose_name = _("专家解读")
        verbose_name_plural = _("专家解读")
