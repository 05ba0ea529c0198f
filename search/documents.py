"""What one findable thing looks like, and the registry of kinds and sources.

An app says what of it can be found in its own ``documents.py``, which is imported at start-up: it registers a ``Kind``
(label, facets, result template) for each kind of document and a ``Source`` that makes them. A new content type touches
no line of this package, nor the mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

ALWAYS = date(1, 1, 1)
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, as an anonymous visitor may read it.

    ``key`` is natural (never a primary key) and unique over all kinds; ``source`` is the key of what it was made from
    (``instrument:laodong-hetong-fa``): reindexing a source replaces all its documents. It holds from ``valid_from``
    (inclusive) to ``valid_to`` (exclusive). ``end_reason`` says why it ended: "", ``amended``, ``repealed``, or
    ``repealed_undated`` (repealed, nobody knows when: ``valid_to`` is then FOREVER, and it is no law of today).
    ``facets`` are ``name:value`` keywords. ``context`` is searched with little weight (the headings a provision stands
    under), ``aliases`` like a title (other names, parted by spaces). ``extra`` is stored only, for the result template and the API.
    """

    key: str
    kind: str
    source: str
    title: str
    url: str
    text: str
    citation: str = ""
    context: str = ""
    aliases: str = ""
    valid_from: date = ALWAYS
    valid_to: date = FOREVER
    end_reason: str = ""
    facets: tuple[str, ...] = ()
    extra: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: ``name`` as in the API, ``label`` for tabs, ``facets`` (name → label) it can be filtered by,
    ``template`` of one result, ``position`` among the tabs. ``priors`` are facets that count in ranking (``level:law`` →
    1.0; 0 to 1): of two texts that answer alike, the higher law comes first. ``is_law``: its documents hold for a time,
    and their effectivity is shown. ``is_answer``: it answers questions in plain words. ``value_labels`` gives the words
    for values of a facet (name, values → value → label); a value without one is shown as it is."""

    name: str
    label: str
    template: str
    facets: Mapping[str, str | Promise] = field(default_factory=dict)
    position: int = 100
    priors: Mapping[str, float] = field(default_factory=dict)
    is_law: bool = False
    is_answer: bool = False
    value_labels: Callable[[str, Sequence[str]], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from. ``prefix`` is the part of a source key before the colon.

    ``keys`` yields every source key that has public documents now; ``documents`` rereads the given sources from the
    database (a source that is gone or not public yields nothing) in few queries.
    """

    prefix: str
    keys: Callable[[], Iterable[str]]
    documents: Callable[[Sequence[str]], Iterator[Document]]


kinds: dict[str, Kind] = {}
sources: dict[str, Source] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; the last registration of a name wins."""
    kinds[kind.name] = kind


def register_source(source: Source) -> None:
    """Make a source of documents known."""
    sources[source.prefix] = source
