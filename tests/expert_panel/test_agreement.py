"""Cohen's kappa, against cases worked out by hand."""

from __future__ import annotations

import pytest

from portal.expert_panel.agreement import agreement, cohens_kappa


def test_full_agreement_on_more_than_one_mark_is_one() -> None:
    assert cohens_kappa([(1, 1), (2, 2), (3, 3)]) == pytest.approx(1)


def test_the_textbook_case_of_two_marks() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5, kappa 0.4 (Cohen's own table)."""
    pairs = [(3, 3)] * 20 + [(3, 1)] * 5 + [(1, 3)] * 10 + [(1, 1)] * 15
    assert cohens_kappa(pairs, (1, 3)) == pytest.approx(0.4)
    assert cohens_kappa(pairs, (1, 3), is_weighted=False) == pytest.approx(0.4)


def test_by_hand_with_linear_weights() -> None:
    """Pairs 33, 32, 21, 11. Disagreement: (0 + ½ + ½ + 0) ∕ 4 = ¼. By chance: first 3,3,2,1; second 3,2,1,1: distances
    from 3: 0+½+1+1 = 2.5, twice; from 2: ½+0+½+½ = 1.5; from 1: 1+½+0+0 = 1.5; 8 ∕ 16 = ½. Kappa 1 − ¼∕½ = ½."""
    pairs = [(3, 3), (3, 2), (2, 1), (1, 1)]
    assert cohens_kappa(pairs) == pytest.approx(0.5)
    # Unweighted: observed ½; by chance 2·1 + 1·1 + 1·2 = 5 of 16 equal: 1 − ½ ∕ (11∕16) = 3∕11.
    assert cohens_kappa(pairs, is_weighted=False) == pytest.approx(3 / 11)


def test_two_grades_apart_weigh_twice_as_much_as_one() -> None:
    far = cohens_kappa([(3, 3), (1, 1), (2, 2), (3, 1)])
    near = cohens_kappa([(3, 3), (1, 1), (2, 2), (3, 2)])
    assert far is not None
    assert near is not None
    assert far < near


def test_less_than_chance_is_negative() -> None:
    assert cohens_kappa([(1, 3), (3, 1)]) == pytest.approx(-1)


def test_one_mark_throughout_leaves_nothing_to_measure() -> None:
    found = agreement([(3, 3)] * 7)
    assert (found.count, found.equal, found.percent) == (7, 7, 100)
    assert found.kappa is None
    assert found.unweighted is None


def test_no_pair_at_all() -> None:
    found = agreement([])
    assert (found.count, found.percent, found.kappa) == (0, 0, None)


def test_a_mark_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError):
        agreement([(0, 3)])
