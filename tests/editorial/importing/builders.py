"""Files as people bring them, and bringing them in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cms.core.site_builder import build_site
from cms.editorial.importers.reading import read_file
from cms.editorial.importers.report import Report, Status
from cms.editorial.importers.run import run_import
from cms.editorial.sections import SectionIndexPage
from tests.laws.builders import instrument, law_text, published

TODAY = date(2026, 3, 10)
QUESTION = {
    "id": 7,
    "question": "示范：试用期被辞退有补偿吗？",
    "keywords": "试用期；示范补偿",
    "articles": ["示范用工法第二条", "中华人民共和国示范用工法第三条"],
    "answer": "您好，要看原因。\n单位证明不了的，应当赔偿。",
}
CASE = """# 示范：借伞不还案

## 基本案情

甲借乙的伞，一年不还。

## 裁判结果

示范市示范区人民法院于2025年3月4日作出（2025）示民初1号民事判决：甲还伞。

## 裁判理由

借了应当还。

## 典型意义

诚信从小事做起。
"""


def jsonl(folder: Path, rows: Sequence[Mapping[str, Any] | str], name: str = "问答.jsonl") -> Path:
    """Write a line a row; a string goes in as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def table(folder: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", name: str = "问答.csv") -> Path:
    """Write a CSV file."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    path = folder / name
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def workbook(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], name: str = "问答.xlsx") -> Path:
    """Write an XLSX file."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def word(folder: Path, lines: Sequence[tuple[str, str]], name: str = "问答.docx") -> Path:
    """Write a Word file of ``(style, text)``; "" is running text."""
    import docx

    document = docx.Document()
    for style, text in lines:
        document.add_paragraph(text, style=style or None)
    path = folder / name
    document.save(str(path))
    return path


def folder_of(folder: Path, manifest: Sequence[Sequence[str]], texts: Mapping[str, str]) -> Path:
    """Write a manifest folder."""
    made = folder / "示范案例"
    made.mkdir(exist_ok=True)
    table(made, manifest, name="manifest.csv")
    for name, text in texts.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return made


def bring_in(path: Path, kind: str = "knowledge_qa", today: date = TODAY, **options: Any) -> Report:
    """Read and import a file; the site is built when there is none."""
    if not SectionIndexPage.__subclasses__()[0].objects.exists():
        build_site()
    return run_import(read_file(path, kind), today=today, **options)


def statuses(report: Report) -> list[str]:
    """What happened to each row."""
    return [Status(row.status).value for row in report.rows]


def demo_law(title: str = "示范用工法") -> None:
    """A public law of three articles, for citations."""
    published(instrument(title=title), law_text(title, ["第一条的话。", "第二条的话。", "第三条的话。"]))
