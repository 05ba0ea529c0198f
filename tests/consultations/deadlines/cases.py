"""Cases for the tests of clocks: rows, without the services that send them."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation, ServiceRules

_numbers = itertools.count(1)


def at(text: str) -> datetime:
    """A moment in Shanghai: ``2026-03-02 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def case(submitted_at: datetime, **values: Any) -> Consultation:
    """A question that was sent."""
    number = next(_numbers)
    rules, _created = ServiceRules.objects.get_or_create(
        version="示范", defaults={"title": "示范规范", "text": "示范", "effective_on": date(2020, 1, 1)}
    )
    return Consultation.objects.create(
        **{
            "receipt_number": f"T{number:010d}",
            "question": "示范问题",
            "question_salt": "0" * 32,
            "service_rules": rules,
            "submitted_at": submitted_at,
            "submission_key": f"test-{number}",
            **values,
        }
    )
