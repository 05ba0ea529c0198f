"""What events say of texts and files: which row they speak of, and what its salted digest must be.

A row whose salt is gone was erased: its digest proves nothing any more, and the record must say that it was erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.answers.answer_events import citations_of, digest_of_answer, digest_of_explanation
from portal.consultations.services.case.recording import digest_of_details, salted_digest, written_moment


@dataclass(frozen=True, slots=True)
class Kept:
    """A row's text as it lies there: whether it was erased, and the digest it has now."""

    erased: bool
    digest: str


Facts = Callable[[Any, ConsultationEvent], Iterable[tuple[str, bool]]]
"""Asked with a row and the event that made it: what else the event says of it, by name, and whether it still is so."""


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text that events speak of: the member that holds the row's key, the one that holds the digest; and what else
    of the row the event says (scores, days, reasons)."""

    key: str
    digest: str
    rows: Callable[[Consultation], Iterable[Any]]
    now: Callable[[Any], Kept]
    facts: Facts = lambda _row, _event: ()


def _plain(field: str) -> Callable[[Any], Kept]:
    def now(row: Any) -> Kept:
        return Kept(not row.salt, salted_digest(row.salt, getattr(row, field)))

    return now


def _at(field: str) -> Facts:
    return lambda row, event: ((field, getattr(row, field) == event.at),)


def _of_a_rating(row: Any, event: ConsultationEvent) -> Iterator[tuple[str, bool]]:
    said = event.content
    yield "score", row.score == said.get("score")
    yield "answer", row.answer_id == said.get("answer")
    yield "at", row.at == event.at
    if "reasons" in said:
        yield "reasons", row.reasons == said["reasons"]


def _of_a_deferral(row: Any, event: ConsultationEvent) -> Iterator[tuple[str, bool]]:
    yield "until", written_moment(row.until) == event.content.get("until")
    yield "at", row.at == event.at


def _of_an_answer(row: Any, event: ConsultationEvent) -> Iterator[tuple[str, bool]]:
    said = event.content
    yield "kind", row.kind == said.get("kind")
    yield "sent_at", row.sent_at == event.at
    yield "risk_notice", row.risk_notice.version == said.get("risk_notice")
    yield "citations", citations_of(row) == said.get("citations")
    if "explained" in said and row.salt:
        yield "explanation", digest_of_explanation(row) == said["explained"]
    if event.actor_kind == ActorKind.RESIDENT:
        yield "author", row.author is not None and row.author.code == event.actor_ref


_kinds: list[TextKind] = [
    # The rating before the answer, and the appeal's decision apart from its text: their events name both.
    TextKind("rating", "comment", lambda case: case.ratings.all(), _plain("comment"), _of_a_rating),
    TextKind("fact", "text", lambda case: case.facts.all(), _plain("text"), _at("at")),
    TextKind("further", "text", lambda case: case.further.all(), _plain("text"), _at("asked_at")),
    # Notes of before they stood in the record have no salt, and no event that spoke of them.
    TextKind(
        "internal_note", "text", lambda case: [row for row in case.notes.all() if row.salt], _plain("text"), _at("at")
    ),
    TextKind("deferral", "reason", lambda case: case.deferrals.all(), _plain("reason"), _of_a_deferral),
    TextKind(
        "answer",
        "text",
        lambda case: case.answers.all(),
        lambda row: Kept(not row.salt, digest_of_answer(row)),
        _of_an_answer,
    ),
]
"""Texts in tables of their own, each row spoken of by the event that made it."""


def plain_text(field: str) -> Callable[[Any], Kept]:
    """How a text of one field with a ``salt`` beside it is kept now."""
    return _plain(field)


def register_text_kind(kind: TextKind) -> None:
    """Make a room's kind of text known, so that ``verify_records`` holds it against the record; called from ``AppConfig.ready``.
    Its ``key`` and ``digest`` are members of the event that made the row, and no other kind has the same pair."""
    if kind.key not in {known.key for known in _kinds}:
        _kinds.append(kind)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing an event says: of which text (a name for people), its digest then, what lies there now (None: nothing), and what
    else of the row is not as the event says."""

    sequence: int
    what: str
    digest: str
    now: Kept | None
    amiss: tuple[str, ...] = ()


def claims_of(case: Consultation, events: Iterable[ConsultationEvent]) -> Iterator[Claim]:
    """Everything that the events of a case say of texts that should still lie there as they were."""
    rows = {kind.key: {row.pk: row for row in kind.rows(case)} for kind in _kinds}
    latest: dict[str, Claim] = {}
    spoken: set[tuple[str, Any]] = set()
    for event in events:
        content = event.content
        for name, now in _of_the_case(case, content):
            latest[name] = Claim(event.sequence, name, content[name], now)
        kind = next((kind for kind in _kinds if kind.key in content and kind.digest in content), None)
        if kind is not None:
            key = content[kind.key]
            row = rows[kind.key].get(key)
            spoken_of = f"{kind.key} {key}"
            # A text that was masked is spoken of again: of its words the last event tells, of all else the one that made it.
            made = latest.get(spoken_of)
            amiss = made.amiss if made is not None else _amiss(kind.facts(row, event)) if row is not None else ()
            kept = kind.now(row) if row is not None else None
            latest[spoken_of] = Claim(event.sequence, spoken_of, content[kind.digest], kept, amiss)
            spoken.add((kind.key, key))
        yield from _of_a_refusal(case, event)
    yield from latest.values()
    yield from _of_the_row(case, events)
    for name, found in rows.items():  # rows that no event ever spoke of
        for pk in found:
            if (name, pk) not in spoken:
                yield Claim(0, f"{name} {pk}", "", None)


def _of_the_case(case: Consultation, content: Mapping[str, Any]) -> Iterator[tuple[str, Kept]]:
    erased = not case.question_salt
    if "question" in content:
        yield "question", Kept(erased, salted_digest(case.question_salt, case.question))
    if "details" in content:
        yield "details", Kept(erased, digest_of_details(case))


def _of_a_refusal(case: Consultation, event: ConsultationEvent) -> Iterator[Claim]:
    content = event.content
    refusal = getattr(case, "refusal", None)
    if event.act == "refuse":
        now = _plain("explanation")(refusal) if refusal is not None else None
        amiss = _amiss(_facts_of_a_refusal(refusal, event)) if refusal is not None else ()
        yield Claim(event.sequence, "refusal", content.get("text", ""), now, amiss)
    if "appeal" in content and "text" in content:
        appeal = getattr(refusal, "appeal", None)
        field = "explanation" if "granted" in content else "text"
        now = _plain(field)(appeal) if appeal is not None else None
        amiss = _amiss(_facts_of_an_appeal(appeal, event)) if appeal is not None else ()
        yield Claim(event.sequence, f"appeal {field}", content["text"], now, amiss)


def _facts_of_a_refusal(refusal: Any, event: ConsultationEvent) -> Iterator[tuple[str, bool]]:
    said = event.content
    yield "reason", refusal.reason == said.get("reason")
    yield "authority", (refusal.authority.code if refusal.authority else "") == said.get("authority")
    yield "decided_at", refusal.decided_at == event.at
    if "instead" in said and refusal.salt:
        yield "instead", salted_digest(refusal.salt, refusal.instead) == said["instead"]


def _facts_of_an_appeal(appeal: Any, event: ConsultationEvent) -> Iterator[tuple[str, bool]]:
    if "granted" in event.content:
        yield "granted", appeal.is_granted == event.content["granted"]
    else:
        yield "filed_at", appeal.filed_at == event.at


def _of_the_row(case: Consultation, events: Iterable[ConsultationEvent]) -> Iterator[Claim]:
    """What the first event and the latest change of state say of the case's own row."""
    facts: dict[str, tuple[int, bool]] = {}
    for event in events:
        said = event.content
        if event.act == "submit":
            facts["channel"] = (event.sequence, case.channel == said.get("channel"))
            facts["submitted_at"] = (event.sequence, case.submitted_at == event.at)
            facts["service_rules"] = (event.sequence, case.service_rules.version == said.get("service_rules"))
        if "to" in said:
            facts["state"] = (event.sequence, case.state == said["to"])
    for name, (sequence, is_so) in facts.items():
        yield Claim(sequence, "the case", "", Kept(False, ""), () if is_so else (name,))


def _amiss(facts: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    return tuple(name for name, is_so in facts if not is_so)


def files_of(events: Iterable[ConsultationEvent]) -> tuple[dict[str, str], set[str]]:
    """What the record says of files: digests by key, and the keys it says are gone."""
    digests: dict[str, str] = {}
    gone: set[str] = set()
    for event in events:
        for file in event.content.get("files", ()):
            digests[file["key"]] = file["digest"]
        if event.act in ("detach", "file_infected"):
            gone.add(event.content["file"])
        gone.update(event.content.get("erased_files", ()))
    return digests, gone
