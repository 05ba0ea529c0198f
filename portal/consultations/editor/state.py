"""What the editor holds: from the form, from a draft, from a template or an earlier answer; and back. Plain values, nothing is
dropped for being wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cms.laws.cited_places import place_of_json
from portal.consultations.editor.citing import MOST, CitationRow, ReadRow
from portal.consultations.models import Answer, AnswerCitation, AnswerTemplate
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import CitedOn
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.shown_answers import place_of

WORDS = (*SECTIONS, "late_explanation", "correction_reason")
LONGEST = 50_000
"""Characters of one field that are kept."""
_TYPED = ("date_reason", "quote", "outside_title", "outside_number", "outside_url")


@dataclass(frozen=True, slots=True)
class EditorState:
    """Everything that was typed and ticked."""

    words: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[CitationRow, ...] = ()
    confirmed: frozenset[str] = frozenset()

    def word(self, name: str) -> str:
        """What stands in a field."""
        return self.words.get(name, "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self.rows and not any(text.strip() for text in self.words.values())

    def with_row(self, row: CitationRow) -> EditorState:
        """With one more citation at the end."""
        return replace(self, rows=(*self.rows, row)[:MOST])

    def with_words(self, name: str, text: str) -> EditorState:
        """With a paragraph more in a field; what stands there stays. A paragraph that is there already is not said twice."""
        before = self.word(name).rstrip()
        if text.strip() in before:
            return self
        joined = f"{before}\n\n{text}" if before else text
        return replace(self, words={**self.words, name: joined})

    def joined(self, other: EditorState) -> EditorState:
        """With what a template or an earlier answer brings, behind what is there."""
        state = self
        for name in SECTIONS:
            if other.word(name).strip():
                state = state.with_words(name, other.word(name))
        known = {row.words for row in state.rows if row.words}
        for row in other.rows:
            if not row.words or row.words not in known:
                state = state.with_row(row)
        return state

    def as_json(self) -> str:
        """What a draft keeps."""
        content = {
            "words": dict(self.words),
            "citations": [_row_as_json(row) for row in self.rows],
            "confirmed": sorted(self.confirmed),
        }
        return json.dumps(content, ensure_ascii=False)

    def written(self, read: Sequence[ReadRow], claim_number: int | None) -> WrittenAnswer:
        """What the service is given; rows that could not be read are left to the page to complain of."""
        return WrittenAnswer(
            **{name: self.word(name) for name in SECTIONS},
            citations=[one.article for one in read if one.article is not None],
            late_explanation=self.word("late_explanation"),
            correction_reason=self.word("correction_reason"),
            claim_number=claim_number,
            confirmed=self.confirmed,
        )


def from_post(data: Any) -> EditorState:
    """Read the form. Rows that are ticked to go, and empty ones, are left out."""
    count = min(_number(data.get("c-count")), MOST + 1)
    rows = [_row_of_post(data, f"c-{number}") for number in range(count) if not data.get(f"c-{number}-remove")]
    return EditorState(
        words={name: data.get(name, "")[:LONGEST].replace("\r\n", "\n") for name in WORDS},
        rows=tuple(row for row in rows if not row.is_empty),
        confirmed=frozenset(data.getlist("confirmed")),
    )


def from_json(content: str) -> EditorState:
    """Read a draft back."""
    stored = json.loads(content)
    return EditorState(
        words={name: str(stored.get("words", {}).get(name, "")) for name in WORDS},
        rows=tuple(_row_of_json(row) for row in stored.get("citations", [])),
        confirmed=frozenset(stored.get("confirmed", [])),
    )


def from_template(template: AnswerTemplate) -> EditorState:
    """What a template brings: its articles are read on today's law."""
    rows = tuple(_row_of_json(row) for row in template.citations)
    return EditorState(words={name: getattr(template, name) for name in SECTIONS}, rows=rows)


def from_answer(answer: Answer, citations: Iterable[AnswerCitation], *, keeps_days: bool) -> EditorState:
    """What an earlier answer brings. Its days stay where it is corrected (``keeps_days``); in another case everything is read
    on today's law, until the lawyer says otherwise."""
    return EditorState(
        words={name: getattr(answer, name) for name in SECTIONS},
        rows=tuple(_row_of_citation(row, keeps_days) for row in citations),
    )


def _row_of_citation(row: AnswerCitation, keeps_days: bool) -> CitationRow:
    was = place_of(row) if row.instrument_slug else None
    made = CitationRow(
        words=was.words if was is not None else "",
        was=was,
        quote=row.quote,
        outside_title=row.outside_title,
        outside_number=row.outside_number,
        outside_url=row.outside_url,
    )
    if not keeps_days or row.cited_on == CitedOn.TODAY:
        return made
    day = row.read_on
    return replace(made, cited_on=row.cited_on, read_on=day, day_typed=day.isoformat(), date_reason=row.date_reason)


def _row_of_post(data: Any, prefix: str) -> CitationRow:
    typed = str(data.get(f"{prefix}-read_on", "")).strip()[:20]
    try:
        stored = json.loads(data.get(f"{prefix}-words-was") or "null")
    except ValueError:
        stored = None
    return CitationRow(
        words=str(data.get(f"{prefix}-words", "")).strip()[:200],
        was=place_of_json(stored),
        accepts=bool(data.get(f"{prefix}-words-accepts")),
        cited_on=str(data.get(f"{prefix}-cited_on") or CitedOn.TODAY)[:10],
        read_on=_day(typed),
        day_typed=typed,
        **{name: str(data.get(f"{prefix}-{name}", ""))[:LONGEST].replace("\r\n", "\n") for name in _TYPED},
    )


def _row_as_json(row: CitationRow) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in ("words", "accepts", "cited_on", "day_typed", *_TYPED)}
    return {**kept, "was": row.was.as_json() if row.was is not None else None}


def _row_of_json(stored: Any) -> CitationRow:
    typed = str(stored.get("day_typed", ""))
    return CitationRow(
        words=str(stored.get("words", "")),
        was=place_of_json(stored.get("was")),
        accepts=bool(stored.get("accepts")),
        cited_on=str(stored.get("cited_on") or CitedOn.TODAY),
        read_on=_day(typed),
        day_typed=typed,
        **{name: str(stored.get(name, "")) for name in _TYPED},
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _number(typed: Any) -> int:
    return int(typed) if str(typed).isascii() and str(typed).isdigit() else 0
