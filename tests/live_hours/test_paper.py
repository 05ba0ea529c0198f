"""Phone and window consultations: entered by staff, answered on paper or by message (issue, live hours)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import Answer, Consultation, ConsultationEvent, Deadline, SlaPolicy
from portal.consultations.models.choices import Channel, DeadlineKind
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering
from portal.live_hours.models import PaperHandover
from portal.live_hours.services.paper import hand_over, waiting_answers
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def answered(channel: str = Channel.WINDOW, **values: object) -> Answer:
    return builders.answered(channel=channel, **values).answers.get()


def test_who_entered_it_is_on_record() -> None:
    clerk = builders.person("moderator")
    case = builders.submitted(channel=Channel.PHONE, entered_by=clerk)
    event = ConsultationEvent.objects.get(consultation=case, act="submit")
    assert (event.actor_kind, event.actor_ref) == ("moderator", str(clerk.pk))
    assert event.content["channel"] == "phone"


def test_article_23_phone_and_window_have_the_hours_of_messages_unless_a_row_says_otherwise() -> None:
    for channel in (Channel.PHONE, Channel.WINDOW):
        due = Deadline.objects.get(consultation=builders.submitted(channel=channel))
        assert due.due_at - due.started_at == timedelta(hours=5)
    SlaPolicy.objects.create(
        channel=Channel.WINDOW, kind=DeadlineKind.FIRST_ANSWER, amount=2, unit="natural_hours", valid_from=clock.today()
    )
    due = Deadline.objects.get(consultation=builders.submitted(channel=Channel.WINDOW))
    assert due.due_at - due.started_at == timedelta(hours=2)


def test_what_was_answered_waits_to_be_handed_over_messages_do_not() -> None:
    clerk = builders.person("moderator")
    first, second = answered(), answered(Channel.PHONE)
    answered(Channel.MESSAGE)
    assert list(waiting_answers(clerk)) == [first, second]
    page = text_of(browser_of(clerk).get("/workbench/paper/"))
    assert first.consultation.written_number in page


def test_the_sheet_holds_number_question_risk_notice_and_four_sections_and_its_opening_is_on_file() -> None:
    clerk, answer = builders.person("moderator"), answered()
    case = answer.consultation
    page = text_of(browser_of(clerk).get(f"/workbench/paper/{case.receipt_number}/"))
    for words in (
        case.written_number,
        builders.QUESTION,
        case.consent.risk_notice.title,
        answer.conclusion,
        answer.legal_basis,
        answer.reasoning,
        answer.next_steps,
        case.assigned_to.code,
    ):
        assert words in page
    assert case.assigned_to.practitioner.name not in page, "article 22: the code alone"
    assert AuditEntry.objects.filter(act=Act.CASE_OPENED, details__page="paper").exists()


@pytest.mark.parametrize("way", PaperHandover.Way.values)
def test_handed_over_is_an_act_with_who_when_and_which_way(way: str) -> None:
    clerk, answer = builders.person("moderator"), answered()
    desk = browser_of(clerk)
    sent = desk.post(f"/workbench/paper/{answer.consultation.receipt_number}/", {"way": way})
    assert sent["Location"] == "/workbench/paper/"
    kept = PaperHandover.objects.get()
    assert (kept.by, kept.way) == (clerk, way)
    event = ConsultationEvent.objects.get(consultation=answer.consultation, act="handed_over")
    assert (event.actor_ref, event.content) == (str(clerk.pk), {"answer_on_paper": answer.pk, "way": way})
    assert not waiting_answers(clerk).exists()
    page = text_of(desk.get(f"/workbench/paper/{answer.consultation.receipt_number}/"))
    assert clerk.display_name in page


def test_it_is_recorded_once() -> None:
    clerk, answer = builders.person("moderator"), answered()
    hand_over(answer, "handed", by=clerk)
    with pytest.raises(WrongState):
        hand_over(answer, "posted", by=clerk)


def test_without_a_choice_nothing_is_recorded() -> None:
    clerk, answer = builders.person("moderator"), answered()
    page = browser_of(clerk).post(f"/workbench/paper/{answer.consultation.receipt_number}/", {})
    assert page.status_code == 400
    with pytest.raises(ValidationError):
        hand_over(answer, "", by=clerk)
    assert not PaperHandover.objects.exists()


def test_article_23_a_corrected_answer_waits_again_and_the_old_one_is_not_handed_over() -> None:
    clerk, answer = builders.person("moderator"), answered()
    hand_over(answer, "handed", by=clerk)
    case = answer.consultation
    corrected = answering.correct(case, answer, builders.ANSWER, "写错了一处。", by=case.assigned_to.user)
    assert list(waiting_answers(clerk)) == [corrected]
    other = answered()
    later = answering.correct(
        other.consultation, other, builders.ANSWER, "写错了一处。", by=other.consultation.assigned_to.user
    )
    with pytest.raises(WrongState, match="更正"):
        hand_over(other, "handed", by=clerk)
    assert later in waiting_answers(clerk)


def test_nobody_hands_over_but_who_enters() -> None:
    answer = answered()
    for other in (answer.author.user, builders.person("supervisor"), builders.citizen()):
        with pytest.raises(PermissionDenied):
            hand_over(answer, "handed", by=other)
    with pytest.raises(PermissionDenied):
        hand_over(answered(Channel.MESSAGE), "handed", by=builders.person("moderator"))


def test_the_list_costs_the_same_however_long_it_is() -> None:
    desk = browser_of(builders.person("moderator"))
    answered()
    desk.get("/workbench/paper/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/workbench/paper/")
        return len(queries)

    few = cost()
    for _number in range(4):
        answered(Channel.PHONE, entered_by=builders.person("moderator"))
    assert cost() == few


def test_a_message_has_no_sheet() -> None:
    case = builders.answered()
    assert browser_of(builders.person("moderator")).get(f"/workbench/paper/{case.receipt_number}/").status_code == 404
    assert Consultation.objects.get().channel == Channel.MESSAGE
