"""Redis is gone: what a person saved is saved, the answer does not hang, and the work is still owed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from portal.common.outbox.models import OutboxRow
from tests.faults.drainer import SINK
from tests.faults.processes import PATIENCE, child

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
NOBODY_LISTENS = "redis://127.0.0.1:9/0"


def test_a_save_goes_through_and_its_side_effect_waits_for_the_sweep() -> None:
    with child(
        "tests.faults.saver",
        DJANGO_SETTINGS_MODULE="portal.settings.dev",
        REDIS_URL=NOBODY_LISTENS,
    ) as saver:
        output, _errors = saver.communicate(timeout=PATIENCE)
    assert output == "saved\n"
    assert Group.objects.filter(name="saved without a broker").exists()
    assert OutboxRow.objects.filter(sink=SINK, done_at=None).count() == 1
