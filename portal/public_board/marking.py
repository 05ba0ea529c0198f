"""The marking page as data: what the rules suggest and what a person added, by entity, each occurrence to be ticked or not.

The form says it all each time: which occurrences are hidden, under which labels, and which words somebody added. Nothing is kept
between two presses but what the form holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.common.redaction import LABELS, Kind
from portal.common.redaction_wide import Mark, suggest
from portal.public_board.composing import marks_of
from portal.public_board.models import Publication
from portal.public_board.parts import Source, known_words

AROUND = 10
MOST_ADDED = 60
KINDS: tuple[tuple[str, str], ...] = tuple(
    (kind.value, LABELS[kind])
    for kind in (
        *(Kind.NAME, Kind.ORGANISATION, Kind.SCHOOL, Kind.HOSPITAL, Kind.PLACE, Kind.ADDRESS, Kind.SERIAL, Kind.PHONE),
        *(Kind.ACCOUNT, Kind.COURT, Kind.CASE_NUMBER, Kind.BIRTH_DATE),
    )
)
"""What somebody who marks may call what they hide."""


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence: its value in the form, where it stands, and whether it is hidden."""

    value: str
    part: str
    before: str
    words: str
    after: str
    is_hidden: bool


@dataclass
class Group:
    """What belongs to one entity: the label that the rules would give it (its name in the form), and the label chosen."""

    name: str
    label: str
    kind: str
    places: list[Place] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything it is called by."""
        return "、".join(dict.fromkeys(place.words for place in self.places))

    @property
    def hidden_count(self) -> int:
        """How many occurrences are hidden."""
        return sum(place.is_hidden for place in self.places)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form said. ``hidden`` None: nothing was said yet, everything suggested is hidden."""

    added: tuple[tuple[str, Kind], ...] = ()
    hidden: frozenset[str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


def value_of(mark: Mark) -> str:
    """How the form names an occurrence."""
    return f"{mark.part}|{mark.start}|{mark.end}"


def read_added(words: Sequence[str], kinds: Sequence[str]) -> tuple[tuple[str, Kind], ...]:
    """What somebody asked to hide: at least one character each, of a kind that is known."""
    known = {kind for kind, _label in KINDS}
    found = []
    for word, kind in zip(words, kinds, strict=False):
        if word.strip():
            found.append((word.strip(), Kind(kind) if kind in known else Kind.NAME))
    return tuple(dict.fromkeys(found))[:MOST_ADDED]


def suggested(source: Source, added: Iterable[tuple[str, Kind]]) -> tuple[Mark, ...]:
    """The rules' marks and every occurrence of what was added, even one that the rules would take for another word."""
    added = tuple(added)
    marks = list(suggest(source.texts, [*known_words(source.case), *added]))
    labels = {_said(source, mark): mark.label for mark in marks}
    for word, kind in added:
        for part in source.parts:
            for match in re.finditer(re.escape(word), part.text):
                if any(
                    mark.part == part.name and mark.start < match.end() and match.start() < mark.end for mark in marks
                ):
                    continue
                label = labels.setdefault(word, f"〔{LABELS[kind]}〕")
                marks.append(Mark(part.name, match.start(), match.end(), kind, label))
    order = {part.name: place for place, part in enumerate(source.parts)}
    return tuple(sorted(marks, key=lambda mark: (order[mark.part], mark.start)))


def groups_of(source: Source, marks: Sequence[Mark], chosen: Chosen) -> list[Group]:
    """Everything that may be hidden, by entity, in the order of the text."""
    found: dict[str, Group] = {}
    titles = {part.name: str(part.title) for part in source.parts}
    texts = source.texts
    for mark in marks:
        text, value = texts[mark.part], value_of(mark)
        group = found.get(mark.label)
        if group is None:
            label = chosen.labels.get(mark.label, "").strip() or mark.label
            group = found[mark.label] = Group(mark.label, label, LABELS[mark.kind])
        group.places.append(
            Place(
                value,
                titles[mark.part],
                text[max(0, mark.start - AROUND) : mark.start],
                text[mark.start : mark.end],
                text[mark.end : mark.end + AROUND],
                chosen.hidden is None or value in chosen.hidden,
            )
        )
    return list(found.values())


def marks_chosen(marks: Sequence[Mark], chosen: Chosen) -> list[Mark]:
    """The marks that are to be hidden, with the labels that were chosen."""
    kept = [mark for mark in marks if chosen.hidden is None or value_of(mark) in chosen.hidden]
    return [replace(mark, label=chosen.labels.get(mark.label, "").strip() or mark.label) for mark in kept]


def chosen_before(publication: Publication, source: Source) -> Chosen:
    """What the map that was kept says, where it was sent back: to go on from."""
    if publication.spans == "[]":
        return Chosen()
    texts = source.texts
    kept = [mark for mark in marks_of(publication.spans) if mark.end <= len(texts.get(mark.part, ""))]
    plain = {value_of(mark): mark for mark in suggested(source, ())}
    added = {(_said(source, mark), mark.kind) for mark in kept if value_of(mark) not in plain}
    renamed = {plain[value_of(mark)].label: mark.label for mark in kept if value_of(mark) in plain}
    return Chosen(tuple(sorted(added)), frozenset(map(value_of, kept)), renamed)


def _said(source: Source, mark: Mark) -> str:
    return source.texts[mark.part][mark.start : mark.end]
