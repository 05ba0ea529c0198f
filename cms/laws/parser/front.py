"""The front of a text: its title line and the lines of dates and numbers before the law itself begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cms.laws.parser import headings
from cms.laws.parser.lines import Line, is_info_end, split_line, with_lost_breaks
from cms.laws.parser.points import point_start
from portal.common.numbering import match_article_label

_LONGEST_TITLE = 120
_DATE = re.compile(r"(?:[0-9０-９]{4}|[一二三四五六七八九〇零○]{4})\s*年")
_ACT = re.compile(r"通过|公布|发布|施行|修订|修正|修改|批准|颁布|生效|废止|第.{1,12}号|〔|［|\[")
_NUMBER_LINE = re.compile(
    r"^[（(]?\S{1,20}[〔［\[]\d{4}[〕］\]]\s*第?\d+\s*号[）)]?$|^第?\s*[0-9０-９一二三四五六七八九十百〇零]+\s*号$"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What was split off: the title, the lines of the head, and the lines of the law itself."""

    title: str
    head: tuple[str, ...]
    body: tuple[Line, ...]


def split_front(source: str) -> Front:
    """Split a source (already in NFC) into title, head and body.

    With an INFO END line everything before it is title and head. Without one, the title is the first line unless the
    law begins there already, and the head is what follows it as long as it tells of dates, numbers and acts.
    """
    before: list[Line] = []
    lines: list[Line] = []
    marked = False
    for raw in source.splitlines():
        if not marked and is_info_end(raw):
            before, lines, marked = lines, [], True
            continue
        if is_info_end(raw):
            continue
        line = split_line(raw)
        if line.text:
            lines.append(line)
    if marked:
        title, head = (before[0].text, before[1:]) if before else ("", [])
        body = lines
    else:
        title, head, body = _unmarked_front(lines)
    return Front(title, tuple(line.text for line in head), tuple(_restored(body)))


def _restored(body: Sequence[Line]) -> list[Line]:
    return [piece for line in body for piece in with_lost_breaks(line)]


def _unmarked_front(lines: Sequence[Line]) -> tuple[str, list[Line], list[Line]]:
    if not lines or not _is_title(lines[0]):
        return "", [], list(lines)
    end, bracketed = 1, False
    while end < len(lines) and (bracketed or _is_head(lines[end])):
        text = lines[end].text
        # A bracket may run over several lines: （…通过　根据…修正）.
        opened, closed = (
            text.count("（") + text.count("("),
            text.count("）") + text.count(")"),
        )
        if opened != closed:
            bracketed = opened > closed
        if bracketed and end > 20:
            return lines[0].text, [], list(lines[1:])
        end += 1
    return lines[0].text, list(lines[1:end]), list(lines[end:])


def _is_title(line: Line) -> bool:
    if line.depth == 1:
        return True
    return (
        not line.depth
        and len(line.text) <= _LONGEST_TITLE
        and not line.text.endswith(("。", "；", "：", "，"))
        and not _begins_law(line)
    )


def _is_head(line: Line) -> bool:
    if line.depth > 1 or _begins_law(line):
        return False
    if line.depth == 1 or _NUMBER_LINE.match(line.text):
        return True
    return bool(_DATE.search(line.text[:40]) and _ACT.search(line.text)) and (
        line.text[0] in "（(" or not line.text.endswith(("。", "：", "；"))
    )


def _begins_law(line: Line) -> bool:
    return (
        match_article_label(line.text) is not None
        or headings.division(line) is not None
        or headings.annex(line) is not None
        or headings.is_contents(line)
        or point_start(line.text) is not None
        or line.text.startswith("|")
        or line.is_unseen
    )
