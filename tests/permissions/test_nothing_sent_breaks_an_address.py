"""Whatever is sent under whatever name a view asks for, by somebody who may: no address fails (500), on either database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.template import Template
from django.test.utils import _TestState

from tests.permissions import things  # noqa: F401 - registers them
from tests.permissions.actors import ACTORS, ANONYMOUS
from tests.permissions.declaring import Address, Section, Who, sections
from tests.permissions.hostile import Asked, Pairs, filled, form
from tests.permissions.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.integration]
KINDS = ("huge", "mixed")
"""A number that no column holds passes most forms; of all other values each name gets one."""


@pytest.fixture(autouse=True)
def _as_in_production(settings, monkeypatch) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.room)
def test_no_value_under_any_name_breaks_an_address(section: Section) -> None:
    world = build()
    broken: list[str] = []
    tried: set[tuple[str, str, str]] = set()
    for address in section.addresses:
        for method in ("GET", "POST"):
            who, place = address.who(method), (address.route, address.path, method)
            if who and place not in tried and not (address.fails and method == "POST"):
                tried.add(place)
                broken += [f"{method} {address.name}: {kind}" for kind in _breaking(world, address, method, _of(who))]

    assert not broken, "\n".join(broken)


def _of(who: Who) -> str:
    """Somebody of these: who knows nobody, if they may."""
    return ANONYMOUS if ANONYMOUS in who else next(actor for actor in ACTORS if actor in who)


def _breaking(world: World, address: Address, method: str, actor: str) -> Iterator[str]:
    """The kinds of values at which the address fails. What it asks for it tells by being asked for nothing."""
    world.prepare(address.things.values(), actor)
    asked = Asked()
    _status(world, address, method, actor, [], asked)
    for kind in KINDS if asked.values or asked.files else ():
        if _status(world, address, method, actor, filled(asked.values, kind), asked) >= 500:
            yield kind


def _status(world: World, address: Address, method: str, actor: str, pairs: Pairs, asked: Asked) -> int:
    browser, target = world.browsers[actor], address.address(lambda name: world.get(name, actor))
    things_of_it = address.filled(lambda name: world.get(name, actor))
    declared: Pairs = [(name, value.format(**things_of_it)) for name, value in address.data.items()]
    cookies = browser.cookies.copy()
    with ExitStack() as stack:
        stack.enter_context(_taken_back())
        stack.enter_context(asked.listening())
        if method == "GET":
            answer = browser.get(f"{target}{'&' if '?' in target else '?'}{urlencode(pairs)}")
        else:
            body, content_type = form(
                [*declared, *(pair for pair in pairs if pair[0] not in address.data)], asked.files
            )
            answer = browser.generic("POST", target, body, content_type=content_type)
    browser.cookies = cookies
    return int(answer.status_code)


@contextmanager
def _taken_back() -> Iterator[None]:
    """All of it is undone. On PostgreSQL a statement that fails would fail all after it: each is undone by itself."""
    with transaction.atomic(), ExitStack() as stack:
        if connection.vendor == "postgresql":
            stack.enter_context(connection.execute_wrapper(_Alone()))
        yield
        transaction.set_rollback(True)


class _Alone:
    """Puts each statement between a savepoint and its end."""

    def __init__(self) -> None:
        self.is_within = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run it."""
        if self.is_within or sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        self.is_within = True
        try:
            with transaction.atomic():
                return execute(sql, params, many, context)
        finally:
            self.is_within = False
