"""Of every address: no other site sends a form in somebody's name, what not everybody may read is kept by no cache, and what is
typed stands in no log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.template import Template
from django.test import Client
from django.test.utils import _TestState

from tests.permissions import things  # noqa: F401 - registers them
from tests.permissions.actors import ACTORS, ANONYMOUS
from tests.permissions.declaring import Section, sections
from tests.permissions.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TYPED = "王示范13912345678"
CHANGES_NOTHING = {"records/verify/"}
"""Reads a file that was sent and keeps nothing: to forge it is to ask."""
NAMES = ("q", "name", "text", "contact", "number", "passphrase", "page", "next", "username", "phone")


@pytest.fixture(autouse=True)
def _as_in_production(settings, monkeypatch) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


class _Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said, with what was raised."""
        self.said.append(f"{record.getMessage()} {record.exc_info[1] if record.exc_info else ''}")


@pytest.fixture
def said() -> Iterator[list[str]]:
    """All that any logger says."""
    handler, root = _Listening(), logging.getLogger()
    others = root.handlers[:]
    root.handlers[:] = [handler]
    yield handler.said
    root.handlers[:] = others


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.room)
def test_nothing_is_forged_kept_by_a_cache_or_logged(section: Section, said: list[str]) -> None:
    world = build()
    wrong: list[str] = []
    tried: set[tuple[str, str, str]] = set()
    for address in section.addresses:
        for method in ("GET", "POST"):
            who, place = address.who(method), (address.route, address.path, method)
            if not who or place in tried:
                continue
            tried.add(place)
            actor = ANONYMOUS if ANONYMOUS in who else next(one for one in ACTORS if one in who)
            world.prepare(address.things.values(), actor)
            target = address.address(lambda name, actor=actor: world.get(name, actor))
            answer = _answer(world.browsers[actor], method, target)
            open_to_others = "/api/" in target or address.route in CHANGES_NOTHING
            if method == "POST" and answer.status_code != 403 and not open_to_others:
                wrong.append(f"{address.name}: a form without its token is taken ({answer.status_code})")
            if method == "GET" and actor != ANONYMOUS and not _is_kept_by_nobody(answer):
                wrong.append(f"{address.name}: Cache-Control {answer.headers.get('Cache-Control')!r}")
    logged = [line for line in said if TYPED in line or quote(TYPED) in line]

    assert not wrong, "\n".join(wrong)
    assert not logged


def _answer(browser: Client, method: str, target: str) -> Any:
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.cookies = browser.cookies.copy()
    typed = dict.fromkeys(NAMES, TYPED)
    with transaction.atomic():
        if method == "POST":
            answer: Any = strict.post(target, typed)
        else:
            joined = "&".join(f"{name}={quote(value)}" for name, value in typed.items())
            answer = strict.get(f"{target}{'&' if '?' in target else '?'}{joined}")
        transaction.set_rollback(True)
    return answer


def _is_kept_by_nobody(answer: Any) -> bool:
    said = answer.headers.get("Cache-Control", "")
    return "no-store" in said or "private" in said or answer.status_code in (301, 302, 404)
