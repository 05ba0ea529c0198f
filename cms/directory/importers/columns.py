"""The columns of an import: their names (the glossary's identifiers, or the Chinese headings), and how a cell is read.

What a cell may not hold is said in plain Chinese. An identity number is refused in any column, and never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cms.directory.models import Entry, Institution, Practitioner
from cms.directory.models.enums import EntryStatus, InstitutionKind, PractitionerKind
from portal.common.chinese_ids import contains_identity_number, is_credit_code, normalised_credit_code

CLEAR = "〔清空〕"
"""Written into a cell, it empties the field; an empty cell leaves the field as it is."""
LONGEST_NUMBER = 10**15
"""Spreadsheets keep fifteen digits of a number: a longer one has lost its end."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_SEPARATORS = re.compile(r"[、，,;；\s]+")
_url = URLValidator(schemes=["http", "https"])


class CellError(ValueError):
    """What is wrong with a cell, for the person who filled it in."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that cells may use: topics by code and by name → code, in the order of topics."""

    topics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Chinese headings, for which models, and how a cell is read."""

    name: str
    headings: tuple[str, ...]
    models: tuple[type[Entry], ...]
    read: Callable[[str, Vocabulary], Any]
    is_entry_field: bool = True


def text(longest: int) -> Callable[[str, Vocabulary], str]:
    """A text of one line."""

    def read(cell: str, _words: Vocabulary) -> str:
        plain = " ".join(cell.split())
        if len(plain) > longest:
            raise CellError(_("超过%(number)d个字。") % {"number": longest})
        return plain

    return read


def lines(longest: int) -> Callable[[str, Vocabulary], str]:
    """A text of several lines."""

    def read(cell: str, _words: Vocabulary) -> str:
        plain = "\n".join(line.strip() for line in cell.splitlines() if line.strip())
        if len(plain) > longest:
            raise CellError(_("超过%(number)d个字。") % {"number": longest})
        return plain

    return read


def names(cell: str, _words: Vocabulary) -> str:
    """Several names, a line each or separated by 、 or ；."""
    return "\n".join(name.strip() for name in re.split(r"[\n、；;]+", cell) if name.strip())


def number(cell: str, _words: Vocabulary) -> str:
    """A licence number: no gaps; a letter of a code is a capital."""
    plain = "".join(cell.split()).upper()
    if len(plain) > 40:
        raise CellError(_("超过%(number)d个字。") % {"number": 40})
    return plain


def code(cell: str, _words: Vocabulary) -> str:
    """A credit code with the right check character."""
    plain = normalised_credit_code(cell)
    if len(plain) != 18:
        raise CellError(_("统一社会信用代码应为18位。"))
    if not is_credit_code(plain):
        raise CellError(_("统一社会信用代码的校验码不对，请核对。"))
    return plain


def day(cell: str, _words: Vocabulary) -> date:
    """A date: 2019-03-04, 2019/3/4, 2019年3月4日."""
    found = _DATE.fullmatch(cell.strip())
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise CellError(_("日期应写作2019-03-04。")) from None


def address(cell: str, _words: Vocabulary) -> str:
    """An address of the web."""
    try:
        _url(cell.strip())
    except ValidationError:
        raise CellError(_("网址应以https://或者http://开头。")) from None
    if len(cell.strip()) > 300:
        raise CellError(_("超过%(number)d个字。") % {"number": 300})
    return cell.strip()


def degrees(most: int) -> Callable[[str, Vocabulary], Decimal]:
    """A latitude or longitude."""

    def read(cell: str, _words: Vocabulary) -> Decimal:
        try:
            value = Decimal(cell.strip()).quantize(Decimal("0.000001"))
        except InvalidOperation:
            raise CellError(_("应为小数，例如39.904200。")) from None
        if abs(value) > most:
            raise CellError(_("应在%(least)d和%(most)d之间。") % {"least": -most, "most": most})
        return value

    return read


def topics(cell: str, words: Vocabulary) -> str:
    """Fields of practice by name or code; gives the codes as they are stored."""
    codes = set()
    for word in filter(None, _SEPARATORS.split(cell)):
        if word not in words.topics:
            raise CellError(_("没有“%(word)s”这一专题。") % {"word": word})
        codes.add(words.topics[word])
    order = list(dict.fromkeys(words.topics.values()))
    return " ".join(sorted(codes, key=order.index))


def languages(cell: str, _words: Vocabulary) -> str:
    """Languages, separated by 、."""
    return text(200)("、".join(filter(None, _SEPARATORS.split(cell))), _words)


def _choice(choices: Any) -> Callable[[str, Vocabulary], str]:
    by_word = {str(word): value for value, label in choices.choices for word in (value, label)}

    def read(cell: str, _words: Vocabulary) -> str:
        found = by_word.get("".join(cell.split()))
        if found is None:
            raise CellError(_("只能填写：%(words)s。") % {"words": "、".join(map(str, choices.labels))})
        return str(found)

    return read


BOTH: tuple[type[Entry], ...] = (Institution, Practitioner)
FIRMS: tuple[type[Entry], ...] = (Institution,)
PEOPLE: tuple[type[Entry], ...] = (Practitioner,)
_KINDS = {
    str(word): (model, value)
    for model, kinds in ((Institution, InstitutionKind), (Practitioner, PractitionerKind))
    for value, label in kinds.choices
    for word in (value, label)
}

COLUMNS: tuple[Column, ...] = (
    Column("name", ("名称", "姓名"), BOTH, text(200)),
    Column("unified_social_credit_code", ("统一社会信用代码",), FIRMS, code),
    Column("licence_number", ("执业证号", "许可证号", "执业证号或者许可证号"), BOTH, number),
    Column("former_names", ("曾用名",), FIRMS, names),
    Column("founded_on", ("成立时间",), FIRMS, day),
    Column("registered_address", ("住所",), FIRMS, text(300)),
    Column("district", ("所在区",), FIRMS, text(40)),
    Column("telephone", ("电话",), FIRMS, text(100)),
    Column("opening_hours", ("办公时间",), FIRMS, text(200)),
    Column("website", ("网站",), FIRMS, address),
    Column("map_url", ("地图链接",), FIRMS, address),
    Column("latitude", ("纬度",), FIRMS, degrees(90)),
    Column("longitude", ("经度",), FIRMS, degrees(180)),
    Column("first_licensed_on", ("首次执业日期",), PEOPLE, day),
    Column("biography", ("公开简介",), PEOPLE, lines(2000)),
    Column("languages", ("服务语言",), BOTH, languages),
    Column("topics", ("业务领域",), BOTH, topics),
    Column("other_fields", ("其他业务领域",), BOTH, text(300)),
    Column("status", ("是否公开",), BOTH, _choice(EntryStatus)),
    Column("ceased_on", ("注销或者终止日期",), BOTH, day),
    Column("source_name", ("来源",), BOTH, text(200)),
    Column("source_url", ("来源网址",), BOTH, address),
    Column("institution", ("执业机构",), PEOPLE, text(200), is_entry_field=False),
    Column("institution_code", ("执业机构统一社会信用代码",), PEOPLE, code, is_entry_field=False),
    Column("role", ("职务",), PEOPLE, text(60), is_entry_field=False),
    Column("affiliated_on", ("到所日期", "入职日期"), PEOPLE, day, is_entry_field=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
BY_HEADING = {word: column.name for column in COLUMNS for word in (column.name, *column.headings)} | {
    "kind": "kind",
    "类别": "kind",
}
NEVER_CLEARED = frozenset({"name", "status", "institution", "institution_code", "affiliated_on", "role"})
NULL_WHEN_CLEARED = frozenset(
    {
        "unified_social_credit_code",
        "licence_number",
        "founded_on",
        "first_licensed_on",
        "ceased_on",
        "latitude",
        "longitude",
    }
)


def kind_of(cell: str) -> tuple[type[Entry], str]:
    """The model and the kind that a line is about; raises CellError."""
    found = _KINDS.get("".join(cell.split()))
    if found is None:
        raise CellError(_("没有这一类别，请填写例如“律师事务所”“律师”。"))
    return found


def read_cell(column: Column, cell: str, words: Vocabulary) -> Any:
    """Read a cell that is not empty; raises CellError."""
    if contains_identity_number(cell):
        raise CellError(_("像是身份证件号码，名录从不保存，请删去。"))
    if cell.strip() == CLEAR:
        if column.name in NEVER_CLEARED:
            raise CellError(_("这一列不能清空。"))
        return None if column.name in NULL_WHEN_CLEARED else ""
    return column.read(cell, words)
