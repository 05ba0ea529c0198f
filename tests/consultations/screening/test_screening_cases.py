"""What screening makes of a case: it goes on or waits, with its flags; nothing is refused and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portal.common import clock
from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from portal.consultations.models import Consultation, ConsultationSettings, RelatedMatter, ScreeningFlag
from portal.consultations.screening.marked_words import words_of
from portal.consultations.services.answers import instead
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import masking
from portal.consultations.services.intake.submitting import SCREEN_SINK
from portal.consultations.services.screening import looking as screening
from portal.consultations.services.screening import moderating, refusing
from portal.consultations.services.screening.added import ADDED_SINK
from portal.consultations.services.screening.queue import waiting_for
from portal.consultations.states import State
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.consultations.screening.cases import CHILD, CLEAN, DANGER, OUT_OF_SCOPE, PENDING, SECRET, flags, screened

pytestmark = pytest.mark.django_db


def test_a_clean_question_goes_straight_to_residents() -> None:
    case = screened()
    assert (case.state, flags(case)) == (State.ACCEPTED, {})
    assert case.screened_at is not None


def test_screening_runs_from_the_outbox_after_the_receipt_and_twice_does_no_harm(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = builders.submitted(question=PENDING)
    drain(SCREEN_SINK)
    screening.screen_waiting([case.receipt_number, case.receipt_number])
    case.refresh_from_db()
    assert case.state == State.SCREENING
    assert ScreeningFlag.objects.filter(consultation=case).count() == 1


def test_article_31_a_pending_case_waits_with_the_words_that_led_to_it() -> None:
    case = screened(PENDING)
    flag = flags(case)["pending_case"]
    assert case.state == State.SCREENING
    assert words_of(flag.words) == ["法院已经立案了", "下周二开庭"]
    assert "请看清是不是本案" in flag.explanation


def test_article_28_a_question_out_of_scope_names_the_authority_of_the_table() -> None:
    flag = flags(screened(OUT_OF_SCOPE))["out_of_scope"]
    assert flag.authority is not None
    assert (flag.authority.code, flag.authority.telephone) == ("citizen_hotline", "12345")


def test_article_28_what_editors_write_into_the_table_is_what_is_found() -> None:
    from portal.consultations.models import Authority

    text = "我家的无人机怎么实名登记，去哪里办"
    assert flags(screened(text)) == {}
    Authority.objects.create(code="caac", name="民航", matters="无人机", telephone="12326", hints="无人机*[登记|实名]")
    assert flags(screened(text))["out_of_scope"].authority.code == "caac"


def test_rules_that_fail_lose_no_question_a_person_looks_at_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise ValueError(CLEAN)

    monkeypatch.setattr(screening, "screen", fail)
    case = screened()
    assert (case.state, flags(case)) == (State.SCREENING, {})
    assert "ValueError" in caplog.text
    assert CLEAN not in caplog.text


def test_article_25_what_looks_like_a_state_secret_is_quarantined_and_never_goes_by_timeout() -> None:
    moderator, supervisor = builders.person("moderator"), builders.person("supervisor")
    case = screened(SECRET)
    assert case.is_quarantined
    assert case.state == State.SCREENING
    assert not case.fingerprints.exists()
    assert not Consultation.objects.visible_to(moderator).filter(pk=case.pk).exists()
    assert Consultation.objects.visible_to(supervisor).filter(pk=case.pk).exists()
    assert not Notification.objects.filter(recipient=moderator).exists()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert moderating.pass_on_waiting() == 0


def test_a_case_of_danger_goes_first_and_wakes_the_moderators_and_does_not_wait() -> None:
    moderator = builders.person("moderator")
    case = screened(DANGER)
    assert (case.state, case.is_urgent) == (State.ACCEPTED, True)
    note = Notification.objects.get(recipient=moderator)
    assert note.url == f"/workbench/screening/{case.receipt_number}/"
    assert "打" not in note.text
    assert "人身安全保护令" in flags(case)["danger"].explanation


def test_flagged_questions_go_on_after_the_minutes_of_the_settings_with_their_flags() -> None:
    settings = ConsultationSettings.load()
    settings.screening_minutes = 20
    settings.save()
    case, now = screened(PENDING), clock.now()
    with time_machine.travel(now + timedelta(minutes=19)):
        assert moderating.pass_on_waiting() == 0
    with time_machine.travel(now + timedelta(minutes=21)):
        assert moderating.pass_on_waiting() == 1
        assert moderating.pass_on_waiting() == 0
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert flags(case)["pending_case"].verdict == ""


@pytest.mark.parametrize("values", [{"question": CHILD}, {"age_band": "under_14", "guardian": "agrees"}])
def test_a_case_of_somebody_under_14_never_goes_by_timeout(values: dict[str, Any]) -> None:
    case = screened(**values)
    assert case.is_of_minor
    assert "under_14" in flags(case)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert moderating.pass_on_waiting() == 0


def test_a_second_look_and_a_residents_proposal_never_go_by_timeout() -> None:
    refused = builders.refused()
    refusing.appeal(refused, "法院没有立案，我写错了。", by=builders.receipt(refused))
    claimed = builders.claimed()
    assert claimed.assigned_to is not None
    instead.propose_refusal(claimed, "abuse", "像是广告。", by=claimed.assigned_to.user)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert moderating.pass_on_waiting() == 0


def test_article_29_2_the_second_time_links_the_answer_from_the_third_a_refusal_is_suggested() -> None:
    asker = builders.citizen()
    first = builders.answered(by=asker, question=CLEAN)
    screening.keep_fingerprints(first)
    second = screened("公司 拖欠我三个月的工资；一直说没有钱！我应该怎么办", asker)
    flag = flags(second)["repeated_question"]
    assert flag.other == first
    assert "追问" in flag.explanation
    assert "不作为拒绝的理由" in flag.explanation


def test_article_29_2_a_question_asked_again_without_an_account_is_not_repeated() -> None:
    first = builders.answered(question=CLEAN)
    screening.keep_fingerprints(first)
    again = screened(CLEAN)
    assert "repeated_question" not in flags(again)


def test_equal_texts_of_others_are_one_matter_and_the_supervisor_is_told_once_when_it_is_large() -> None:
    settings = ConsultationSettings.load()
    settings.group_size = 3
    settings.save()
    supervisor = builders.person("supervisor")
    cases = [screened("晨光花园延期交房一年，开发商一直不给违约金，业主怎么维权", builders.citizen()) for _ in range(4)]
    assert [case.state for case in cases] == [State.ACCEPTED] * 4  # a matter of many is nobody's repetition
    matter = RelatedMatter.objects.get()
    assert matter.consultations.count() == 4
    assert Notification.objects.filter(recipient=supervisor).count() == 1
    assert flags(cases[-1])["related_matter"].other is not None


def test_a_limit_that_may_run_out_and_another_language_are_told_and_do_not_make_a_question_wait() -> None:
    with time_machine.travel("2026-11-27T10:00:00+08:00"):
        soon = screened("去年12月被公司口头辞退，一直没有要到补偿，现在还能要吗")
        foreign = screened("My landlord refuses to return my deposit of 8000 yuan. What can I do?")
    assert (soon.state, soon.is_urgent) == (State.ACCEPTED, True)
    assert "可能临近" in flags(soon)["limitation"].explanation
    assert (foreign.state, foreign.needs_translation) == (State.ACCEPTED, True)


def test_the_words_of_a_flag_lie_encrypted() -> None:
    from django.db import connection

    screened(PENDING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM consultations_screeningflag")
        assert "开庭" not in cursor.fetchone()[0]


def test_article_25_a_secret_added_later_shuts_the_case_at_once_whoever_has_it() -> None:
    case = builders.claimed()
    assert case.assigned_to is not None
    citizen_acts.give_facts(case, "补充材料如下，机密★10年，某部营区搬迁的通知", by=builders.receipt(case))
    drain(ADDED_SINK)
    case.refresh_from_db()
    assert case.is_quarantined
    assert not Consultation.objects.visible_to(case.assigned_to.user).exists()
    assert case in waiting_for(builders.person("supervisor"))
    assert case not in waiting_for(builders.person("moderator"))
    assert case.events.filter(act="flagged_later").count() == 1


ADDED_SECRET = "补充材料如下，机密★10年，某部营区搬迁的通知"


def _masked() -> Consultation:
    case = builders.claimed()
    return masking.mask(case, {masking.QUESTION: ADDED_SECRET}, by=builders.receipt(case))


def _rated() -> Consultation:
    case = builders.answered()
    citizen_acts.rate(case, case.answers.get(), 4, ADDED_SECRET, by=builders.receipt(case))
    return case


def _appealed() -> Consultation:
    case = builders.refused()
    refusing.appeal(case, ADDED_SECRET, by=builders.receipt(case))
    return case


@pytest.mark.parametrize("written", [_masked, _rated, _appealed])
def test_article_25_whatever_a_citizen_writes_later_is_looked_at(written: Callable[[], Consultation]) -> None:
    case = written()
    drain(ADDED_SINK)
    case.refresh_from_db()
    assert case.is_quarantined


def test_what_was_added_to_a_case_that_was_erased_since_stops_nothing() -> None:
    case = builders.submitted()
    citizen_acts.give_facts(case, ADDED_SECRET, by=builders.receipt(case))
    Consultation.objects.filter(pk=case.pk).update(frozen_at=clock.now())
    drain(ADDED_SINK)
    assert not OutboxRow.objects.filter(sink=ADDED_SINK, done_at__isnull=True).exists()


def test_danger_told_in_a_further_question_wakes_the_moderators() -> None:
    moderator = builders.person("moderator")
    case = builders.answered()
    citizen_acts.ask_further(case, "他昨晚拿刀追我，扬言要杀我全家，我该怎么办？", by=builders.receipt(case))
    drain(ADDED_SINK)
    case.refresh_from_db()
    assert case.is_urgent
    assert case in waiting_for(moderator)
    assert Notification.objects.filter(recipient=moderator, url__contains="screening").exists()


def test_what_is_wanted_is_looked_at_for_danger_too() -> None:
    case = screened(CLEAN, wanted="我真的不想活了，希望有人帮我")
    assert (case.state, case.is_urgent) == (State.ACCEPTED, True)
    assert flags(case)["danger"].words == "[]"
