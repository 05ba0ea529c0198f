"""What other rooms put on the first page and in the header: doors, lists of what is new, example searches.

An app registers both in its own ``front_page.py``, which is imported at start-up. A door therefore appears when its app
is installed, and the first page never promises what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

Text: TypeAlias = Any  # str, or a lazy translation of one


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: a card on the first page, a link in the header of every other. ``url`` is also its section's prefix."""

    name: str
    label: Text
    summary: Text
    url: str
    position: int = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a title that leads somewhere, and a short note (a date, a source)."""

    title: str
    url: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class NewsList:
    """A short list on the first page. ``items`` gets today and how many lines there is room for."""

    name: str
    title: Text
    items: Callable[[date, int], Sequence[Item]]
    more_label: Text = ""
    more_url: str = ""
    position: int = 100


_doors: dict[str, Door] = {}
_examples: dict[str, Callable[[], str]] = {}
_news_lists: dict[str, NewsList] = {}


def register_door(door: Door) -> None:
    """Make a door known; the last registration of a name wins."""
    _doors[door.name] = door


def register_news_list(news_list: NewsList) -> None:
    """Make a list known; the last registration of a name wins."""
    _news_lists[news_list.name] = news_list


def register_example(name: str, words: Callable[[], str]) -> None:
    """Offer an example search that finds something here; ``words`` gives "" when the room is empty."""
    _examples[name] = words


def examples() -> list[str]:
    """The example searches of the rooms that are not empty."""
    return [example for words in _examples.values() if (example := words())]


def doors() -> list[Door]:
    """The doors in their order."""
    return sorted(_doors.values(), key=lambda door: (door.position, door.name))


def news_lists() -> list[NewsList]:
    """The lists in their order."""
    return sorted(_news_lists.values(), key=lambda news_list: (news_list.position, news_list.name))
