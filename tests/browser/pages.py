"""The page types that exist, the ways they are shown, and what is measured on each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.demo_portal import DemoPortal

MODES = ("normal", "large", "contrast")
# Both at once, and the system's dark scheme, are made of the same tokens: looked at where all components are.
RARER_MODES = ("large-contrast", "dark")
PHONE, DESK, REFLOW = (360, 640), (1280, 800), (320, 640)
SCREENSHOTS = Path(settings.VAR_DIR) / "screenshots"

PAGE_TYPES = {
    "home": "/",
    "standard": "/disclaimer/",
    "search-start": "/search/",
    "search": "/search/?q=劳动合同",
    "search-kind": "/search/?q=劳动&kind=instrument",
    "search-empty": "/search/?q=霸王龙饲养",
    "laws": "/laws/",
    "law": "/laws/{law}/",
    "law-earlier": "/laws/{law}/{first}/",
    "compare": "/laws/{law}/compare/{first}..{last}/",
    "directory": "/directory/",
    "directory-people": "/directory/?tab=practitioners&q=示例",
    "directory-empty": "/directory/?q=查无此所",
    "institution": "/directory/institutions/{firm}/",
    "practitioner": "/directory/practitioners/{person}/",
    "timeliness": "/consultations/timeliness/",
    "board": "/consultations/",
    "board-empty": "/consultations/?topic=company",
    "public-consultation": "/consultations/public/{public}/",
    "records": "/directory/records/",
    "records-wrong": "/directory/records/?name=示例&decided_from=昨天",
    "records-empty": "/directory/records/?tab=sanctions&name=查无此人",
    "qa-list": "/qa/",
    "qa-filtered": "/qa/?topic=labour&q=加班",
    "qa-empty": "/qa/?q=查无此事",
    "qa": "/qa/shi-yong-qi-bei-ci-tui-dan-wei-zhi-shuo-bu-he-shi-you-bu/",
    "guide-list": "/guides/",
    "guide": "/guides/shen-qing-fa-lv-yuan-zhu/",
    "case-list": "/cases/",
    "case": "/cases/mei-you-lu-yong-tiao-jian-shi-yong-qi-bu-he-ge-zhan-bu-zhu/",
    "reading-list": "/readings/",
    "reading": "/readings/qi-shou-ye-gai-kan-de-yi-tiao-shi-fan-lao-dong-yong-gong-fa/",
    "news-list": "/news/",
    "news": "/news/shi-fan-shi-gong-gong-fa-lv-fu-wu-zhong-xin-zhou-liu-ye-kai/",
    "notice-list": "/notices/",
    "notice": "/notices/fu-wu-chuang-kou-ban-dao-yi-lou-de-gong-gao/",
    "topics": "/topics/",
    "topic": "/topics/labour/",
    "ask": "/ask/",
    "ask-question": "/ask/question/?q=公司不给我结工资怎么办",
    "ask-one-page": "/ask/all/",
    "ask-without": "/ask/without/",
    "consultation-text": "/consultations/agreement/",
    "correction": "/corrections/new/?about=/directory/institutions/{firm}/",
    "correction-status": "/corrections/",
    "verify": "/records/verify/",
    "missing": "/nowhere/",
    "style": "/design/",
}
STAFF_ONLY = ("style",)
SHOWN = [
    *((page_type, mode) for page_type in PAGE_TYPES for mode in MODES),
    *((page_type, mode) for page_type in ("style", "law") for mode in RARER_MODES),
]


def address(portal: DemoPortal, page_type: str) -> str:
    """The full address of a page type in the demo."""
    law = portal.law_with_history
    days = portal.laws[law]
    return portal.url + PAGE_TYPES[page_type].format(law=law, first=days[0], last=days[-1], **portal.directory)


@contextmanager
def shown(
    browser: Browser, portal: DemoPortal, mode: str = "normal", size: tuple[int, int] = PHONE, **options: Any
) -> Iterator[BrowserContext]:
    """A visitor's browser in a display mode (``dark`` is the system's wish, the others a cookie)."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if mode == "dark" else "light", **options
    )
    if mode not in ("normal", "dark"):
        context.add_cookies([{"name": "display", "value": mode, "url": portal.url}])
    try:
        yield context
    finally:
        context.close()


def open_page(context: BrowserContext, portal: DemoPortal, page_type: str) -> Page:
    """Open a page type; those for staff with the demo editor's session."""
    if page_type in STAFF_ONLY:
        context.add_cookies([{"name": "sessionid", "value": portal.session, "url": portal.url}])
    page = context.new_page()
    page.goto(address(portal, page_type), wait_until="load")
    return page


SMALL_TARGETS = """
(limit) => {
  const small = [];
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(targets)) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || style.visibility === "hidden" || style.pointerEvents === "none") continue;
    if (element.closest(".skip-link, .visually-hidden")) continue;
    // A tick box is as large as its label.
    const target = element.matches("[type=checkbox], [type=radio]") ? element.closest("label") || element : element;
    const { width, height } = target.getBoundingClientRect();
    // Links inside a sentence are as high as its lines (WCAG 2.5.8 leaves them out).
    const sentence = element.closest("p, li, dd, td, .law-text");
    const own = element.textContent.trim();
    if (style.display === "inline" && sentence && sentence.textContent.trim() !== own) continue;
    if (width < limit - 0.5 || height < limit - 0.5) {
      const size = `${Math.round(width)}×${Math.round(height)}`;
      small.push(`${element.tagName}.${element.className} ${size} ${own.slice(0, 20)}`);
    }
  }
  return small;
}
"""

# Words that are wider than the button around them: cut off at both ends.
CUT_OFF = """
() => [...document.querySelectorAll("a.button, button.button")]
  .filter((button) => button.offsetParent && button.scrollWidth > button.clientWidth)
  .map((button) => button.textContent.trim())
"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
