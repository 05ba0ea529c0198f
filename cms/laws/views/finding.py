"""Which instrument and which of its texts an address means; old addresses lead to the new ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from cms.laws.catalogue import HEAVY_FIELDS
from cms.laws.models import Citation, Instrument, InstrumentRedirect, InstrumentVersion

UNDATED = "undated"
"""What stands in an address in the place of the day for the text whose date nobody knows."""


@dataclass(frozen=True, slots=True)
class Found:
    """A public instrument and its public texts, oldest first, the one without a date last; and whether anything cites it."""

    instrument: Instrument
    texts: list[InstrumentVersion]
    is_cited: bool = False

    def text_from(self, day: date | None) -> InstrumentVersion | None:
        """Give the text that took effect just that day (None: the one whose day nobody knows)."""
        return next((text for text in self.texts if text.effective_on == day), None)

    def address(self, text: InstrumentVersion) -> str:
        """Give the page of one text by its own date, which stays the same whatever is published later."""
        day = text.effective_on.isoformat() if text.effective_on else UNDATED
        return f"{self.instrument.get_absolute_url()}{day}/"


class Moved(Exception):
    """The instrument is read at another slug now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def find(slug: str) -> Found:
    """Give a public instrument with its texts in two queries; raises ``Moved`` or ``Http404``."""
    cited = Citation.objects.filter(instrument=OuterRef("pk"), content_type__isnull=False)
    # Not the catalogue's lists with all that they prefetch: this is the most visited page, and one law.
    instrument = Instrument.objects.filter(is_public=True, slug=slug).annotate(is_cited=Exists(cited)).first()
    if instrument is not None:
        texts = InstrumentVersion.objects.filter(instrument=instrument, live=True).defer(*HEAVY_FIELDS)
        ordered = sorted(texts, key=lambda text: text.effective_on or date.max)
        return Found(instrument, ordered, instrument.is_cited)
    moved = InstrumentRedirect.objects.filter(slug=slug, instrument__is_public=True)
    new_slug = moved.values_list("instrument__slug", flat=True).first()
    if new_slug:
        raise Moved(new_slug)
    raise Http404(_("没有这部法律法规。"))


def follows_old_slugs(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view whose instrument has moved answer with the same address under the new slug."""

    @wraps(view)
    def following(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, *args, **kwargs)
        except Moved as moved:
            address = request.get_full_path().replace(f"/laws/{slug}/", f"/laws/{moved.slug}/", 1)
            return HttpResponsePermanentRedirect(address)

    return following
