"""Every cell of the matrix is tried: each address, by each role and from outside, by each method."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.template import Template
from django.test.utils import _TestState

from portal.accounts.second_factor.policy import Demand, demand
from portal.common import clock
from tests.permissions import things  # noqa: F401 - registers them
from tests.permissions.actors import ACTORS, NOT_FRESH
from tests.permissions.declaring import Address, Section, declared, sections
from tests.permissions.outcomes import AUDITORS_OWN, METHODS, expected, must_not_write
from tests.permissions.trying import attempt
from tests.permissions.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _as_in_production(settings, monkeypatch) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    # Templates render as they do outside of tests: nobody looks at what the test client would copy of each.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    logging.disable(logging.CRITICAL)  # thousands of refusals are what is asked for
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.room)
def test_each_may_what_is_declared_and_nothing_else(section: Section) -> None:
    world = build()
    wrong: list[str] = []
    for address in section.addresses:
        for actor in ACTORS:
            world.prepare(address.things.values(), actor)
            for method in METHODS:
                if actor == NOT_FRESH and not address.steps_up:
                    # All that sets this person apart from an administrator is what the policy says of the path.
                    if owed(address, world, method) is not Demand.NOTHING:
                        wrong.append(f"{method} {address.name} as {actor}: steps up, declared not to")
                    continue
                wanted = expected(address, method, actor)
                outcome, wrote, status = attempt(world, address, method, actor)
                if outcome not in wanted:
                    wrong.append(
                        f"{method} {address.name} as {actor}: {outcome} ({status}), declared {' or '.join(wanted)}"
                    )
                elif wrote and must_not_write(address, method, actor):
                    wrong.append(f"{method} {address.name} as {actor}: {outcome}, but it changed {sorted(wrote)}")

    assert not wrong, f"tests/permissions/sections/{section.room}.py and the portal disagree:\n" + "\n".join(wrong)


def owed(address: Address, world: World, method: str) -> Demand:
    """What somebody owes who has passed the second factor long ago."""
    path = address.address(lambda name: world.get(name, NOT_FRESH)).partition("?")[0]
    return demand(
        path, has_device=True, is_verified=True, verified_at=None, now=clock.now(), is_reading=method == "GET"
    )


def test_what_is_the_auditors_own_is_little_and_exists() -> None:
    assert {address.route for address in declared()} >= AUDITORS_OWN
    assert len(AUDITORS_OWN) == 7
