"""What the rooms around the message board add to it: experts, complaints, the public board, live hours, keeping, groups.

Imports go one way, from those rooms to this one. Each registers here, in its ``AppConfig.ready``, who is let in beside those
the board knows, and what stands on the pages of a case. Whatever is registered runs in the page's or the act's transaction and
costs it the queries it makes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.consultations.models import AnswerTemplate, Consultation
    from portal.consultations.states import Party

event_written = Signal()
"""Sent by ``recording.write_event`` with ``case`` and ``event``, in the transaction of the act. A receiver that raises undoes
the act: what may fail is an outbox row."""


answers_in_doubt = Signal()
"""Sent by ``changed_law`` with ``answers`` and ``cases`` (keys of rows) and ``because`` (``law`` or ``doubt``), in the transaction
that puts the doubt on file, some hundreds at once: what was made of these answers (a public copy, a derived Q&A) enters review.
``is_alike``: the same answer was sent to others, and theirs was in doubt first."""


doubts_ended = Signal()
"""Sent by ``changed_law`` with ``cases`` (keys of rows), in the transaction in which an answer of each was found to stand as it is;
another answer of the case may be in doubt still (``cases_in_doubt``)."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a case's page: a template, and what it is given as ``data`` (the case is given as ``case``)."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said in a conversation of a case, by its citizen or by who had it, under the code."""

    at: datetime
    is_citizens: bool
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the citizen may do: its name in the address, its words, and whether it is what most people want now."""

    name: str
    label: str | Promise
    is_main: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes what a deadline is for, where it is none of the residents: accounts, and where they do it."""

    people: tuple[Any, ...]
    url: str


CitizenSection = Callable[[HttpRequest, "Consultation", Any], Section | None]
StaffSection = Callable[[HttpRequest, "Consultation"], Section | None]
StartSection = Callable[[HttpRequest], Section | None]

_parties: list[Callable[[Any, Consultation], Iterable[Party]]] = []
_ways_in: list[Callable[[Any], Q | None]] = []
_citizen_sections: dict[str, tuple[int, CitizenSection]] = {}
_staff_sections: dict[str, tuple[int, StaffSection]] = {}
_start_sections: dict[str, tuple[int, StartSection]] = {}
_offers: list[Callable[[Any, Consultation], Iterable[Offer]]] = []
_template_doubts: list[Callable[[Iterable[AnswerTemplate]], Mapping[int, str]]] = []
_in_doubt: list[Callable[[Iterable[int]], Collection[int]]] = []
_conversations: list[Callable[[Consultation], Iterable[Line]]] = []
_copy_parts: list[Callable[[Consultation, Any], Any]] = []
_forgetting: list[Callable[[Consultation], Iterable[str]]] = []
_on_frozen: set[str] = set()
_anchor_proofs: list[Callable[[Consultation], Mapping[str, Any] | None]] = []
_owing: list[Callable[[Any], Owed | None]] = []
_to_let_in: list[Callable[[], Any]] = []
_colleagues: list[Callable[[Consultation], Q | None]] = []
_correction_words: list[Callable[[Any, Consultation, Any], Mapping[str, str]]] = []
_demos: list[Callable[[], Iterable[str]]] = []


def register_party(party: Callable[[Any, Consultation], Iterable[Party]]) -> None:
    """Say what else an active account of the staff may be to a case; asked with (user, case)."""
    _parties.append(party)


def register_way_in(way: Callable[[Any], Q | None]) -> None:
    """Say which other cases an active account of the staff may open; asked with the user, gives a condition on cases or None."""
    _ways_in.append(way)


def register_citizen_section(name: str, order: int, section: CitizenSection) -> None:
    """A part of the citizen's page of a case, after the answers; asked with (request, case, actor)."""
    _citizen_sections[name] = (order, section)


def register_staff_section(name: str, order: int, section: StaffSection) -> None:
    """A part of the staff's page of a case, after the answers; asked with (request, case)."""
    _staff_sections[name] = (order, section)


def register_start_section(name: str, order: int, section: StartSection) -> None:
    """Another way to be helped on the first page of asking, before its own beginning; asked with the request."""
    _start_sections[name] = (order, section)


def register_offers(offers: Callable[[Any, Consultation], Iterable[Offer]]) -> None:
    """More that the citizen may do; asked with (actor, case), of frozen cases too."""
    _offers.append(offers)


def register_template_doubts(doubts: Callable[[Iterable[AnswerTemplate]], Mapping[int, str]]) -> None:
    """Say which prepared answers are not to be used before somebody looked at them, and why; asked with templates, gives
    words by key."""
    _template_doubts.append(doubts)


def register_doubts(in_doubt: Callable[[Iterable[int]], Collection[int]]) -> None:
    """Say of which cases an answer is in doubt now; asked with keys of cases (a query of them, too), gives those of them."""
    _in_doubt.append(in_doubt)


def register_conversation(lines: Callable[[Consultation], Iterable[Line]]) -> None:
    """What was said of a case, the first first: it stands where its question stands, beside the editor and before experts. Asked
    with a case that may be opened."""
    _conversations.append(lines)


def register_copy_part(part: Callable[[Consultation, Any], Any]) -> None:
    """A part of the citizen's copy (``downloads.copying.Part`` or None); asked with (case, now)."""
    _copy_parts.append(part)


def register_forgetting(forget: Callable[[Consultation], Iterable[str]]) -> None:
    """Erase what a room holds of a person when a case's personal data are erased; gives words for what went. In the
    transaction of the act, before its event."""
    _forgetting.append(forget)


def allow_on_frozen(*acts: str) -> None:
    """Name acts that may still be recorded of a case whose personal data were erased."""
    _on_frozen.update(acts)


def register_anchor_proof(proof: Callable[[Consultation], Mapping[str, Any] | None]) -> None:
    """Say by which anchor of records a case's is proved (``records.copies`` says with which members); None: by none yet."""
    _anchor_proofs[:] = [proof]


def register_owing(owing: Callable[[Any], Owed | None]) -> None:
    """Say who of a room owes a deadline and is to be warned; asked with the deadline, None for what is not the room's."""
    _owing.append(owing)


def register_to_let_in(people: Callable[[], Any]) -> None:
    """Name more accounts (a queryset) that may be let in to the case of somebody under 14, where they are a party to it."""
    _to_let_in.append(people)


def register_colleagues(condition: Callable[[Consultation], Q | None]) -> None:
    """Say to which residents alone a case may be offered to be handed over; asked with the case, gives a condition on
    residents or None. What holds is refused in the act's own transaction."""
    _colleagues.append(condition)


def register_correction_words(words: Callable[[Any, Consultation, Any], Mapping[str, str]]) -> None:
    """Words that a correction begins with, by field of the editor; asked with (user, case, the answer to be corrected)."""
    _correction_words.append(words)


def register_demo(seed: Callable[[], Iterable[str]]) -> None:
    """Put a room's content into the demo, after the message board's own; gives lines for whoever runs it. Called again it
    changes nothing."""
    _demos.append(seed)


def parties(by: Any, case: Consultation) -> frozenset[Party]:
    """What the rooms say somebody is to a case."""
    return frozenset(party for ask in _parties for party in ask(by, case))


def ways_in(actor: Any) -> Q:
    """The cases that the rooms let somebody into."""
    found = Q(pk__in=[])
    for ask in _ways_in:
        way = ask(actor)
        if way is not None:
            found |= way
    return found


def citizen_sections(request: HttpRequest, case: Consultation, actor: Any) -> list[Section]:
    """The parts of the citizen's page, in their order."""
    asked = (section(request, case, actor) for _order, section in sorted(_citizen_sections.values(), key=_place))
    return [section for section in asked if section is not None]


def staff_sections(request: HttpRequest, case: Consultation) -> list[Section]:
    """The parts of the staff's page, in their order."""
    asked = (section(request, case) for _order, section in sorted(_staff_sections.values(), key=_place))
    return [section for section in asked if section is not None]


def start_sections(request: HttpRequest) -> list[Section]:
    """The parts of the first page of asking, in their order; the template is given ``data`` alone."""
    asked = (section(request) for _order, section in sorted(_start_sections.values(), key=_place))
    return [section for section in asked if section is not None]


def offers(by: Any, case: Consultation) -> list[Offer]:
    """What else the citizen may do now."""
    return [offer for ask in _offers for offer in ask(by, case)]


def template_doubts(templates: Iterable[AnswerTemplate]) -> dict[int, str]:
    """Why prepared answers are to be looked at first, in words by key; nothing for the others."""
    found: dict[int, str] = {}
    for ask in _template_doubts:
        found.update(ask(templates))
    return found


def cases_in_doubt(cases: Iterable[int]) -> set[int]:
    """Those of the cases an answer of which somebody is looking at again: it may not be the last word."""
    return {case for ask in _in_doubt for case in ask(cases)}


def conversation(case: Consultation) -> list[Line]:
    """What was said of a case."""
    return [line for lines in _conversations for line in lines(case)]


def copy_parts(case: Consultation, now: Any) -> list[Any]:
    """The parts that the rooms add to a copy."""
    return [part for ask in _copy_parts if (part := ask(case, now)) is not None]


def forget(case: Consultation) -> list[str]:
    """Let every room erase what it holds of a person."""
    return [words for ask in _forgetting for words in ask(case)]


def anchor_proof(case: Consultation) -> dict[str, Any] | None:
    """What proves that a case was anchored; goes into its copy."""
    found = [proof(case) for proof in _anchor_proofs]
    return dict(found[0]) if found and found[0] is not None else None


def is_allowed_on_frozen(act: str) -> bool:
    """Whether an act may be recorded of a frozen case."""
    return act in _on_frozen


def owing(deadline: Any) -> Owed | None:
    """Who of the rooms owes a deadline; None where it is the resident or the portal."""
    return next((owed for ask in _owing if (owed := ask(deadline)) is not None), None)


def to_let_in() -> list[Any]:
    """Querysets of accounts beside moderators and supervisors that may be let in."""
    return [people() for people in _to_let_in]


def colleagues(case: Consultation) -> Q:
    """The residents whom the rooms let a case be offered to."""
    found = Q()
    for ask in _colleagues:
        condition = ask(case)
        if condition is not None:
            found &= condition
    return found


def correction_words(user: Any, case: Consultation, earlier: Any) -> dict[str, str]:
    """What the rooms put into a correction's fields beforehand."""
    return {name: text for ask in _correction_words for name, text in ask(user, case, earlier).items() if text}


def seed_demos() -> list[str]:
    """Let every room put its content into the demo."""
    return [line for seed in _demos for line in seed()]


def _place(row: tuple[int, Any]) -> int:
    return row[0]
