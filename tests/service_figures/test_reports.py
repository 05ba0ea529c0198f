"""月报 (article 8): by one press a ``.docx`` whose every number is the dashboard's; remarks stand in it, in versions."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from docx import Document

from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.common.clock import SHANGHAI
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import dashboard
from portal.service_figures.models import ReportRemark
from portal.service_figures.reports.content import report_of
from portal.service_figures.services.remarks import save_remark
from tests.consultations.builders import person
from tests.service_figures.figures import MARCH, invented

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PAGE = "/workbench/monthly-report/2026/3/"


@pytest.fixture(autouse=True)
def _april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 20, 9, tzinfo=SHANGHAI))


def document_of(client: Client) -> tuple[str, list[list[list[str]]]]:
    """The report's paragraphs and its tables, as somebody reads them."""
    answer = client.get(f"{PAGE}report.docx")
    assert answer.status_code == 200
    made = Document(BytesIO(answer.content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    return "\n".join(paragraph.text for paragraph in made.paragraphs), tables


def test_article_8_every_number_of_the_report_is_the_dashboards(client: Client) -> None:
    invented(60)
    client.force_login(person("supervisor"))
    _text, tables = document_of(client)
    shown = dashboard(Asked(MARCH), topic_names())
    headlines = {row[0]: row[1:] for row in tables[0][1:]}
    for line in shown.headlines:
        label = next(
            head
            for head, row in headlines.items()
            if head.startswith(str(line.now.measure.label)) and row[0] == line.now.words
        )
        assert headlines[label][1] == line.before.words
    printed = {tuple(table[0][:2]): table for table in tables[1:]}
    for table in report_of(date(2026, 3, 1), clock.today(), topic_names()).tables:
        rows = printed[(str(table.dimension.label), next(iter(printed_heads(table))))][1:]
        there = {row[0]: row[1:] for row in rows}
        for line in table.lines:
            if any(figure.value is not None for figure in line.figures):
                assert there[line.label][: len(line.figures)] == [figure.words for figure in line.figures]


def printed_heads(table) -> list[str]:
    from portal.service_figures.reports.content import unit_words

    return [unit_words(measure) for measure in table.measures]


def test_every_number_of_the_sentences_stands_in_the_figures(client: Client) -> None:
    invented(60)
    report = report_of(date(2026, 3, 1), clock.today(), topic_names())
    known = {line.now.words for line in report.dashboard.headlines}
    for line in report.dashboard.headlines:
        known |= {line.before.words, line.year_before.words, *re.findall(r"[\d,.]+%?", line.change + line.year_change)}
    known |= {figure.words for table in report.dashboard.tables for line in table.lines for figure in line.figures}
    for sentence in report.summary:
        for number in re.findall(r"[\d,]+(?:\.\d+)?%?", sentence.replace("2026年3月", "")):
            assert number.strip(",") in known, (number, sentence)


def test_the_report_has_title_day_definitions_picture_and_remarks(client: Client) -> None:
    invented(40)
    supervisor = person("supervisor")
    save_remark(date(2026, 3, 1), "三月做了一次普法活动。\n四月继续。", by=supervisor)
    client.force_login(supervisor)
    text, tables = document_of(client)
    for words in (
        "法律咨询服务月报（2026年3月）",
        "制作日期：2026年4月20日",
        "首次答复按时率：",
        "三月做了一次普法活动。",
        "四月继续。",
    ):
        assert words in text
    made = Document(BytesIO(client.get(f"{PAGE}report.docx").content))
    assert len(made.inline_shapes) == 1
    assert "每天提出的咨询件数" in made.inline_shapes[0]._inline.docPr.get("descr")
    assert len(tables) > 5


def test_a_month_of_nothing_says_that_there_is_nothing(client: Client) -> None:
    client.force_login(person("supervisor"))
    text, _tables = document_of(client)
    assert "本网共收到法律咨询 0 件" in text
    assert "本月没有收到评价" in text


def test_each_saving_of_remarks_is_a_version_and_the_latest_is_shown(client: Client) -> None:
    supervisor = person("supervisor")
    client.force_login(supervisor)
    for text in ("第一稿", "第二稿", "第二稿"):
        assert client.post(PAGE, {"text": text}).status_code == 302
    assert [row.text for row in ReportRemark.objects.order_by("version")] == ["第一稿", "第二稿"]
    assert "现在是第 2 版" in client.get(PAGE).content.decode()


def test_remarks_that_point_at_a_person_are_refused_and_kept_in_the_form(client: Client) -> None:
    client.force_login(person("supervisor"))
    page = client.post(PAGE, {"text": "当事人电话13812345678"}).content.decode()
    assert "请不要写能认出个人的内容" in page
    assert "当事人电话13812345678" in page
    assert not ReportRemark.objects.exists()


def test_an_auditor_takes_the_report_and_writes_nothing(client: Client) -> None:
    auditor = person("auditor")
    client.force_login(auditor)
    document_of(client)
    assert AuditEntry.objects.filter(act="exported", subject_name__contains="月报：2026年3月").exists()
    assert client.post(PAGE, {"text": "不行"}).status_code == 403
    with pytest.raises(PermissionDenied):
        save_remark(date(2026, 3, 1), "不行", by=auditor)


def test_a_month_that_has_not_begun_has_no_report(client: Client) -> None:
    client.force_login(person("supervisor"))
    assert client.get("/workbench/monthly-report/2026/5/").status_code == 404
    assert client.get("/workbench/monthly-report/2026/13/").status_code == 404


def test_a_remark_is_written_by_who_may(client: Client) -> None:
    with pytest.raises(ValidationError):
        save_remark(date(2026, 3, 1), "身份证号110101199003078515", by=person("supervisor"))
