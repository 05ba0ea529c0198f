"""A citizen signs in by phone as somebody does: without a script, on a small phone, in large print; and what reviewers see.

[Article 6] The code is read at /demo/messages/, as in any demo."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pages import MODES, PHONE, shown
from tests.browser.person import Person
from tests.browser.test_corrections import clean

pytestmark = pytest.mark.browser
_numbers = itertools.count(1)


def number() -> str:
    """A number that no other test of the run uses: a number gets one code a minute."""
    return f"1380000{next(_numbers):04d}"


def last_code(page: Page, portal) -> str:
    """The newest code in the demo's messages, read in a window of its own."""
    window = page.context.new_page()
    window.goto(f"{portal.url}/demo/messages/")
    found = re.search(r"验证码 (\d{6})", window.locator("main").inner_text())
    window.close()
    return found.group(1)


def signed_in(context: BrowserContext, portal, phone: str, onward: str = "/account/") -> Page:
    """Sign in through the pages."""
    page = context.new_page()
    page.goto(f"{portal.url}/sign-in/?next={onward}")
    page.get_by_label("手机号码").fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("短信里的6位验证码").fill(last_code(page, portal))
    page.get_by_role("button", name="登录").click()
    return page


def test_article_6_signing_in_works_without_a_script_at_360_pixels(browser, portal):
    phone = number()
    with shown(browser, portal, size=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{portal.url}/about/")
        page.get_by_role("link", name="我的账户").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("用手机号码登录")

        page.get_by_label("手机号码").fill(phone[:10])
        page.get_by_role("button", name="获取验证码").click()
        expect(page.get_by_role("alert")).to_contain_text("11位手机号码")
        expect(page.get_by_label("手机号码")).to_have_value(phone[:10])

        page.get_by_label("手机号码").fill(phone)
        page.get_by_role("button", name="获取验证码").click()
        expect(page.locator(".lead")).to_contain_text(f"{phone[:3]}****{phone[-4:]}")
        code = last_code(page, portal)
        page.get_by_label("短信里的6位验证码").fill("000000" if code != "000000" else "000001")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("alert")).to_contain_text("还可以再试 4 次")
        page.get_by_label("短信里的6位验证码").fill(code)
        page.get_by_role("button", name="登录").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
        expect(page.locator(".definition-list")).to_contain_text(f"{phone[:3]}****{phone[-4:]}")
        page.get_by_role("button", name="改为每件咨询都要查询码").click()
        expect(page.locator(".notice").first).to_contain_text("已保存")
        page.get_by_role("link", name="退出登录").click()
        page.get_by_role("button", name="退出登录").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("您没有登录")


ASK_FOR_NAMES = """
from portal.consultations.models import ConsultationSettings
rules = ConsultationSettings.load()
rules.asking_mode = "{mode}"
rules.save()
"""


@pytest.fixture
def _real_names(portal) -> Iterator[None]:
    portal.shell(ASK_FOR_NAMES.format(mode="real_name"))
    yield
    portal.shell(ASK_FOR_NAMES.format(mode="phone"))


@pytest.mark.usefixtures("_real_names")
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_on_the_way_in_and_on_the_account(browser, portal, mode):
    phone = number()
    with shown(browser, portal, mode) as context:
        page = context.new_page()
        page.goto(f"{portal.url}/sign-in/")
        clean(page, "sign-in", mode)
        page.get_by_role("button", name="获取验证码").click()
        expect(page.get_by_role("alert")).to_be_visible()
        clean(page, "sign-in-wrong", mode)
        page.get_by_label("手机号码").fill(phone)
        page.get_by_role("button", name="获取验证码").click()
        # At once: a minute later another would be sent.
        page.get_by_role("button", name="没有收到，再发一条").click()
        expect(page.locator(".notice")).to_contain_text("刚刚已经发送过")
        clean(page, "sign-in-code-again", mode)
        code = last_code(page, portal)
        page.goto(f"{portal.url}/sign-in/code/")
        clean(page, "sign-in-code", mode)
        page.get_by_label("短信里的6位验证码").fill(code)
        page.get_by_role("button", name="登录").click()
        for name, path in (
            ("account", "/account/"),
            ("account-phone", "/account/phone/"),
            ("account-identity", "/account/identity/"),
            ("account-data", "/account/data/"),
            ("account-close", "/account/close/"),
            ("account-confirm", "/account/confirm/"),
            ("sign-out", "/sign-out/"),
            ("personal-data", "/personal-data/"),
        ):
            page.goto(f"{portal.url}{path}")
            clean(page, name, mode)


@pytest.mark.usefixtures("_real_names")
def test_article_6_a_real_name_goes_to_a_person_who_opens_it_with_a_reason(browser, portal):
    with shown(browser, portal, size=PHONE) as context:
        page = signed_in(context, portal, number(), "/account/identity/")
        page.get_by_label("姓名", exact=True).fill("王小示")
        page.get_by_label("证件种类", exact=True).select_option(label="护照")
        page.get_by_label("证件号码", exact=True).fill("E12345678")
        page.get_by_role("button", name="提交核验").click()
        expect(page.get_by_role("alert")).to_contain_text("需要您单独同意")
        expect(page.get_by_label("证件号码", exact=True)).to_have_value("E12345678")
        page.locator("#id_agreed").check()
        page.get_by_role("button", name="提交核验").click()
        expect(page.locator(".notice").first).to_contain_text("工作人员会核对")
        expect(page.locator(".definition-list")).to_contain_text("E1*****78")

        moderator = Person(browser, portal, "moderator").sign_in("/workbench/")
        moderator.press_link("核验公众身份")
        if moderator.page.locator("#code").count():
            moderator.confirm_code()
        clean(moderator.page, "identities", "normal")
        moderator.page.set_viewport_size({"width": 1280, "height": 900})
        moderator.press(moderator.page.get_by_role("link", name=re.compile("^c-")).last)
        clean(moderator.page, "identity", "normal")
        assert "E12345678" not in moderator.page.content()
        moderator.press_button("查看完整内容")
        expect(moderator.page.get_by_role("alert")).to_contain_text("请写明理由")
        moderator.page.get_by_label("理由", exact=True).fill("电话核对证件")
        moderator.press_button("查看完整内容")
        expect(moderator.page.locator("main")).to_contain_text("E12345678")
        clean(moderator.page, "identity-opened", "normal")
        moderator.press_button("核对无误，通过核验")
        expect(moderator.page.locator("main")).to_contain_text("已核验")
        moderator.page.get_by_label("理由", exact=True).fill("来电者说护照不是本人的")
        moderator.press_button("信息可能不实，请本人说明")
        moderator.leave()

        page.goto(f"{portal.url}/account/")
        page.get_by_role("link", name="去看看").click()
        expect(page.locator("main")).to_contain_text("来电者说护照不是本人的")
        clean(page, "account-hearing", "normal")
        page.get_by_label("您的说明").fill("护照是我本人的，可以当面出示。")
        page.get_by_role("button", name="提交说明").click()
        expect(page.locator(".notice").first).to_contain_text("您的说明已经收到")
