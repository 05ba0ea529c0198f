"""What cites a law: the public pages whose citations point at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.core.open_pages import open_to_all
from cms.laws.locators import anchor_of, article_locator, citation_text
from cms.laws.models import Citation, Instrument

MOST = 30


@dataclass(frozen=True, slots=True)
class CitingPage:
    """A public page that cites a law, and the first place it cites."""

    title: str
    url: str
    place: str
    anchor: str


Named = Mapping[str, tuple[str, str]]
_named: dict[str, Callable[[Collection[str]], Named]] = {}


def register_citing(label: str, named: Callable[[Collection[str]], Named]) -> None:
    """For a model (``app.Model``) whose rows cite the law and do not say themselves whether they are live: gives title and
    address of those of the given keys that are public, in one query."""
    _named[label] = named


def citing_pages(instrument: Instrument, limit: int = MOST) -> list[CitingPage]:
    """Give what cites an instrument, by place: one query for the citations, one for all of Wagtail's pages, one for each
    other kind of thing that does.

    Only what says of itself that it is live is shown, and no page that asks for a password: a draft that cites a law is
    nobody's business.
    """
    rows = Citation.objects.filter(instrument=instrument, content_type__isnull=False).order_by("locator", "pk")
    citations = sorted(
        rows.values_list("content_type_id", "object_id", "locator")[: 4 * limit], key=lambda row: _in_order(row[2])
    )
    found = _citing({(content_type, object_id) for content_type, object_id, _locator in citations})
    pages: dict[str, CitingPage] = {}
    for content_type, object_id, locator in citations:
        title, url = found.get((content_type, object_id), ("", ""))
        if url:
            article = article_locator(locator) or locator
            pages.setdefault(url, CitingPage(title, url, citation_text(locator), anchor_of(article)))
    return list(pages.values())[:limit]


def _in_order(locator: str) -> list[tuple[int, str]]:
    """Articles by number: 9 before 10, 133 before 133-1."""
    return [(int(word), "") if word.isdigit() else (0, word) for word in locator.split("-")]


def _citing(keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, str]]:
    """Title and address of what cites; no address for what is not public."""
    by_type: dict[int, list[str]] = defaultdict(list)
    for content_type, object_id in keys:
        by_type[content_type].append(object_id)
    models = {key: ContentType.objects.get_for_id(key).model_class() for key in by_type}
    pages = [key for key, model in models.items() if model is not None and issubclass(model, Page)]
    found = {
        (page.content_type_id, str(page.pk)): (str(page), _public_address(page))
        for page in _pages([pk for key in pages for pk in by_type[key]])
    }
    for key, model in models.items():
        if model is None or key in pages:
            continue
        if model._meta.label in _named:
            named = _named[model._meta.label](by_type[key])
            found |= {(key, pk): shown for pk, shown in named.items()}
            continue
        rows = model._default_manager.in_bulk(by_type[key])
        found |= {(key, str(pk)): (str(row), _public_address(row)) for pk, row in rows.items()}
    return found


def _pages(keys: Collection[str]) -> Iterable[Page]:
    """The live ones that nobody has put behind a password or a sign-in, read as plain pages: title and address are there."""
    if not keys:
        return []
    return open_to_all(Page.objects.live().filter(pk__in=keys))


def _public_address(citing: Any) -> str:
    if citing is None or not getattr(citing, "live", False):
        return ""
    if hasattr(citing, "get_absolute_url"):
        return citing.get_absolute_url()
    return getattr(citing, "url", None) or ""
