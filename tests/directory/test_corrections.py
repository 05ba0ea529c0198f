"""纠错 as a citizen meets it: a link on every page, a form that asks for no name, a code that shows the answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client

from cms.core.site_builder import build_site
from cms.directory.models import ErrorReport
from cms.directory.services.error_reports import answer_report
from tests.directory.builders import clerk, institution, practitioner, shown_penalty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FORM, STATUS, RECEIPT = "/corrections/new/", "/corrections/", "/corrections/receipt/"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")
UNKNOWN = "没有查到这个查询码"


def words(response: Any) -> str:
    return unescape(response.content.decode())


def send(client: Client, about: str = "/laws/shi-fan-fa/", **values: str) -> Any:
    return client.post(FORM, {"about": about, "text": "第三条有错字", **values})


def sent(client: Client, about: str = "/laws/shi-fan-fa/", **values: str) -> str:
    """Send a report as a browser does; its code."""
    response = send(client, about, **values)
    assert response.status_code == 302, words(response)
    return CODE.search(words(client.get(response.headers["Location"]))).group()


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/laws/", "/search/", "/directory/", "/directory/records/", "/nowhere/"]
)
def test_every_page_leads_to_the_form_and_names_itself(client: Client, path: str) -> None:
    build_site()
    page = client.get(path).content.decode()
    link = f'href="{FORM}?about={path}"'
    assert link in page.split('class="site-footer"')[1]
    assert f'value="{path}"' in client.get(f"{FORM}?about={path}").content.decode()


def test_the_link_spoils_no_cache(client: Client) -> None:
    build_site()
    response = client.get("/about/")
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies


def test_an_entry_and_each_of_its_records_lead_to_the_form(client: Client) -> None:
    person = practitioner(institution(), name="示例乙")
    record = shown_penalty(person)
    page = words(client.get(person.get_absolute_url()))
    addresses = [one for one in re.findall(r'href="(/corrections/new/[^"]+)"', page) if "record-" in one]
    assert len(addresses) == 1
    anchor = addresses[0].rpartition("%23")[2]
    assert f'id="{anchor}"' in page
    assert addresses[0] in words(client.get("/directory/records/"))
    form = words(client.get(addresses[0]))
    assert f'<a href="{person.get_absolute_url()}#{anchor}">示例乙</a>' in form
    sent(client, about=f"{person.get_absolute_url()}#{anchor}")
    report = ErrorReport.objects.get()
    assert report.practitioner == person
    assert report.page_path.endswith(f"#record-{record.key.hex[:12]}")


def test_no_name_is_asked_and_the_time_to_answer_is_said_before_anything_is_typed(client: Client) -> None:
    page = words(client.get(f"{FORM}?about=/laws/"))
    fields = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([a-z_]+)"', page))
    assert fields == {"q", "csrfmiddlewaretoken", "about", "text", "suggestion", "evidence_url"}
    assert "最迟在 2026年3月17日（5个工作日内）答复" in page
    assert "请不要填写身份证件号码" in page


def test_the_receipt_shows_code_and_day_and_can_be_read_again_but_not_by_others(client: Client) -> None:
    code = sent(client)
    again = words(client.get(RECEIPT))
    assert code in again
    assert "最迟在 2026年3月17日 答复" in again
    assert client.get(RECEIPT).headers["Cache-Control"] == "no-store"
    stranger = Client().get(RECEIPT)
    assert (stranger.status_code, stranger.headers["Location"]) == (302, STATUS)
    with time_machine.travel(datetime(2026, 3, 10, 4, 11, tzinfo=UTC), tick=False):
        assert client.get(RECEIPT).status_code == 302
    client.cookies["correction_receipt"] = "0000-0000-0000-0000"
    assert client.get(RECEIPT).status_code == 302


def test_the_code_shows_where_a_report_stands_and_then_the_answer(client: Client) -> None:
    code = sent(client, suggestion="应为“应当”")
    page = words(Client().post(STATUS, {"code": code.lower().replace("-", " ")}))
    for shown in ("待处理", "第三条有错字", "应为“应当”", "2026年3月10日", "2026年3月17日"):
        assert shown in page
    answer_report(ErrorReport.objects.get(), "已按公报更正。", by=clerk(), corrected=True)
    page = words(Client().post(STATUS, {"code": code}))
    for shown in ("已更正并答复", "已按公报更正。", "答复日期"):
        assert shown in page
    assert "最迟答复日期" not in page


def test_a_late_answer_is_admitted(client: Client) -> None:
    code = sent(client)
    with time_machine.travel(datetime(2026, 3, 18, 4, tzinfo=UTC), tick=False):
        assert "已经超过答复日期" in words(client.post(STATUS, {"code": code}))


def test_an_unknown_code_and_a_wrong_one_are_answered_alike(client: Client) -> None:
    code = sent(client)
    wrong = ("1" if code[0] == "0" else "0") + code[1:]

    def answer(typed: str) -> str:
        response = client.post(STATUS, {"code": typed})
        assert response.status_code == 200
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", words(response))
        assert UNKNOWN in page
        return page.replace(typed, "TYPED")

    answers = {answer(typed) for typed in (wrong, "0000-0000-0000-0000", "something", "'; DROP TABLE")}
    assert len(answers) == 1


@pytest.mark.parametrize("address", [FORM, RECEIPT, STATUS])
def test_nothing_of_it_is_kept_or_found_by_search_engines(client: Client, address: str) -> None:
    build_site()
    sent(client)
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in words(response)
    assert "Disallow: /corrections/" in client.get("/robots.txt").content.decode()
    assert "/corrections/" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", [FORM, STATUS])
def test_another_site_can_send_nothing_in_a_readers_name(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"about": "/", "text": "错", "code": "x"}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', strict.get(address).content.decode())
    assert token is not None
    values = {"about": "/", "text": "错", "code": "x", "csrfmiddlewaretoken": token.group(1)}
    assert strict.post(address, values).status_code in (200, 302)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "", "请写明哪里有错"),
        ("text", "我的身份证是 110101 19900307 4512", "请不要填写身份证件号码"),
        ("suggestion", "身份证110101199003074512", "请不要填写身份证件号码"),
        ("evidence_url", "看公告栏", "请填写完整的网址"),
        ("text", "错" * 1001, "1000"),
        ("about", "https://elsewhere.example/", "这不是本网页面的网址"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_not_lost(
    client: Client, field: str, value: str, said: str
) -> None:
    typed = {"text": "第三条有错字", "suggestion": "应为“应当”", "evidence_url": "https://example.org/gonggao"}
    response = client.post(FORM, {"about": "/laws/", **typed, field: value})
    page = words(response)
    assert response.status_code == 200
    assert said in page.split('id="error-summary-title"')[1].split("</ul>")[0]
    for kept in (typed | {field: value}).values():
        assert kept in page
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    ("about", "page"),
    [
        ("/laws/shi-fan-fa/#art-3", "/laws/shi-fan-fa/#art-3"),
        ("http://testserver/directory/", "/directory/"),
        ("/search/?q=我的事", "/search/"),
        ("//elsewhere.example/", ""),
        ("http://testserver//elsewhere.example/", ""),
        ("/\\elsewhere.example/", ""),
        ("javascript:alert(1)", ""),
        ("/" + "a" * 400, ""),
        ("/a\nb", ""),
        ("", ""),
    ],
)
def test_only_a_page_of_ours_is_taken_and_else_it_is_asked_for(client: Client, about: str, page: str) -> None:
    response = client.get(FORM, {"about": about})
    form = response.context["form"]
    assert form.page == page
    assert form["about"].is_hidden == bool(page)
    assert "elsewhere.example/" not in re.sub(r'value="[^"]*"', "", words(response))


def test_a_page_that_may_not_be_known_of_is_named_by_its_path_alone(client: Client) -> None:
    hidden = institution(name="示范隐蔽律师事务所", status="unlisted")
    assert "示范隐蔽" not in words(client.get(FORM, {"about": hidden.get_absolute_url()}))
    sent(client, about=hidden.get_absolute_url())
    assert ErrorReport.objects.get().institution is None


def test_who_sends_too_many_is_told_so_in_words_and_others_are_not(client: Client) -> None:
    with patch("cms.directory.services.report_limits.PER_NETWORK", 2):
        for _number in range(2):
            assert send(client).status_code == 302
        refused = send(client, text="第四条也有错字")
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) == 3600
        page = words(refused)
        assert "请一小时后再试" in page
        assert "第四条也有错字" in page
        other = client.post(FORM, {"about": "/", "text": "错"}, REMOTE_ADDR="198.51.100.7")
        assert other.status_code == 302
    assert ErrorReport.objects.count() == 3


def test_many_networks_together_are_limited_even_without_a_cache(client: Client) -> None:
    broken = "cms.directory.services.report_limits.cache.incr"
    with patch("cms.directory.services.report_limits.IN_TOTAL", 2), patch(broken, side_effect=OSError):
        for number in range(2):
            response = client.post(FORM, {"about": "/", "text": "错"}, REMOTE_ADDR=f"198.51.100.{number}")
            assert response.status_code == 302
        assert send(client).status_code == 429
        with time_machine.travel(datetime(2026, 3, 10, 5, 1, tzinfo=UTC), tick=False):
            assert send(client).status_code == 302


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    code = sent(client, text=evil, suggestion=evil)
    assert evil not in client.post(STATUS, {"code": code}).content.decode()
    assert evil not in send(client, text=evil, evidence_url=evil).content.decode()


def test_a_report_received_at_night_counts_from_its_day_in_shanghai(client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 6, 16, 1, tzinfo=UTC), tick=False):  # Saturday
        sent(client)
    assert ErrorReport.objects.get().answer_due_on == date(2026, 3, 13)
