"""What editors see of the citations that no longer hold: the report, its export, the panel on the first page."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from cms.core.models import StandardPage
from cms.core.site_builder import build_site
from cms.laws.models import Citation
from cms.laws.reading_places import read_place
from cms.laws.services.announcing import CITATIONS
from cms.laws.services.citing import replace_citations
from portal.common.outbox.drain import drain
from tests.laws.builders import instrument, law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TODAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-27 10:00+08:00"):
        yield


@pytest.fixture
def stale() -> list[StandardPage]:
    """Three pages: one cites an article that has changed, one an article that will, one an article that is as it was."""
    law, home = instrument("示范园林法"), build_site()
    articles = {1: "目的。", 2: "园林应当开放。", 3: "本法施行。"}
    published(law, law_text("示范园林法", articles), date(2020, 1, 1))
    pages = []
    for number, name in ((2, "园林要不要钱"), (3, "什么时候施行"), (1, "目的是什么")):
        page = home.add_child(instance=StandardPage(title=name, body="示范", slug=f"p{number}"))
        replace_citations(page, [read_place(f"示范园林法{number}", TODAY)])
        pages.append(page)
    articles[2] = "园林免费开放。"
    published(law, law_text("示范园林法", articles), date(2026, 10, 1))
    articles[3] = "本法另行施行。"
    published(law, law_text("示范园林法", articles), date(2027, 1, 1))
    drain(CITATIONS)
    return pages


def words(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_report_names_page_article_change_and_day_and_leads_to_the_page(signed_in, stale):
    html = words(signed_in("content_editor").get(reverse("citations_report")))
    assert "园林要不要钱" in html
    assert "示范园林法第二条" in html
    assert "2026年10月1日" in html
    assert reverse("wagtailadmin_pages:edit", args=[stale[0].pk]) in html
    assert "什么时候施行" not in html
    assert "目的是什么" not in html


def test_the_report_can_be_cut_to_one_state_and_to_what_is_to_come(signed_in, stale):
    editor, address = signed_in("content_editor"), reverse("citations_report_results")
    assert "园林要不要钱" not in words(editor.get(address, {"state": "gone"}))
    assert "园林要不要钱" in words(editor.get(address, {"state": "changed"}))
    coming = words(editor.get(address, {"state": "coming"}))
    assert "什么时候施行" in coming
    assert "2027年1月1日" in coming
    assert "园林要不要钱" not in coming


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_report_is_exported(signed_in, stale, form):
    response = signed_in("reviewing_editor").get(reverse("citations_report"), {"export": form})
    content = b"".join(response)
    if form == "csv":
        lines = content.decode().splitlines()
    else:
        rows = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        lines = [",".join(map(str, row)) for row in rows]
    assert lines[0].startswith("页面,引用条文,状况,变动日期")
    assert len(lines) == 2
    assert "园林要不要钱" in lines[1]
    assert "示范园林法第二条" in lines[1]


def test_the_first_page_counts_what_waits(signed_in, stale):
    html = words(signed_in("content_editor").get(reverse("wagtailadmin_home")))
    assert "引用待核对（1）" in html
    assert "园林要不要钱" in html
    assert reverse("citations_report") in html


@pytest.mark.parametrize("role", ["directory_clerk", "directory_approver"])
def test_who_does_not_work_with_laws_sees_neither(signed_in, stale, role):
    browser = signed_in(role)
    assert browser.get(reverse("citations_report")).status_code in (302, 403)
    assert browser.get(reverse("citations_report"), {"export": "csv"}).status_code in (302, 403)
    assert browser.get(reverse("citations_report_results")).status_code in (302, 403)
    assert "引用待核对" not in words(browser.get(reverse("wagtailadmin_home")))


def test_what_is_no_page_is_not_listed(signed_in, stale):
    row = Citation.objects.get(needs_review=True)
    row.pk, row.content_type, row.object_id = None, None, ""
    row.save()
    assert words(signed_in("content_editor").get(reverse("citations_report_results"))).count("示范园林法第二条") == 1


def test_the_report_takes_the_same_queries_at_any_number_of_rows(signed_in, stale, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor, address = signed_in("content_editor"), reverse("citations_report_results")
    editor.get(address)
    with CaptureQueriesContext(connection) as few:
        editor.get(address)
    place = Citation.objects.get(needs_review=True)
    home = build_site()
    for number in range(20):
        page = home.add_child(instance=StandardPage(title=f"第{number}页", body="示范", slug=f"m{number}"))
        Citation.objects.create(
            instrument=place.instrument,
            locator="2",
            read_on=TODAY,
            digest="v1:x",
            citing=page,
            state="changed",
            needs_review=True,
        )
    with django_assert_max_num_queries(len(few)):
        editor.get(address)
