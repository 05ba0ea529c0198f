"""Answering whatever state the engines are in."""

from __future__ import annotations

from datetime import date

import pytest

from search import engines
from search.engines import engine_at
from search.query import make_plan
from search.service import breaker, find
from tests.search.builders import TODAY, ended, fill, provision

GONE = "http://127.0.0.1:9"


def ask(words: str = "工伤", **values):
    return find(make_plan(words, today=TODAY, **values))


@pytest.fixture
def first_engine_gone(settings, tmp_path, library):
    """The first engine is a server that is gone; the fallback holds one article."""
    settings.SEARCH_URL = GONE
    settings.SEARCH_FALLBACK_URL = f"embedded://{tmp_path / 'fallback'}"
    breaker.reset()
    fill(engine_at(settings.SEARCH_FALLBACK_URL), provision("1", "工伤。"))
    yield
    breaker.reset()


def test_the_fallback_answers_and_says_so(first_engine_gone):
    results = ask()
    assert (results.total, results.engine, results.degraded, results.is_out) == (1, "embedded", True, False)


def test_an_engine_that_failed_is_left_alone_for_a_while(first_engine_gone, monkeypatch):
    asked = []
    gone = engines.primary()
    search = gone.search
    monkeypatch.setattr(gone, "search", lambda plan: asked.append(plan) or search(plan))
    ask()
    ask()
    assert len(asked) == 1
    breaker.reset()
    ask()
    assert len(asked) == 2


def test_without_a_fallback_search_is_out_and_pins_are_shown(settings, library):
    settings.SEARCH_URL, settings.SEARCH_FALLBACK_URL = GONE, ""
    breaker.reset()
    results = ask("示范用工法第一条", pins=[provision("1", "第一条的文字。")])
    assert results.is_out
    assert results.degraded
    assert [item.document.key for item in results.items] == ["provision:1"]
    assert results.total == 1
    breaker.reset()


def test_an_index_that_was_never_built_is_out_and_not_empty(portal_index, library):
    assert ask().is_out


def test_pins_head_the_first_page_and_are_counted_once(portal_index, library):
    pin = provision("7", "工伤。")
    fill(portal_index, pin, *(provision(str(n), "工伤。") for n in range(1, 6)))
    first, second = ask(pins=[pin], page_size=3), ask(pins=[pin], page=2, page_size=3)
    assert first.items[0].is_pinned
    assert first.total == second.total == 6
    assert first.kinds == {"provision": 6}
    seen = [item.document.key for item in (*first.items, *second.items)]
    assert sorted(seen) == sorted({f"provision:{n}" for n in (1, 2, 3, 4, 5, 7)})


def test_symbols_only_ask_no_engine(settings, library):
    settings.SEARCH_URL = GONE
    breaker.reset()
    assert not ask("？？？").is_out


@pytest.mark.parametrize(
    ("document", "on", "said"),
    [
        (provision("1", "工伤。"), None, "in_force"),
        (ended("1", "工伤。"), date(2022, 1, 1), "in_force"),
        (ended("1", "工伤。"), None, "amended"),
        (ended("1", "工伤。", end_reason="repealed"), None, "repealed"),
        (provision("1", "工伤。", end_reason="repealed_undated"), None, "repealed"),
        (provision("1", "工伤。", valid_from=date(2030, 1, 1)), None, "not_yet_effective"),
        (provision("1", "工伤。", valid_from=date(1, 1, 1)), None, "unknown"),
        (provision("1", "工伤。", kind="news_article"), None, None),
    ],
)
def test_effectivity_is_that_of_the_day_asked_for(portal_index, library, document, on, said):
    results = ask(pins=[document], on=on)
    assert results.items[0].effectivity == said
