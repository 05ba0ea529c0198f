"""Fifty processes compete for five hundred cases: one owner each, no error, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from portal.common import clock
from portal.consultations.models import Consultation, ConsultationEvent, ResidentStaff, StaffCode
from portal.consultations.services.intake.numbers import is_staff_code
from portal.consultations.services.intake.texts import current_service_rules
from tests.consultations import builders
from tests.faults.processes import child

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
RESIDENTS, CASES, INSTITUTIONS = 50, 500, 5


def a_crowd_of_residents() -> None:
    homes = [builders.resident_institution() for _home in range(INSTITUTIONS)]
    for number in range(RESIDENTS):
        builders.resident(homes[number % INSTITUTIONS], most_open=CASES)


def waiting_cases() -> None:
    rules, now = current_service_rules(clock.today()), clock.now()
    Consultation.objects.bulk_create(
        Consultation(
            receipt_number=f"C{number:010d}",
            question="示范问题",
            question_salt="0" * 32,
            service_rules=rules,
            state="accepted",
            submitted_at=now - timedelta(seconds=number),
            submission_key=f"crowd-{number}",
        )
        for number in range(CASES)
    )


def lines_of(act: str, size: int) -> list[list[str]]:
    with child("tests.faults.crowd", act, str(size)) as crowd:
        assert crowd.stdout is not None
        lines = [line.split() for line in crowd.stdout.read().splitlines()]
        assert crowd.wait() == 0, [line for line in lines if line[0] == "error"][:3]
    return lines


def test_fifty_processes_and_five_hundred_cases_give_one_owner_each_and_no_error() -> None:
    a_crowd_of_residents()
    waiting_cases()
    lines = lines_of("claim", RESIDENTS)
    outcomes = Counter(line[0] for line in lines)
    owners = {line[1]: line[2] for line in lines if line[0] == "done"}

    assert outcomes["error"] == 0
    assert outcomes["done"] == CASES, "each case was given once"
    held = Consultation.objects.values_list("receipt_number", "assigned_to__staff_code__code")
    assert dict(held) == owners, "and to whom it was acknowledged"
    assert set(Consultation.objects.values_list("state", "claim_number")) == {("assigned", 1)}
    assert ConsultationEvent.objects.filter(act="claim").count() == CASES
    assert outcomes["late"] > 0, "they did compete"


def test_art_22_codes_allocated_at_once_are_all_different() -> None:
    lines = lines_of("allocate", 8)
    codes = [line[2] for line in lines]
    assert len(codes) == len(set(codes)) == 80
    assert all(is_staff_code(code) for code in codes)
    assert sorted(StaffCode.objects.values_list("number", flat=True)) == list(range(1, 81))
    assert not ResidentStaff.objects.exists()
