"""The parser over the whole corpus, where FAWANG_CORPUS names one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cms.laws.parser import ParsedText, join_books, parse, significant, write_back
from tests.laws.parser.snapshot import Row, corpus_texts, differences, remembered

CORPUS = os.environ.get("FAWANG_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="FAWANG_CORPUS is not set: no corpus to parse")


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return dict(corpus_texts(Path(CORPUS)))


@pytest.fixture(scope="module")
def parses(sources: dict[str, str]) -> dict[str, ParsedText]:
    return {path: parse(source) for path, source in sources.items()}


def test_no_text_of_the_corpus_loses_anything(sources, parses):
    lost = [
        path
        for path, parsed in parses.items()
        if parsed.characters_in != parsed.characters_kept
        or "".join(write_back(parsed).split()) != significant(sources[path])
    ]
    assert lost == []


def test_every_locator_is_given_once(parses):
    doubled = []
    for path, parsed in parses.items():
        locators = [node.locator for node in parsed.walk()]
        if len(set(locators)) != len(locators):
            doubled.append(path)
    assert doubled == []


def test_every_parse_is_as_the_snapshot_remembers_it(parses):
    now = {path: Row.of(path, parsed) for path, parsed in parses.items()}
    altered = differences(remembered(), now)
    assert not altered, (
        f"{len(altered)} texts are parsed otherwise; if that is wanted: python -m tests.laws.parser.snapshot\n"
        + "\n".join(altered[:50])
    )


def test_laws_whose_number_of_articles_is_known(parses):
    criminal = [node.locator for node in parses["刑法/刑法.md"].walk()]
    assert {"art-133-1", "art-133-2", "art-452"} <= set(criminal)
    labour = [parsed.articles for path, parsed in parses.items() if path.startswith("社会法/劳动合同法")]
    assert set(labour) == {98}


def test_the_civil_code_of_eight_books_has_1260_articles_and_seven_numbered_parts(sources):
    books = [(Path(path).stem, source) for path, source in sources.items() if path.startswith("民法典/")]
    code = parse(join_books(books))
    articles = [node.number for node in code.walk() if node.kind == "article"]
    assert articles == list(range(1, 1261))
    parts = [node.locator for node in code.nodes]
    assert parts == [f"part-{number}" for number in range(1, 8)] + ["supplementary"]
    assert code.blocks == 0
