"""The exact page from a case and its redaction map, and what the rules still find in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from portal.common.clock import SHANGHAI
from portal.common.redaction import LABELS, Kind
from portal.common.redaction_wide import Mark, find_wide
from portal.consultations.models import Answer, AnswerCitation
from portal.public_board.content import PublicAnswer, PublicCitation, PublicPage
from portal.public_board.parts import Source

LONGEST_TITLE = 40
_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSE = re.compile(r"[，,；;]")
_NO_TITLE = re.compile(
    r"(?:您好|你好|律师(?:您|你)?好|请问(?:一下)?|想咨询(?:一下)?)$|(?:我叫|本人|我是)[\u4e00-\u9fff]{1,2}某(?:[甲乙丙丁戊己庚辛壬癸]|\d+)$|[^〔]{0,8}〔[^〕]*〕$"
)
"""Clauses that say nothing of the matter: a greeting, who asks, a number or an address that is hidden."""
_WEB = re.compile(r"^https?://[^\s]+$")


def hidden(text: str, marks: Iterable[Mark]) -> str:
    """A text with labels in the place of what is hidden. ``marks`` are of this text, in order, without overlaps."""
    shown, last = [], 0
    for mark in marks:
        shown += [text[last : mark.start], mark.label]
        last = mark.end
    return "".join([*shown, text[last:]])


def compose(source: Source, marks: Sequence[Mark]) -> PublicPage:
    """The page as it would be public: nothing of the case but what stands in its parts, the days, the topic's place and the
    codes of those who answered."""
    by_part: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        by_part.setdefault(mark.part, []).append(mark)
    shown = {part.name: hidden(part.text, by_part.get(part.name, ())) for part in source.parts}
    case = source.case
    answered = source.answers[-1].sent_at.astimezone(SHANGHAI).date().isoformat() if source.answers else ""
    return PublicPage(
        title=title_of(shown["question"]),
        question=shown["question"],
        facts=tuple(text for name, text in shown.items() if name.startswith("fact:")),
        answers=tuple(_answer(answer, source, shown) for answer in source.answers),
        files=tuple(text for name, text in shown.items() if name.startswith("file:")),
        asked_on=case.submitted_at.astimezone(SHANGHAI).date().isoformat(),
        law_on=answered,
    )


def title_of(question: str) -> str:
    """The beginning of a question that is redacted already: whole clauses, without greetings, who asks, or a hidden number;
    never cut inside a label."""
    first = _SENTENCE.split(question.strip(), maxsplit=1)[0].strip()
    clauses = [one.strip() for one in _CLAUSE.split(first) if one.strip()]
    told = [one for one in clauses if not _NO_TITLE.match(one)] or clauses
    title = ""
    for clause in told:
        longer = f"{title}，{clause}" if title else clause
        if len(longer) > LONGEST_TITLE:
            break
        title = longer
    return title or _cut(told[0] if told else first)


def _cut(clause: str) -> str:
    """One clause that is too long by itself."""
    if len(clause) <= LONGEST_TITLE:
        return clause
    cut = clause[:LONGEST_TITLE]
    if cut.count("〔") > cut.count("〕"):
        cut = cut[: cut.rindex("〔")]
    return f"{cut}…"


def as_spans(marks: Iterable[Mark], by: Mapping[tuple[str, int, int], str]) -> str:
    """The redaction map as it is kept; ``by`` says where a person marked ("person"), else the rules did."""
    rows = [{**asdict(mark), "by": by.get((mark.part, mark.start, mark.end), "rule")} for mark in marks]
    return json.dumps(rows, ensure_ascii=False)


def marks_of(spans: str) -> tuple[Mark, ...]:
    """The redaction map as it was kept."""
    return tuple(
        Mark(row["part"], row["start"], row["end"], Kind(row["kind"]), row["label"]) for row in json.loads(spans)
    )


@dataclass(frozen=True, slots=True)
class Left:
    """Something that still looks like a person's, in the redacted page."""

    words: str
    label: str
    before: str
    after: str


def left_in(page: PublicPage) -> tuple[Left, ...]:
    """What the rules, at their most suspicious, still find in a redacted page; each words once."""
    found: dict[str, Left] = {}
    for text in texts_of(page):
        for one in find_wide(text):
            words = one.words(text)
            around = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 12]
            found.setdefault(words, Left(words, LABELS[one.kind], *around))
    return tuple(found.values())


def texts_of(page: PublicPage) -> Iterator[str]:
    """Everything of a page that somebody wrote."""
    yield page.question
    yield from page.facts
    for answer in page.answers:
        yield from (answer.further, answer.conclusion, answer.legal_basis, answer.reasoning, answer.next_steps)
        yield from (cited.written for cited in answer.citations if not cited.slug)
    yield from page.files


def _answer(answer: Answer, source: Source, shown: Mapping[str, str]) -> PublicAnswer:
    further = source.further.get(answer.pk)
    section = {
        name: shown.get(f"answer:{answer.pk}:{name}", "")
        for name in ("conclusion", "legal_basis", "reasoning", "next_steps")
    }
    return PublicAnswer(
        kind=str(answer.kind),
        staff_code=answer.author.code if answer.author is not None else "",
        answered_on=answer.sent_at.astimezone(SHANGHAI).date().isoformat(),
        citations=tuple(_citation(row, shown) for row in answer.citations.all()),
        further=shown[f"further:{further.pk}"] if further is not None else "",
        **section,
    )


def _citation(row: AnswerCitation, shown: Mapping[str, str]) -> PublicCitation:
    slug, written = row.instrument_slug, row.written
    url = ""
    if not slug:
        name = f"citation:{row.pk}"
        is_same = shown[name] == (row.written or row.outside_title)
        written = shown[name]
        given = row.outside_url
        # An address may carry what was hidden in the title, or lead to a person's own page.
        url = given if is_same and _WEB.match(given) and not find_wide(given) else ""
    return PublicCitation(
        written=written,
        slug=slug,
        locator=row.locator,
        read_on=row.read_on.isoformat(),
        digest=row.digest,
        url=url,
    )
