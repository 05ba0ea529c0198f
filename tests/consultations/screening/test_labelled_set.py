"""How well the rules do on questions whose labels the tests carry (docs/screening.md has the table)."""

from __future__ import annotations

from collections import Counter

import pytest

from portal.common.redaction import find_personal_data
from portal.consultations.screening.asked import RuleCode
from tests.consultations.screening.labelled import Labelled, questions, scores, table

FLOORS = {
    # precision, recall
    RuleCode.OUT_OF_SCOPE: (0.95, 0.90),
    RuleCode.PENDING_CASE: (0.95, 0.92),
    RuleCode.ABUSE: (0.95, 0.90),
    RuleCode.NOT_GENUINE_NEED: (0.95, 0.90),
    RuleCode.REPEATED_QUESTION: (1.00, 1.00),
    RuleCode.RELATED_MATTER: (1.00, 1.00),
    RuleCode.PERSONAL_DATA: (0.95, 0.95),
    RuleCode.STATE_SECRET: (0.90, 1.00),
    RuleCode.DANGER: (0.90, 0.95),
    RuleCode.MINOR: (0.90, 0.95),
    RuleCode.UNDER_14: (0.90, 0.95),
    RuleCode.LANGUAGE: (1.00, 1.00),
    RuleCode.LIMITATION: (0.90, 0.90),
}


def test_precision_and_recall_of_every_rule_stay_above_their_floors() -> None:
    results = scores(questions())
    print(f"\n{table(results)}")
    below = {
        rule.value: (round(results[rule].precision, 3), round(results[rule].recall, 3))
        for rule, (precision, recall) in FLOORS.items()
        if results[rule].precision < precision or results[rule].recall < recall
    }
    assert not below
    assert set(FLOORS) == set(RuleCode)


def test_the_set_is_large_and_has_every_topic_and_near_misses_of_every_rule() -> None:
    found = list(questions())
    assert len(found) >= 300
    assert len({one.asked.text for one in found if not one.asked.earlier}) >= 300
    # The topic of family violence is a sign of danger by itself.
    topics = Counter(one.asked.topic for one in found if not one.rules - {RuleCode.DANGER})
    assert len([topic for topic in topics if topic]) == 29
    labels = Counter(rule for one in found for rule in one.rules)
    assert all(labels[rule] >= 3 for rule in RuleCode)


def _with_details() -> list[Labelled]:
    return [one for one in questions() if one.details]


@pytest.mark.parametrize("one", _with_details(), ids=lambda one: one.asked.text[:16])
def test_what_was_found_is_named(one: Labelled) -> None:
    """The authority, the kind of danger, the band of age, the period, the kinds of personal data."""
    found = one.suggestions()
    for rule, expected in one.details.items():
        suggestion = found.get(RuleCode(rule))
        if suggestion is None:
            continue  # counted as missed above
        said = {value for _name, value in suggestion.details} | set(suggestion.authorities)
        if rule == RuleCode.PERSONAL_DATA:
            said |= {finding.kind.value for finding in find_personal_data(one.asked.text)}
        for detail in expected:
            assert detail in said or detail in suggestion.explanation
