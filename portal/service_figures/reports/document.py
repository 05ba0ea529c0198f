"""A report as ``.docx``: headings, sentences, tables with bars of their own, one picture, definitions, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from portal.service_figures.dashboard import Table
from portal.service_figures.periods import day_words
from portal.service_figures.reports.content import Report, unit_words
from portal.service_figures.reports.pictures import columns

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_BAR = 16
FULL, HALF = "█", "▌"


def docx_of(report: Report, remarks: str, today: date) -> bytes:
    """The document. The same figures give the same text."""
    document = Document()
    _style(document)
    title = _("法律咨询服务月报（%(month)s）") % {"month": report.period.words}
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.language = "zh-CN"
    document.core_properties.created = document.core_properties.modified = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - a document knows no zone
    document.add_heading(title, level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(_("制作日期：%(day)s") % {"day": day_words(today)})
    if report.is_running:
        document.add_paragraph(_("本月还没有过完，以下是截至制作时的数据。"))
    document.add_heading(_("一、概况"), level=1)
    for sentence in report.summary:
        document.add_paragraph(sentence).paragraph_format.first_line_indent = Pt(24)
    document.add_heading(_("二、主要数据"), level=1)
    _headlines(document, report)
    document.add_heading(_("三、分项数据"), level=1)
    for number, table in enumerate(report.tables, 1):
        document.add_heading(f"{number}. {table.panel.title}", level=2)
        if table.panel.name == "volume":
            _picture(document, table)
        _panel(document, table)
    document.add_heading(_("四、数据说明"), level=1)
    document.add_paragraph(_("没有同意汇总统计的咨询不在内。不同时间制作的月报，数据可能因咨询的后续办理而不同。"))
    for measure in report.definitions:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{measure.label}").bold = True
        line.add_run(_("：%(text)s") % {"text": measure.definition})
    document.add_heading(_("五、补充说明"), level=1)
    for line_of_text in remarks.splitlines() or [_("无。")]:
        document.add_paragraph(line_of_text)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _style(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体" if name == "Normal" else "黑体")
    document.styles["Normal"].font.size = Pt(12)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.4)


def _headlines(document: Any, report: Report) -> None:
    rows = [
        [
            unit_words(line.now.measure),
            line.now.words,
            line.before.words,
            line.change,
            line.year_before.words,
            line.year_change,
        ]
        for line in report.dashboard.headlines
    ]
    _table(document, [_("项目"), _("本月"), _("上月"), _("比上月"), _("去年同期"), _("比去年同期")], rows)


def _panel(document: Any, table: Table) -> None:
    drawn = bool(table.panel.drawn) and table.panel.by != "time"
    longest = max((line.figures[0].value or 0 for line in table.lines), default=0)
    rows = [
        [
            line.label,
            *(figure.words for figure in line.figures),
            *([_bar(line.figures[0].value or 0, longest)] if drawn else []),
        ]
        for line in table.lines
        if any(figure.value is not None for figure in line.figures)
    ]
    heads = [str(table.dimension.label), *(unit_words(measure) for measure in table.measures)]
    _table(
        document, [*heads, *([_("图示：%(measure)s") % {"measure": table.measures[0].label}] if drawn else [])], rows
    )


def _bar(value: float, longest: float) -> str:
    halves = round(value * LONGEST_BAR * 2 / longest) if longest else 0
    return FULL * (halves // 2) + HALF * (halves % 2)


def _picture(document: Any, table: Table) -> None:
    values = [int(line.figures[0].value or 0) for line in table.lines]
    drawn = document.add_picture(BytesIO(columns(values)), width=Cm(15))
    said = _("每天提出的咨询件数，横轴是日期，纵轴是件数；各日的数字在下表。")
    drawn._inline.docPr.set("descr", said)
    document.add_paragraph(_("图：%(text)s") % {"text": said})


def _table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    # Heads again on each page that a table runs over.
    properties = made.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    _fill(made.rows[0].cells, heads, is_head=True)
    for row in rows:
        _fill(made.add_row().cells, row)


def _fill(cells: Sequence[Any], words: Sequence[str], *, is_head: bool = False) -> None:
    for place, (cell, said) in enumerate(zip(cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(said)
        run.font.size = Pt(10)
        run.bold = is_head
        if place and not is_head and not said.startswith((FULL, HALF)):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
