"""One text with one or several questions and answers → a row each. Pure.

Understood, in this order: lines 问：… and 答：…; several first-level headings; second-level headings that ask (end with ？) under
one first-level heading; else the text is one question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.editorial.importers.columns import bare, by_heading
from cms.editorial.importers.prose import cleaned
from cms.editorial.importers.rows import Row

_ASKED = re.compile(r"(?:\*\*)?(?:\d{1,3}[.、．]\s*)?问(?:题)?\s*\d{0,3}[：:]\s*(?P<text>.*\S)")
_ANSWERED = re.compile(r"(?:\*\*)?答(?:案)?[：:]\s*(?P<text>.*)")
_FIRST = re.compile(r"#\s+(?P<text>.*\S)")
_SECOND = re.compile(r"##\s+(?P<text>.*[？?])\s*")


def split_questions(text: str) -> Iterator[Row]:
    """Give a row for each question, numbered by the line at which it begins."""
    lines = cleaned(text).split("\n")
    if any(_ANSWERED.match(line.strip()) for line in lines):
        asked = [place for place, line in enumerate(lines) if _ASKED.match(line.strip())]
        if asked:
            yield from (_asked_row(begin, lines[begin:end]) for begin, end in _spans(asked, len(lines)))
            return
    first = [place for place, line in enumerate(lines) if _is_first(line.strip())]
    if len(first) > 2 and not "".join(lines[first[0] + 1 : first[1]]).strip():
        first = first[1:]  # the title of the whole file
    second = [place for place, line in enumerate(lines) if _is_question(line.strip())]
    if len(first) < 2 and second:
        yield from (Row(begin + 1, text=_raised(lines[begin:end])) for begin, end in _spans(second, len(lines)))
    elif len(first) > 1:
        yield from (Row(begin + 1, text="\n".join(lines[begin:end])) for begin, end in _spans(first, len(lines)))
    else:
        yield Row(1, text="\n".join(lines))


def _is_first(line: str) -> bool:
    """A first-level heading that is no part of an answer (Word's own first level is often used for those)."""
    return _FIRST.fullmatch(line) is not None and bare(line) not in by_heading("knowledge_qa")


def _is_question(line: str) -> bool:
    found = _SECOND.fullmatch(line)
    return found is not None and bare(found["text"]) not in by_heading("knowledge_qa")


def _spans(begins: list[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(begins, [*begins[1:], end], strict=True)


def _raised(lines: list[str]) -> str:
    """A second-level question with what stands under it, one level up."""
    return "\n".join(line[1:] if re.match(r"##+\s", line) else line for line in lines)


def _asked_row(begin: int, lines: list[str]) -> Row:
    heading = _ASKED.match(lines[0].strip())
    assert heading is not None  # the row was cut where a line matches
    question = heading["text"].strip("* ")
    asked, answered = [], None
    for place, line in enumerate(lines[1:], start=1):
        if found := _ANSWERED.match(line.strip()):
            answered = [found["text"].strip("* "), *lines[place + 1 :]]
            break
        asked.append(line)
    cells = {"title": question}
    if more := "\n".join(asked).strip():
        cells["question"] = more
    if answer := "\n".join(answered or ()).strip():
        cells["answer"] = answer
    return Row(begin + 1, cells=cells)
