"""Files to begin an import with: the headings, and one invented line that says it is an example."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse

from cms.directory import exporting
from cms.directory.exporting import columns_of
from cms.directory.importers.columns import BY_NAME
from cms.directory.models import Entry, Institution, Practitioner
from portal.common.chinese_ids import credit_code_check_character

_CODE = "31000000MD0000001"  # of region 000000, which does not exist
EXAMPLES: dict[type[Entry], dict[str, str]] = {
    Institution: {
        "kind": "律师事务所",
        "name": "示例律师事务所（示例行，导入前请删除）",
        "unified_social_credit_code": _CODE + credit_code_check_character(_CODE),
        "licence_number": "20000202010000001",
        "founded_on": "2020-03-04",
        "registered_address": "示范市示范区法治路1号",
        "district": "示范区",
        "telephone": "000-12345678",
        "opening_hours": "周一至周五 9:00—17:00",
        "languages": "普通话、手语",
        "topics": "婚姻家庭、继承",
        "status": "公开",
        "source_name": "示范市司法局执业信息公示",
    },
    Practitioner: {
        "kind": "律师",
        "name": "示例人（示例行，导入前请删除）",
        "licence_number": "10000202110000001",
        "first_licensed_on": "2021-05-01",
        "languages": "普通话",
        "topics": "劳动人事、合同",
        "status": "公开",
        "source_name": "示范市司法局执业信息公示",
    },
}
MODELS: dict[str, type[Entry]] = {"institutions": Institution, "practitioners": Practitioner}
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def heading(column: str) -> str:
    """The Chinese heading of a column."""
    return "类别" if column == "kind" else BY_NAME[column].headings[0]


def table(model: type[Entry]) -> list[list[str]]:
    """The headings and the example."""
    columns = columns_of(model)
    return [[heading(column) for column in columns], [EXAMPLES[model].get(column, "") for column in columns]]


def template_file(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """Give one of the files; whoever opens the address has been let in (``urls``)."""
    if what not in MODELS or form not in TYPES:
        raise Http404
    rows = table(MODELS[what])
    if form == "csv":
        text = io.StringIO(newline="")
        exporting.write_csv(text, rows)
        content = text.getvalue().encode()
    else:
        binary = io.BytesIO()
        exporting.write_xlsx(binary, rows)
        content = binary.getvalue()
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{what}-template.{form}"'
    return answer
