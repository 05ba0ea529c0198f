"""An answer that was given to all askers of a matter is found wrong in one case: the others' is looked at again, too."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.changed_law.models import SecondLook
from portal.changed_law.services import deciding
from portal.changed_law.services.marking import doubt
from portal.common import clock
from portal.common.outbox.drain import drain
from portal.consultations.editor.state import from_json
from portal.consultations.models import Answer, Consultation
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering
from portal.group_matters.services import answering_all
from portal.group_matters.services.doubting import SINK
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.group_matters.people import drafted, fresh, held
from tests.public_board import builders as publications

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def answered_all(count: int = 3) -> tuple[list[Consultation], Any]:
    matter, cases, staff = held(count)
    draft = drafted(cases[0])
    key = answering_all.key_of(cases[0], draft.revision, draft.content)
    answering_all.answer_all(matter, cases[0], from_json(draft.content), key=key, by=staff.user)
    return [fresh(case) for case in cases], staff


def open_looks() -> set[int]:
    return set(SecondLook.objects.filter(outcome="").values_list("consultation", flat=True))


def test_article_29_an_answer_for_all_that_is_found_wrong_in_one_case_is_looked_at_in_each() -> None:
    cases, staff = answered_all()
    alone = builders.answered(staff)
    supervisor = builders.person("supervisor")
    doubt(Answer.objects.get(consultation=cases[1]), "期限算错了。", by=supervisor)
    drain(SINK)
    assert open_looks() == {case.pk for case in cases}
    assert alone.pk not in open_looks()
    others = SecondLook.objects.exclude(consultation=cases[1])
    assert all("期限算错了。" in look.reason and look.raised_as == "system" for look in others)
    assert Notification.objects.filter(recipient=staff.user, url="/workbench/changed-law/").count() == 2
    assert not list(verify_records(Tally()))


def test_what_was_left_as_it_is_is_not_put_up_again_by_its_like() -> None:
    cases, staff = answered_all()
    first = doubt(Answer.objects.get(consultation=cases[0]), "期限算错了。", by=staff.user)
    drain(SINK)
    other = SecondLook.objects.get(consultation=cases[1])
    deciding.leave_as_it_is(other, "这一件没有这个问题。", by=staff.user)
    answering.correct(
        fresh(cases[0]), Answer.objects.get(consultation=cases[0]), builders.ANSWER, "期限写错了。", by=staff.user
    )
    drain(SINK)
    assert SecondLook.objects.get(pk=first.pk).outcome == "corrected"
    assert open_looks() == {cases[2].pk}


def test_article_23_a_correction_in_one_case_puts_the_others_up_and_frozen_ones_stay() -> None:
    cases, staff = answered_all()
    Consultation.objects.filter(pk=cases[2].pk).update(frozen_at=clock.now())
    answering.correct(
        cases[0], Answer.objects.get(consultation=cases[0]), builders.ANSWER, "期限写错了。", by=staff.user
    )
    drain(SINK)
    drain(SINK)
    look = SecondLook.objects.get()
    assert (look.consultation_id, "期限写错了。" in look.reason) == (cases[1].pk, True)


def test_article_29_who_prepares_a_page_sees_which_case_of_the_matter_is_public_or_stands_for_all(
    client: Client,
) -> None:
    askers = [publications.asker() for _asker in range(3)]
    cases, _staff = answered_all()
    for case, person in zip(cases, askers, strict=True):
        Consultation.objects.filter(pk=case.pk).update(citizen=person)
    first, second = (publications.wanted(fresh(case)) for case in cases[1:])
    client.force_login(builders.person("moderator"))
    page = client.get(f"/workbench/publications/{first.code}/").content.decode()
    note = page.partition("和别的咨询是同一件事")[2].partition("</div>")[0]
    assert f"{cases[0].written_number}（统一答复写在这一件里，可以由它代表）：没有申请公开" in note
    assert cases[2].written_number in note
    assert f"/workbench/publications/{second.code}/" in note
    alone = publications.wanted()
    assert "同一件事" not in client.get(f"/workbench/publications/{alone.code}/").content.decode()
