"""What the law library shows on the first page: its door, and the texts that took or will take effect last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.front_page import Door, Item, NewsList, register_door, register_example, register_news_list
from cms.laws.models import Instrument, InstrumentVersion, Level


def newest_texts(today: date, limit: int) -> Sequence[Item]:
    """The ``limit`` public texts with the latest effective dates, one an instrument; one query."""
    versions = (
        InstrumentVersion.objects.filter(live=True, instrument__is_public=True, effective_on__isnull=False)
        .filter(is_repealed=False)
        .order_by("-effective_on", "instrument__title_key")
        .select_related("instrument")
        .only("effective_on", "instrument__title", "instrument__slug")
    )
    items: dict[int, Item] = {}
    # A law may have a text of today and one to come: twice as many rows leave enough.
    for version in versions[: 2 * limit]:
        instrument = version.instrument
        day = version.effective_on
        if day is None:  # filtered above; said for the type checker
            continue
        url = instrument.get_absolute_url() if day <= today else f"/laws/{instrument.slug}/{day.isoformat()}/"
        words = (
            _("%(year)s年%(month)s月%(day)s日起施行") if day <= today else _("将于%(year)s年%(month)s月%(day)s日施行")
        )
        note = words % {"year": day.year, "month": day.month, "day": day.day}
        items.setdefault(instrument.pk, Item(instrument.title, url, note))
    return list(items.values())[:limit]


def example_citation() -> str:
    """A citation that finds its article here: one people know where the library has that law; one query."""
    known, article = "劳动合同法", _("%(law)s第39条")
    law = (
        Instrument.objects.filter(is_public=True, level=Level.LAW)
        .order_by(Case(When(short_title=known, then=0), default=1), "title_key")
        .values_list("short_title", "aliases")
        .first()
    )
    if law is None:
        return ""
    name = min([law[0], *law[1].split()], key=len)
    return (article if name == known else _("%(law)s第一条")) % {"law": name}


register_door(
    Door(
        name="laws",
        label=gettext_lazy("查法律"),
        summary=gettext_lazy("法律、法规、规章、司法解释"),
        url="/laws/",
        position=10,
    )
)
register_example("laws", example_citation)
register_news_list(
    NewsList(
        name="laws",
        title=gettext_lazy("新近施行的法律法规"),
        items=newest_texts,
        more_label=gettext_lazy("查看全部法律法规"),
        more_url="/laws/",
        position=10,
    )
)
