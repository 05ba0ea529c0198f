"""What is particular to one asker: it must not stand in an answer that all of them read (article 30).

Words that every asker of the answer wrote themselves tell none of them anything of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.common.redaction import Kind, find_personal_data
from portal.common.redaction_names import is_name
from portal.consultations.models import AddedFact, Consultation

_BETWEEN = re.compile(r"[、，,；;。/\s（）()]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?[万千百]?元|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_LEAST_OF_A_PARTY = 4
"""Characters of what was typed as the other side that are looked for, where it is neither a name nor a firm."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an answer says that not all its readers wrote: ``words`` must go; ``figures`` are looked at by the lawyer."""

    words: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


def particulars_in(answer: str, cases: Sequence[Consultation]) -> Particulars:
    """What of an answer is particular to some of the cases (one query), by the rules of redaction, in the words of any of them
    and in those of the answer itself. Telephones in an answer are judged by the rules of answers: those of authorities pass."""
    told = dict(zip((case.pk for case in cases), texts_of(cases), strict=True))
    everywhere = [f"{text}\n{case.other_side}" for case, text in zip(cases, told.values(), strict=True)]
    words = {word for case in cases for word in _words_of(told[case.pk], case.other_side)}
    words |= {one.words(answer) for one in find_personal_data(answer, set(Kind) - {Kind.PHONE, Kind.ORGANISATION})}
    return Particulars(
        tuple(_not_of_all(sorted(words), answer, everywhere)),
        tuple(_not_of_all(dict.fromkeys(_FIGURE.findall(answer)), answer, everywhere, unless_nobodys=True)),
    )


def texts_of(cases: Sequence[Consultation]) -> list[str]:
    """Everything each asker wrote of their matter, in the order of the cases: one query."""
    added: dict[int, list[str]] = {}
    for fact in AddedFact.objects.filter(consultation__in=cases).exclude(kind="asked"):
        added.setdefault(fact.consultation_id, []).append(fact.text)
    return ["\n".join((case.question, case.wanted, *added.get(case.pk, ()))) for case in cases]


def _words_of(text: str, other_side: str) -> Iterator[str]:
    for one in find_personal_data(f"{text}\n{other_side}", Kind):
        yield one.words(f"{text}\n{other_side}")
    for piece in _BETWEEN.split(other_side):
        if is_name(piece) or len(piece) >= _LEAST_OF_A_PARTY:
            yield piece


def _not_of_all(
    words: Iterable[str], answer: str, everywhere: Sequence[str], *, unless_nobodys: bool = False
) -> Iterator[str]:
    for word in words:
        count = sum(word in text for text in everywhere)
        if len(word) > 1 and word in answer and count < len(everywhere) and not (unless_nobodys and not count):
            yield word
