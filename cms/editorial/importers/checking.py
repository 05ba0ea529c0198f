"""A row → what its page would hold, with everything that is wrong with it. Pure: asks the database nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.editorial.importers.answers import split_answer, split_question
from cms.editorial.importers.articles import article_words
from cms.editorial.importers.case_facts import case_facts
from cms.editorial.importers.cells import CellError
from cms.editorial.importers.columns import Column, columns_of, label_of
from cms.editorial.importers.prose import characters, plain_text
from cms.editorial.importers.report import ReportRow
from cms.editorial.importers.rows import ImportFile, Row
from cms.editorial.importers.sections import read_parts
from portal.common.chinese_ids import contains_identity_number, without_identity_numbers

NEEDED = {
    "knowledge_qa": ("short_answer",),
    "typical_case": ("facts",),
    "expert_reading": ("body",),
    "news_article": ("body",),
    "service_guide": ("service_kind", "purpose"),
    "institution_notice": ("institution", "body"),
}
_SHOWN_OTHERWISE = "引用（视情况提供）（可选）（视情况）()：:——【】"
"""Signs that a page shows in a way of its own: an optional material, a step and its text, who said something."""


@dataclass(slots=True)
class Draft:
    """What a row says of a page. ``values`` are fields as they are; topics, articles, instruments and the institution are still
    words (``resolving``). ``notes`` are for the editor who looks at the page."""

    kind: str
    report: ReportRow
    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    key: str = ""
    published_on: date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title; "" while a row has none."""
        return str(self.values.get("title", ""))


def check_rows(file: ImportFile) -> list[Draft]:
    """Read every row; those with errors have them in their report row and are not written."""
    drafts = [_check(row, file) for row in file.rows]
    _refuse_repeated(drafts)
    return drafts


def title_key(title: str) -> str:
    """A title as it is compared."""
    return re.sub(r"[\s?？!！。，,、“”\"'‘’《》〈〉]+", "", title).lower()


def _check(row: Row, file: ImportFile) -> Draft:
    draft = Draft(file.kind, ReportRow(row.number, row.place))
    report = draft.report
    if row.problem:
        report.title = without_identity_numbers(row.cells.get("title") or row.cells.get("question", ""))[:200]
        report.fail("", row.problem)
        return draft
    source = "\n".join([row.text, *_running(row)])
    if contains_identity_number(source) or any(map(contains_identity_number, row.cells.values())):
        report.title = without_identity_numbers(row.cells.get("title", ""))[:200]
        report.fail("", _("内容里像是有身份证件号码，请隐去后再导入。"))
        return draft
    cells, absorbed = _cells(row, file.kind)
    _read_cells(cells, draft)
    _require(draft)
    report.title = draft.title[:200]
    draft.key = _key(cells.get("id", "") or row.place * bool(row.text), cells.get("source_name", ""), draft, file)
    _count(source, absorbed, draft)
    return draft


def _running(row: Row) -> Iterator[str]:
    """The cells that hold what is read."""
    for name, cell in row.cells.items():
        if name in ("title", "question", "answer", "text") or name in _TEXT_COLUMNS:
            yield cell


_TEXT_COLUMNS = frozenset(
    column.name for kind in NEEDED for column in columns_of(kind).values() if column.is_text and column.is_field
)


def _cells(row: Row, kind: str) -> tuple[dict[str, str], list[str]]:
    """The cells of a row with those its running text holds; a cell of its own goes before what the text says."""
    text = row.text or row.cells.pop("text", "")
    cells, absorbed = dict(row.cells), []
    if text:
        parts = read_parts(kind, text, cells.get("title", ""))
        for name, cell in parts.cells.items():
            if name in cells and columns_of(kind)[name].is_text:
                cells[name] = f"{cells[name]}\n\n{cell}"
            else:
                cells.setdefault(name, cell)
        if parts.title:
            cells["title"] = parts.title
        absorbed = parts.absorbed
    if kind == "knowledge_qa":
        split_question(cells)
        split_answer(cells)
    elif kind == "typical_case":
        for name, value in case_facts(cells, text, row.place).items():
            cells.setdefault(name, value)
    return cells, absorbed


def _read_cells(cells: dict[str, str], draft: Draft) -> None:
    for name, cell in cells.items():
        column = columns_of(draft.kind)[name]
        if not cell.strip():
            continue
        try:
            value = column.read(cell)
        except CellError as error:
            draft.report.fail(name, f"{label_of(draft.kind, column)}：{error}")
            continue
        if name == "published_on":
            draft.published_on = value
        elif column.is_field:
            draft.values[name] = value
        else:
            draft.words[name] = value


def _require(draft: Draft) -> None:
    failed = {error["column"] for error in draft.report.errors}
    if not draft.title and "title" not in failed:
        draft.report.fail("title", _("没有标题。") if draft.kind != "knowledge_qa" else _("没有问题。"))
    for name in NEEDED[draft.kind]:
        if not draft.values.get(name) and not draft.words.get(name) and name not in failed:
            column: Column = columns_of(draft.kind)[name]
            draft.report.fail(name, _("没有“%(name)s”。") % {"name": label_of(draft.kind, column)})
    if draft.values.get("guiding_number") and not draft.values.setdefault("is_guiding", True):
        draft.report.fail("guiding_number", _("不是指导性案例的，不填编号。"))


def _key(number: str, source: str, draft: Draft, file: ImportFile) -> str:
    """What the page is known by: the number a source gave it (or its path in a folder), else its title."""
    if number:
        source = source or Path(file.name).stem
        key = f"{source}#{number}"
        return key if len(key) <= 120 else f"{source[:60]}#{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    return f"title:{hashlib.sha256(title_key(draft.title).encode()).hexdigest()[:40]}"


def _refuse_repeated(drafts: list[Draft]) -> None:
    """Two rows about the same page: the second is left out, for nobody knows which is right."""
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.report.errors:
            continue
        for identity in (draft.key, f"title:{title_key(draft.title)}"):
            first = seen.setdefault(identity, draft.report.row)
            if first != draft.report.row:
                draft.report.fail("title", _("与第%(row)d行重复。") % {"row": first})
                break


def _count(source: str, absorbed: list[str], draft: Draft) -> None:
    """How many characters came, and how many are on the page; a row that would lose one fails."""
    report = draft.report
    came = characters(source)
    report.characters_in = came.total()
    there: Counter[str] = Counter()
    for text in [draft.title, *absorbed, _SHOWN_OTHERWISE * 200, *_shown(draft)]:
        there += characters(text)
    lost = came - there
    report.characters_kept = came.total() - lost.total()
    if lost and not report.errors:
        signs = "".join(sorted(lost))[:20]
        report.fail(
            "", _("有%(number)d个字没有保住（%(signs)s），没有导入。") % {"number": lost.total(), "signs": signs}
        )


def _shown(draft: Draft) -> Iterator[str]:
    for name, value in draft.values.items():
        if columns_of(draft.kind)[name].is_text or name == "title":
            yield from _words_in(value)


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield plain_text(value) if "<" in value else value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _words_in(inner)
    elif isinstance(value, list):
        for place, (kind, inner) in enumerate(value, start=1):
            yield f"{place}. " if kind == "step" else ""
            yield from _words_in(inner)


def citing_words(draft: Draft) -> list[str]:
    """The articles that a row names."""
    return article_words(draft.words.get("articles", ""))
