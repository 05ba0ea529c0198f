"""Drawing by lot: the same at every try, spread evenly, known to nobody without the key."""

from __future__ import annotations

from portal.expert_panel.drawing import is_drawn, lot

KEY = b"a secret of this test"


def test_the_same_answer_is_always_drawn_alike() -> None:
    assert [lot(KEY, "sample", number) for number in range(50)] == [lot(KEY, "sample", number) for number in range(50)]


def test_about_as_many_are_drawn_as_the_rate_says() -> None:
    drawn = sum(is_drawn(KEY, "sample", number, 5) for number in range(20_000))
    assert 850 <= drawn <= 1150


def test_nothing_at_nought_and_everything_at_a_hundred() -> None:
    assert not any(is_drawn(KEY, "sample", number, 0) for number in range(1000))
    assert all(is_drawn(KEY, "sample", number, 100) for number in range(1000))


def test_a_higher_rate_keeps_what_a_lower_one_drew() -> None:
    low = {number for number in range(2000) if is_drawn(KEY, "sample", number, 5)}
    high = {number for number in range(2000) if is_drawn(KEY, "sample", number, 20)}
    assert low < high


def test_without_the_key_nobody_can_tell() -> None:
    mine = [is_drawn(KEY, "sample", number, 50) for number in range(500)]
    theirs = [is_drawn(b"another", "sample", number, 50) for number in range(500)]
    assert 180 < sum(one == other for one, other in zip(mine, theirs, strict=True)) < 320


def test_purposes_are_drawn_apart() -> None:
    sampled = {number for number in range(2000) if is_drawn(KEY, "sample", number, 20)}
    double = {number for number in sampled if is_drawn(KEY, "double", number, 20)}
    assert 0 < len(double) < len(sampled) / 2
