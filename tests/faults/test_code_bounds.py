"""[Article 6] Bounds on codes hold across processes: they are rows, and each use is one conditional update."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from portal.accounts.citizens.models import PhoneCode, UseCount
from tests.faults.processes import child

pytestmark = [
    pytest.mark.faults,
    pytest.mark.integration,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PROCESSES, TIMES = 6, 8


def test_six_processes_at_once_get_no_more_codes_than_one_would() -> None:
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                child(
                    "tests.faults.code_asker", "13900000001", f"192.0.2.{place}", str(TIMES), PHONE_CODES_AN_HOUR="50"
                )
            )
            for place in range(PROCESSES)
        ]
        given = sum(int(process.communicate(timeout=120)[0] or -99) for process in started)

    sent = PhoneCode.objects.count()
    assert given == sent
    # One a minute; a window may end while they ask.
    assert 1 <= sent <= 3
    assert sum(UseCount.objects.filter(bound="code_total_hour").values_list("count", flat=True)) == sent
