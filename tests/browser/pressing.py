"""A press is over when the page it leads to is there.

Playwright's click waits until the next page has begun, not until it can be read: on a slow machine what is read next finds
an empty document, or the first half of one. A person waits for the page; so does every click of these tests.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Locator, Page

PRESSES = ((Locator, "click"), (Locator, "press"), (Page, "click"), (Page, "press"))


def presses_wait_for_their_pages() -> None:
    """Let each way of pressing wait for the page's load event; done once a run, doing it twice changes nothing."""
    for kind, name in PRESSES:
        press = getattr(kind, name)
        if not hasattr(press, "__wrapped__"):
            setattr(kind, name, _waiting(press))


def _waiting(press: Callable[..., None]) -> Callable[..., None]:
    @wraps(press)
    def pressed(target: Locator | Page, *args: Any, **options: Any) -> None:
        press(target, *args, **options)
        page = target.page if isinstance(target, Locator) else target
        # A press may close its window.
        if not page.is_closed():
            page.wait_for_load_state()

    return pressed
