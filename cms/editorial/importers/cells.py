"""How a cell is read: words in, the value of a page's field out, or what is wrong in plain Chinese. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cms.editorial.importers.prose import pieces, rich_text, stream_blocks

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_YES = frozenset({"1", "是", "true", "yes", "y", "√"})
_NO = frozenset({"0", "否", "false", "no", "n"})
_OPTIONAL = re.compile(r"[（(](?:视情况提供|视情况|可选)[）)]")
_COLON = re.compile(r"[：:]")
_url = URLValidator(schemes=["http", "https"])

Read = Callable[[str], Any]


class CellError(ValueError):
    """What is wrong with a cell, for the person who filled it in."""


def line(longest: int) -> Read:
    """A text of one line."""

    def read(cell: str) -> str:
        return _at_most(longest, " ".join(cell.split()))

    return read


def lines(longest: int) -> Read:
    """A plain text of several lines."""

    def read(cell: str) -> str:
        return _at_most(longest, "\n".join(piece.strip() for piece in cell.splitlines() if piece.strip()))

    return read


def rich(cell: str) -> str:
    """Rich text: paragraphs, lists, bold words, links."""
    return rich_text(cell)


def stream(cell: str) -> list[tuple[str, Any]]:
    """The blocks of a body."""
    return stream_blocks(cell)


def day(cell: str) -> date:
    """A date: 2019-03-04, 2019/3/4, 2019年3月4日."""
    found = _DATE.fullmatch(cell.strip())
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise CellError(_("日期应写作2019-03-04。")) from None


def yes_or_no(cell: str) -> bool:
    """Whether something is so."""
    word = cell.strip().lower()
    if word not in _YES | _NO:
        raise CellError(_("只能填写“是”或者“否”。"))
    return word in _YES


def address(cell: str) -> str:
    """An address of the web."""
    plain = cell.strip()
    try:
        _url(plain)
    except ValidationError:
        raise CellError(_("网址应以https://或者http://开头。")) from None
    return _at_most(500, plain)


def choice(choices: Any) -> Read:
    """One of the values of an enumeration, by value or by label."""
    by_word = {str(word): value for value, label in choices.choices for word in (value, label)}

    def read(cell: str) -> str:
        found = by_word.get("".join(cell.split()))
        if found is None:
            raise CellError(_("只能填写：%(words)s。") % {"words": "、".join(map(str, choices.labels))})
        return str(found)

    return read


def materials(cell: str) -> list[tuple[str, Any]]:
    """Materials, a line each: 居民身份证：原件和一份复印件（视情况提供）."""
    found = []
    for text in _items(cell):
        plain = _OPTIONAL.sub("", text)
        name, note = _halves(plain)
        value = {"name": _at_most(120, name), "note": _at_most(300, note), "is_optional": plain != text}
        found.append(("material", value))
    return found


def steps(cell: str) -> list[tuple[str, Any]]:
    """Steps, a line each: 提出申请：带齐材料到窗口."""
    found = []
    for text in _items(cell):
        title, words = _halves(text)
        found.append(("step", {"title": _at_most(60, title), "text": words}))
    return found


def words(cell: str) -> str:
    """As it stands: read by somebody else."""
    return cell.strip()


def _items(cell: str) -> list[str]:
    return [piece.text.replace("**", "") for piece in pieces(cell)]


def _halves(text: str) -> tuple[str, str]:
    found = _COLON.search(text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text.strip(), "")


def _at_most(longest: int, text: str) -> str:
    if len(text) > longest:
        raise CellError(_("超过%(number)d个字。") % {"number": longest})
    return text
