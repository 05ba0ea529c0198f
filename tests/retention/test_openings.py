"""Article 25: who opened which case when; the citizen sees it in kinds, without names."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.sessions import KEPT, given_now
from portal.retention.openings import openings, openings_by_kind
from portal.retention.page_words import PAGES, page_words
from tests.consultations import builders
from tests.consultations.residents.people import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def opened(case: Any, *people: Any) -> None:
    for person in people:
        open_as_staff(case.receipt_number, person, page="case")


def test_a25_every_opening_is_found_by_number_account_and_day() -> None:
    case, other = builders.answered(), builders.answered()
    moderator, auditor = builders.person("moderator"), builders.person("auditor")
    opened(case, moderator, case.assigned_to.user)
    opened(other, moderator)
    assert openings({}, by=auditor).count() == 3
    assert openings({"number": case.written_number.lower()}, by=auditor).count() == 2
    assert openings({"account": moderator.username}, by=auditor).count() == 2
    assert openings({"number": "' OR 1=1"}, by=auditor).count() == 0


def test_a25_the_citizen_sees_kinds_and_counts_and_no_names() -> None:
    case = builders.answered()
    moderator, staff = builders.person("moderator"), case.assigned_to.user
    opened(case, moderator, staff, staff)
    assert openings_by_kind(case) == [("驻场人员", 2), ("平台审核员", 1)]
    client = Client()
    session = client.session
    session[KEPT] = {case.receipt_number: given_now(case)}
    session.save()
    page = client.get(case.get_absolute_url()).content.decode()
    assert "驻场人员：2 次" in page
    for name in (moderator.username, staff.username, moderator.display_name):
        assert name not in page


def test_a22_who_asked_is_not_told_by_the_list_which_accounts_opened_their_case() -> None:
    supervisor = builders.person("supervisor")
    case = builders.answered(by=supervisor)
    opened(case, case.assigned_to.user)
    assert openings({"number": case.written_number}, by=builders.person("auditor")).count() == 1
    assert openings({"number": case.written_number}, by=supervisor).count() == 0
    browser = browser_of(supervisor)
    for query in ("", f"?number={case.receipt_number}", "?export=csv"):
        answer = browser.get(f"/workbench/openings/{query}")
        assert answer.status_code == 200
        assert case.assigned_to.user.username not in answer.content.decode()


def test_the_list_says_page_number_and_day_in_words() -> None:
    case = builders.answered()
    for page in ("case", "act:defer", "screening:refuse"):
        open_as_staff(case.receipt_number, case.assigned_to.user, page=page)
    shown = browser_of(builders.person("supervisor")).get("/workbench/openings/").content.decode()
    for words in ("<td>咨询</td>", "<td>约期答复</td>", "<td>不予解答</td>", f"<td>{case.written_number}</td>"):
        assert words in shown
    assert re.search(r">\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d:\d\d<", shown)
    for code in ("act:", "screening:", case.receipt_number):
        assert code not in shown


def test_every_page_that_is_put_down_has_words() -> None:
    """Read from the sources: a page that is opened under a new name must be given words."""
    said = re.compile(r"""(?:page=|"page": |_opened\(request, \w+, )"([a-z_]+)\"""")
    sources = [path for path in (settings.BASE_DIR / "portal").rglob("*.py") if "public_board/reading" not in str(path)]
    names = {name for path in sources for name in said.findall(path.read_text())} - {"mine"}
    assert {"case", "answer_preview", "publication_mark", "second_look"} <= names
    assert names <= set(PAGES), "give it words in portal/retention/page_words.py"
    assert page_words("unheard_of") == "其他页面"


def test_the_list_as_csv_holds_no_formula() -> None:
    from portal.common.audit.models import Act
    from portal.common.audit.record import record

    record(Act.CASE_OPENED, name="=cmd|' /C calc'!A0", details={"page": "case"})
    client = Client()
    client.force_login(builders.person("auditor"))
    answer = client.get("/workbench/openings/?export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert not rows[1][3].startswith("=")
