"""By when a complaint has its result is said as the installation's rows have it, and no constant."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.common import clock
from portal.consultations.models import SlaPolicy
from portal.consultations.models.choices import DeadlineKind, TimeUnit
from tests.consultations import builders
from tests.consultations.mine.test_pages import enter

pytestmark = pytest.mark.django_db


def test_both_pages_state_the_limit_that_holds(client: Client) -> None:
    kind = DeadlineKind.COMPLAINT
    SlaPolicy.objects.filter(kind=kind).delete()
    SlaPolicy.objects.create(kind=kind, amount=8, unit=TimeUnit.WORKING_DAYS, valid_from=clock.today())
    assert "应当在 8 个工作日内告诉您结果" in client.get("/complaints/").content.decode()
    case = builders.answered()
    enter(client, case)
    page = client.get(f"/complaints/of/{case.receipt_number}/").content.decode()
    assert "应当在 8 个工作日内有结果" in page
