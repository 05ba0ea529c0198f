"""Nothing for axe to say about the admin pages that are ours, the sign-in, the second factor and the workbench.

A room adds its pages to ``OURS``: the role that opens them, and the address (``{name}`` is filled from ``facts``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, _manage, demo_portal
from tests.browser.pages import SCREENSHOTS
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SIZES = ((1280, 900), (360, 740))

OURS: dict[str, tuple[str, ...]] = {
    "administrator": (
        "/admin/reports/audit/",
        "/admin/reports/every-page/",
        "/admin/reports/every-page/{page}/",
        "/admin/reports/every-image/",
        "/admin/reports/every-document/",
        "/admin/second-factor/reset/{account}/",
        "/admin/reports/undelivered/",
        "/admin/reports/undelivered/{undelivered}/",
        "/admin/duty-phones/",
        "/admin/duty-phones/{account}/",
        "/workbench/",
        "/workbench/password/",
    ),
    "reviewing_editor": (
        "/admin/",
        "/admin/reports/due/",
        "/admin/reports/tasks/",
        "/admin/reports/tasks/{task}/",
        "/admin/reports/notice-applications/",
        "/admin/reports/notice-applications/{application}/",
        "/admin/editorial/draft-link/{question}/",
        "/admin/laws/draft-link/{text}/",
        "/admin/handbook/",
    ),
    "auditor": ("/admin/reports/audit/?act=signed_in", "/workbench/", "/demo/messages/"),
    "resident": ("/workbench/", "/workbench/password/", "/workbench/messages/", "/workbench/messages/settings/"),
    "institution_publisher": (
        "/workbench/",
        "/workbench/notices/",
        "/workbench/notices/new/",
        "/workbench/notices/{application}/",
    ),
}
# What Wagtail draws around our pages and we do not: by place, never by rule, and said in the output.
WAGTAILS = {
    "#wagtail-sidebar": "the menu is drawn by Wagtail's own script",
    ".w-slim-header": "Wagtail's header: breadcrumbs that fold, search, filters",
    ".w-dialog": "dialogs of Wagtail that are not open",
    "h2[role=alert]": "Wagtail announces how many rows a filter leaves by a heading",
    "wagtail-userbar": "the bar over previewed pages",
}
FACTS = """
import json
from cms.core.models import HomePage
from portal.accounts.models import User
from cms.editorial.models import EditorialTask, KnowledgeQA
from django.db import transaction
from cms.laws.models import InstrumentVersion
from portal.notifications.contacts import Contact
from portal.notifications.models import Delivery
from portal.notifications.services import tell
from portal.common.clock import today
from portal.institution_notices.models import NoticeApplication
task = EditorialTask.objects.create(
    words="示范问题怎么办", origin="unanswered", times=3, first_seen_on=today(), last_seen_on=today()
)
with transaction.atomic():
    told = tell(Contact("sms", "13800000001"), "staff.urgent", key="axe")
Delivery.objects.filter(pk=told.pk).update(state="failed", attempts=1, last_error="HTTP 400")
with transaction.atomic():
    tell(Contact("sms", "13800000001"), "staff.urgent", key="axe-now", urgent=True)
print("FACTS" + json.dumps({
    "undelivered": told.pk,
    "page": HomePage.objects.get().pk,
    "account": User.objects.get(username="expert").pk,
    "task": task.pk,
    "application": NoticeApplication.objects.get().pk,
    "question": KnowledgeQA.objects.first().pk,
    "text": InstrumentVersion.objects.first().pk,
}))
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: accounts are reset and locked here."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-axe-admin") as served:
        yield served


@pytest.fixture(scope="module")
def facts(desk: DemoPortal) -> dict[str, int]:
    """What addresses are filled with."""
    printed = _manage(["shell", "-v", "0", "-c", FACTS], desk.environment)
    return dict(json.loads(printed.partition("FACTS")[2]))


def look(page: Page, name: str) -> list[str]:
    """What axe finds on a page, at a desk and on a phone; a picture of it for people."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"axe-{name}-{width}.png", full_page=True)
        there = [selector for selector in WAGTAILS if page.locator(selector).count()]
        context = {"exclude": [[selector] for selector in there]} if there else None
        found += [f"{name} at {width}: {fault}" for fault in violations(page, context)]
    return found


@pytest.mark.parametrize("role", OURS)
def test_axe_finds_nothing_on_our_pages_of_the_admin(
    role: str, browser: Browser, desk: DemoPortal, facts: dict[str, int]
) -> None:
    person = Person(browser, desk, role).sign_in()
    found: list[str] = []
    for address in OURS[role]:
        answer = person.page.goto(f"{desk.url}{address.format(**facts)}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, address
        is_turned_away = address != "/admin/" and person.page.url.endswith("/admin/")
        assert not is_turned_away, f"{role} is turned away from {address}"
        place = address.partition("?")[0].replace("/", "-").replace("{", "").replace("}", "")
        found += look(person.page, f"{role}{place}".rstrip("-"))
    person.leave()
    print("\nLeft out: " + "; ".join(f"{selector}: {reason}" for selector, reason in WAGTAILS.items()))

    assert found == []


def test_axe_finds_nothing_on_the_way_in(browser: Browser, desk: DemoPortal) -> None:
    person = Person(browser, desk, "supervisor")
    page = person.page
    page.goto(f"{desk.url}/admin/login/")
    found = look(page, "sign-in")
    page.fill("[name=username]", "nobody-of-this-name")
    page.fill("[name=password]", "wrong")
    page.click("button[type=submit]")
    found += look(page, "sign-in-wrong")
    for _attempt in range(5):
        page.goto(f"{desk.url}/admin/login/")
        page.fill("[name=username]", "nobody-of-this-name")
        page.fill("[name=password]", "wrong")
        page.click("button[type=submit]")
    assert "暂时不能登录" in page.inner_text("h1")
    found += look(page, "locked")
    page.goto(f"{desk.url}/admin/login/")
    person.page.fill("[name=username]", "supervisor")
    person.page.fill("[name=password]", "fawang-demo-2026")
    page.click("button[type=submit]")
    found += look(page, "code")
    page.fill("#code", "000000")
    page.get_by_role("button", name="继续").click()
    found += look(page, "code-wrong")
    person.leave()

    assert found == []


def test_axe_finds_nothing_on_the_set_up_and_the_recovery_codes(browser: Browser, desk: DemoPortal) -> None:
    _manage(["reset_second_factor", "moderator"], desk.environment)
    person = Person(browser, desk, "moderator")
    page = person.page
    page.goto(f"{desk.url}/admin/")
    page.fill("[name=username]", "moderator")
    page.fill("[name=password]", "fawang-demo-2026")
    page.click("button[type=submit]")
    found = look(page, "set-up")
    secret = page.locator("main code").inner_text().replace(" ", "")
    printed = _manage(["shell", "-v", "0", "-c", CODE_OF.format(secret=secret)], desk.environment)
    page.fill("#code", printed.split()[-1])
    page.get_by_role("button", name="完成设置").click()
    assert "恢复码" in page.inner_text("h1")
    found += look(page, "recovery-codes")
    page.get_by_role("link", name="已经保存，继续").click()
    assert page.url == f"{desk.url}/workbench/"
    person.leave()

    assert found == []


CODE_OF = """
import base64
from django_otp.oath import totp
secret = "{secret}"
print(f"{{totp(base64.b32decode(secret + '=' * (-len(secret) % 8))):06d}}")
"""
