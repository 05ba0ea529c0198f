"""The last button pressed by many hands at once, from real connections: one case, one number for all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.models import Consultation, IntakeDraft
from portal.consultations.services.intake.drafts import begin_draft
from portal.consultations.services.intake.sending import send_at_once, send_draft
from portal.consultations.services.intake.texts import current_texts
from tests.consultations.asking.walking import ANSWERS

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
HANDS = 8


def complete() -> Content:
    """Everything answered and agreed to."""
    texts, content = current_texts(clock.today()), Content()
    versions = {"notice": f"{texts.risk_notice.pk}", "consent": f"{texts.agreement.pk}-{texts.privacy_rules.pk}"}
    fields = {"notice": "notice_version", "consent": "agreement_version"}
    for step, typed in ANSWERS.items():
        lists = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        if step in versions:
            lists[fields[step]] = [versions[step]]
            content.note_agreed(step, versions[step], clock.now())
        content.take(step, lists)
        content.note_passed(step)
    return content


def at_once(act: object) -> set[str]:
    """What every hand was told."""

    def one(_number: int) -> str:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        return set(hands.map(one, range(HANDS)))


def test_one_draft_sent_by_many_tabs_is_one_case() -> None:
    key = str(begin_draft(complete()).pk)
    numbers = at_once(lambda: send_draft(key))
    assert numbers == {Consultation.objects.get().receipt_number}
    assert Content.from_json(IntakeDraft.objects.get().content).receipt_number in numbers


def test_one_page_sent_many_times_is_one_case() -> None:
    stored = complete().as_json()

    def send() -> str:
        return Content.from_json(send_at_once(Content.from_json(stored)).content).receipt_number

    numbers = at_once(send)
    assert numbers == {Consultation.objects.get().receipt_number}
