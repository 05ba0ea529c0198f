"""What other rooms put on the first page and in the header: doors, lists of what is new, example searches.

An app registers both in its own ``front_page.py``, which is imported at start-up. A door therefore appears when its app
is installed, and the first page never promises what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Exists, Q, QuerySet

Text: TypeAlias = Any  # str, or a lazy translation of one


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: a card on the first page, a link in the header of every other. ``url`` is also its section's prefix.

    ``behind`` gives querysets of what stands behind the door: while none finds anything the door is not shown. They are
    asked within the query that reads the site's settings, so that a door costs no query of its own; whoever changes
    what they find raises the generation of kept pages, as for everything that is public. Without it the door is always there.
    """

    name: str
    label: Text
    summary: Text
    url: str
    position: int = 100
    behind: Callable[[], Sequence[QuerySet[Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a title that leads somewhere, and a short note (a date, a source)."""

    title: str
    url: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class NewsList:
    """A short list on the first page. ``items`` gets today and how many lines there is room for; ``columns`` for a list whose
    notes say what is behind the link."""

    name: str
    title: Text
    items: Callable[[date, int], Sequence[Item]]
    more_label: Text = ""
    more_url: str = ""
    position: int = 100
    columns: bool = False


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A section that the footer of every page leads to; with ``home_label`` (its words there) the first page does too."""

    label: Text
    url: str
    position: int = 100
    home_label: Text = ""


_doors: dict[str, Door] = {}
_examples: dict[str, Callable[[], str]] = {}
_news_lists: dict[str, NewsList] = {}
_footer_links: dict[str, FooterLink] = {}


def register_door(door: Door) -> None:
    """Make a door known; the last registration of a name wins."""
    _doors[door.name] = door


def register_news_list(news_list: NewsList) -> None:
    """Make a list known; the last registration of a name wins."""
    _news_lists[news_list.name] = news_list


def register_footer_link(link: FooterLink) -> None:
    """Make a section known to the footer; the last registration of an address wins."""
    _footer_links[link.url] = link


def register_example(name: str, words: Callable[[], str]) -> None:
    """Offer an example search that finds something here; ``words`` gives "" when the room is empty."""
    _examples[name] = words


def examples() -> list[str]:
    """The example searches of the rooms that are not empty."""
    return [example for words in _examples.values() if (example := words())]


def doors() -> list[Door]:
    """All doors in their order, open or not."""
    return sorted(_doors.values(), key=lambda door: (door.position, door.name))


def behind_doors() -> dict[str, Any]:
    """For the doors that may be shut: by name, a condition for ``annotate`` that says whether anything is behind."""
    return {door.name: _anything(door.behind()) for door in doors() if door.behind is not None}


def _anything(found: Sequence[QuerySet[Any]]) -> Any:
    condition = Q()
    for one in found:
        condition |= Q(Exists(one))
    return condition


def news_lists() -> list[NewsList]:
    """The lists in their order."""
    return sorted(_news_lists.values(), key=lambda news_list: (news_list.position, news_list.name))


def footer_links() -> list[FooterLink]:
    """The sections in their order."""
    return sorted(_footer_links.values(), key=lambda link: (link.position, link.url))
