"""Files to begin with: the columns of a kind with an invented example, as CSV, XLSX or Markdown."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.editorial.admin.imports.words import csv_bytes
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.importers.columns import COLUMNS, Column, label_of

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
}
LEFT_OUT = frozenset({"category", "text", "answer", "published_on", "last_reviewed_on"})
"""Columns that are understood but not offered: the page has a better one."""
EXAMPLES = {
    "id": "1",
    "title": "示例：租房押金不退怎么办？",
    "summary": "示例：搬走后应当按时退还。",
    "topics": "房产",
    "keywords": "押金；租房",
    "articles": "示范市住房租赁条例第八条",
    "source_name": "示例来源",
    "author_name": "示例作者",
    "question": "示例：房东说墙脏了，要扣全部押金。",
    "short_answer": "示例：没有理由不能扣。",
    "detail": "## 示例小标题\n\n示例正文。\n\n- 示例一\n- 示例二",
    "next_steps": "1. 示例：收好合同。\n2. 示例：申请调解。",
    "court": "示范市示范区人民法院",
    "case_number": "（2025）示民初1号",
    "decided_on": "2025-03-04",
    "is_guiding": "否",
    "facts": "示例：甲租乙的房屋……",
    "ruling": "示例：判决乙退还押金。",
    "reasoning": "示例：正常使用的痕迹不是损坏。",
    "rule_drawn": "示例：押金按真实的损失扣。",
    "instruments": "示范市住房租赁条例",
    "body": "## 示例小标题\n\n示例正文。",
    "service_kind": "法律援助",
    "purpose": "示例：请律师不花钱。",
    "materials": "- 示例：身份证件：原件和一份复印件",
    "steps": "1. 示例：提出申请：到窗口填表",
    "duration": "示例：七天内决定",
    "fee": "不收费",
    "institution": "名录中机构的名称或者统一社会信用代码",
    "notice_kind": "通知",
}


def offered(kind: str) -> list[Column]:
    """The columns of a kind that a template has."""
    return [column for column in COLUMNS[kind] if column.name not in LEFT_OUT]


def template_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give one of the files."""
    if kind not in PAGE_MODELS or form not in TYPES:
        raise Http404
    columns = offered(kind)
    table = [[label_of(kind, column) for column in columns], [EXAMPLES.get(column.name, "") for column in columns]]
    content = (
        _markdown(kind, columns) if form == "md" else csv_bytes(iter(table)) if form == "csv" else _workbook(table)
    )
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{kind}-template.{form}"'
    return answer


def _markdown(kind: str, columns: list[Column]) -> bytes:
    lines = [f"# {EXAMPLES['title']}", ""]
    for column in columns:
        if column.is_text or column.name in ("summary", "topics", "articles"):
            lines += [f"## {label_of(kind, column)}", "", EXAMPLES.get(column.name, _("（没有就删去这一节）")), ""]
    return "\n".join(lines).encode()


def _workbook(table: list[list[str]]) -> bytes:
    import openpyxl  # a large library: only who wants a workbook pays

    book = openpyxl.Workbook()
    sheet = book.active
    for row in table:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
