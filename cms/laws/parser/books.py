"""A code that comes as several files, a book each, put together to one source."""

from __future__ import annotations

from collections.abc import Sequence

from cms.laws.parser.front import Front, split_front
from cms.laws.parser.lines import INFO_END, Line, normalised, split_line, without_space
from portal.common.numbering import match_article_label, to_chinese


def join_books(sources: Sequence[tuple[str, str]]) -> str:
    """Make one source of a code from ``(title, source)`` of its books (民法典 物权编, …), in whatever order they come.

    The order is that of their articles, which are numbered through. Each book becomes a part (第二编 物权), the
    closing one (附则) stays without a number as in the official text. The head is that of the first book that has the
    most to say. Everything else is kept as it is.
    """
    books = sorted(
        ((_book_name(title, front), source, front) for title, source, front in _with_fronts(sources)),
        key=lambda book: _first_article(book[2]),
    )
    if not books:
        return ""
    head = max((front for _, _, front in books), key=lambda front: len(_head(front)))
    written = [f"# {head.title}", *_head(head), "<!-- INFO END -->"]
    number = 0
    for name, source, _ in books:
        if without_space(name) == "附则":
            written.append("# 附则")
        else:
            number += 1
            written.append(f"# 第{to_chinese(number)}编 {name}")
        written.extend(_body(source))
    return "\n\n".join(written) + "\n"


def _with_fronts(sources: Sequence[tuple[str, str]]) -> list[tuple[str, str, Front]]:
    return [(title, source, split_front(normalised(source))) for title, source in sources]


def _book_name(title: str, front: Front) -> str:
    """The book's own name, without 编: the second title line of its file, else the last word of its title."""
    name = _second_title(front) or title.split()[-1]
    return name.removesuffix("编")


def _second_title(front: Front) -> str:
    return front.head[0] if front.head and len(front.head[0]) <= 20 and "年" not in front.head[0] else ""


def _head(front: Front) -> list[str]:
    return [line for line in front.head if line != _second_title(front)]


def _body(source: str) -> list[str]:
    """The lines after the head, with their heading marks, without headings that say nothing."""
    raw = normalised(source).splitlines()
    ends = [position for position, line in enumerate(raw) if INFO_END.match(line)]
    begin = ends[0] + 1 if ends else len(raw) - _unmarked_body_length(raw)
    return [line.strip() for line in raw[begin:] if split_line(line).text]


def _unmarked_body_length(raw: Sequence[str]) -> int:
    for position, line in enumerate(raw):
        if _is_article(split_line(line)) or split_line(line).depth > 1:
            return len(raw) - position
    return 0


def _is_article(line: Line) -> bool:
    return match_article_label(line.text) is not None


def _first_article(front: Front) -> int:
    for line in front.body:
        found = match_article_label(line.text)
        if found is not None:
            return found[0].number
    return 10_000
