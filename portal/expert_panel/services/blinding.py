"""A case without anybody in it: what a reviewer reads, and what becomes a training case. Pure on texts; one map of redaction
for all of them, so that the same person has the same letter everywhere (``portal.common.redaction``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.common.redaction import Kind, apply_map, find_personal_data, redaction_map
from portal.consultations import neighbours
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.answers import SECTIONS
from portal.consultations.neighbours import Line
from portal.consultations.shown_answers import ShownAnswer, in_versions

_CODE = re.compile(r"F\d{5}[0-9A-Z]")
_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{5}-?[0-9A-HJKMNP-TV-Z]{5}-?[0-9A-Z](?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class BlindCase:
    """What was asked and answered: no number, code, name or contact in it."""

    question: str
    wanted: str
    facts: tuple[str, ...]
    further: tuple[str, ...]
    lines: tuple[Line, ...]
    topic: str
    answer: ShownAnswer


def blind_map(texts: Iterable[str], names: Iterable[str] = ()) -> dict[str, str]:
    """What is replaced by what in all of the texts: personal data, bodies, staff codes, receipt numbers, and ``names`` that
    are known beforehand."""
    joined = "\n".join(texts)
    found = redaction_map(joined, find_personal_data(joined, frozenset(Kind)))
    for name in names:
        if len(name.strip()) >= 2:
            found[name.strip()] = _("〔对方〕")
    for pattern in (_CODE, _NUMBER):
        found = {match: _("〔编号〕") for match in pattern.findall(joined)} | found
    return found


def blind_case(answer: Answer, today: date) -> BlindCase:
    """An answer and its case for a reviewer."""
    case: Any = answer.consultation
    facts, further, lines = _said_before(answer)
    (shown,) = in_versions([answer], today)
    hidden = hidden_in(answer)

    def blind(text: str) -> str:
        return apply_map(text, hidden)

    return BlindCase(
        question=blind(case.question),
        wanted=blind(case.wanted),
        facts=tuple(map(blind, facts)),
        further=tuple(map(blind, further)),
        lines=tuple(replace(line, code="", text=blind(line.text)) for line in lines),
        topic=case.topic.name if case.topic else "",
        answer=replace(
            shown,
            staff_code="",
            sections=tuple(replace(section, text=blind(section.text)) for section in shown.sections),
            late_explanation=blind(shown.late_explanation),
            correction_reason=blind(shown.correction_reason),
        ),
    )


def hidden_in(answer: Answer) -> dict[str, str]:
    """What a reviewer of an answer is not shown, and what stands in its place."""
    case: Any = answer.consultation
    facts, further, lines = _said_before(answer)
    said = [*facts, *further, *(line.text for line in lines)]
    sections = [getattr(answer, name) for name in SECTIONS]
    own = [case.question, case.wanted, *said, *sections, answer.late_explanation, answer.correction_reason]
    return blind_map(own, names_in(case))


def _said_before(answer: Answer) -> tuple[list[str], list[str], list[Line]]:
    """The facts, the 追问 and what was said live, as they were there when an answer was sent."""
    case: Any = answer.consultation
    facts = [row.text for row in case.facts.all() if row.at <= answer.sent_at]
    further = [row.text for row in case.further.all() if row.asked_at <= answer.sent_at]
    return facts, further, [line for line in neighbours.conversation(case) if line.at <= answer.sent_at]


def names_in(case: Consultation) -> list[str]:
    """Names that a case is known to hold: the other side, as the citizen gave it."""
    return [name for name in re.split(r"[、，,；;\s]+", case.other_side) if name]
