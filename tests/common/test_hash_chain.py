"""A chain of digests shows every change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.common.hash_chain import GENESIS, Break, Link, digest_of, first_break


def chain(*contents: dict) -> list[Link]:
    links, previous = [], GENESIS
    for sequence, content in enumerate(contents, start=1):
        digest = digest_of(previous, sequence, content)
        links.append(Link(sequence, content, previous, digest))
        previous = digest
    return links


WHOLE = chain({"act": "登录"}, {"act": "发布"}, {"act": "退出"})


def test_a_chain_that_nobody_touched_holds():
    assert first_break(WHOLE) is None
    assert first_break([]) is None


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_changed_word_is_found_where_it_stands(place):
    links = list(WHOLE)
    links[place] = replace(links[place], content={"act": "别的"})
    assert first_break(links) == Break(place + 1, "content")


def test_a_changed_word_with_its_digest_made_anew_is_found_in_the_next_row():
    content = {"act": "别的"}
    forged = replace(WHOLE[0], content=content, digest=digest_of(GENESIS, 1, content))
    assert first_break([forged, *WHOLE[1:]]) == Break(2, "previous")


def test_a_row_taken_out_is_found():
    assert first_break([WHOLE[0], WHOLE[2]]) == Break(2, "missing")
    assert first_break(WHOLE[1:]) == Break(1, "missing")


def test_the_order_of_keys_does_not_matter_and_that_of_rows_does():
    assert digest_of(GENESIS, 1, {"a": 1, "b": 2}) == digest_of(GENESIS, 1, {"b": 2, "a": 1})
    assert first_break([WHOLE[1], WHOLE[0], WHOLE[2]]) is not None


def test_content_that_is_no_plain_json_is_refused():
    with pytest.raises(TypeError):
        digest_of(GENESIS, 1, {"at": object()})
