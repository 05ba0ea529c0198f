"""Article 23, live: open by the roster, one hour, a summary of four sections, a message when nobody takes it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import ConsultationEvent, Deadline, DutyShift, ScreeningFlag
from portal.consultations.models.choices import Channel, DeadlineKind
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from portal.live_hours.models import LiveHoursSettings, LiveLine
from portal.live_hours.services.lines import MOST_A_MINUTE, MOST_LINES, TooFast, say
from portal.live_hours.services.opening import hours_ahead, is_open, opening, takers
from portal.live_hours.services.taking import take
from portal.live_hours.services.threads import become_due, become_message
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.live_hours.people import asked_live, fresh, key, later, on_shift, taken, thread

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def clocks_of(case: object) -> list[tuple[str, str, timedelta]]:
    rows = Deadline.objects.filter(consultation=case, kind=DeadlineKind.FIRST_ANSWER).order_by("pk")
    return [(row.policy.channel, row.outcome, row.due_at - row.started_at) for row in rows]


class TestOpen:
    def test_article_23_live_is_open_while_somebody_is_on_duty_who_may_take_it(self) -> None:
        assert not is_open(clock.now())
        staff = on_shift()
        assert is_open(clock.now())
        assert not is_open(clock.now() - timedelta(hours=2)), "before the shift"
        assert not is_open(clock.now() + timedelta(hours=3, minutes=50)), (
            "nobody begins an hour just before the shift ends"
        )
        staff.most_open = 0
        staff.save()
        assert not is_open(clock.now())

    def test_a_shift_that_is_followed_by_another_does_not_end(self) -> None:
        staff, ends = on_shift(hours=4), clock.now() + timedelta(hours=4)
        assert not is_open(ends - timedelta(minutes=5))
        DutyShift.objects.create(staff=staff, begins_at=ends, ends_at=ends + timedelta(hours=8))
        assert is_open(ends - timedelta(minutes=5))
        assert is_open(ends)

    def test_who_is_in_as_many_conversations_as_the_setting_allows_takes_no_more(self) -> None:
        staff = on_shift()
        first, second, third = (asked_live() for _number in range(3))
        take(first.receipt_number, by=staff.user)
        assert is_open(clock.now())
        take(second.receipt_number, by=staff.user)
        assert not is_open(clock.now())
        assert "忙" in opening(clock.now()).words
        with pytest.raises(claiming.TooMany):
            take(third.receipt_number, by=staff.user)

    def test_the_setting_shuts_it(self) -> None:
        on_shift()
        rules = LiveHoursSettings.load()
        rules.is_open = False
        rules.save()
        assert not opening(clock.now()).is_open

    def test_a_leave_shuts_it_and_takes_its_day_out_of_the_hours(self) -> None:
        staff = on_shift()
        staff.leaves.create(begins_on=clock.today(), ends_on=clock.today() + timedelta(days=1))
        assert not is_open(clock.now())
        assert hours_ahead(clock.now()) == []

    def test_hours_are_those_of_today_and_of_the_next_day_overlaps_joined(self) -> None:
        def at(day: int, hour: int) -> datetime:
            return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)

        shifts = [(at(2, 9), at(2, 13)), (at(2, 12), at(2, 17)), (at(2, 20), at(3, 2)), (at(4, 9), at(4, 17))]
        today, tomorrow = hours_ahead(at(2, 10), shifts)
        assert today.spans == ((at(2, 10), at(2, 17)), (at(2, 20), at(3, 0)))
        assert tomorrow.spans == ((at(3, 0), at(3, 2)),)

    def test_a_childs_question_goes_to_who_was_trained(self) -> None:
        on_shift()
        trained = on_shift(may_handle_minors=True)
        case = builders.submitted(builders.citizen(), channel=Channel.LIVE, age_band="under_14", guardian="agrees")
        assert [row.pk for row in takers(clock.now(), LiveHoursSettings.load(), case)] == [trained.pk]


class TestTheHour:
    def test_article_23_one_hour_met_by_the_closing_summary_in_four_sections(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = taken()
        assert clocks_of(case) == [("live", "", timedelta(hours=1))]
        say(case, "您好，请问有没有签合同？", key(), by=case.assigned_to.user)
        later(monkeypatch, minutes=50)
        assert clocks_of(case) == [("live", "", timedelta(hours=1))], "a line is no answer (articles 19, 21)"
        with pytest.raises(ValidationError):
            builders.first_answer(case, WrittenAnswer(conclusion="可以要求。"))
        builders.first_answer(fresh(case))
        assert clocks_of(case) == [("live", "met", timedelta(hours=1))]
        assert thread(case).ended_at == clock.now()
        assert fresh(case).state == State.ANSWERED

    def test_the_summary_is_rated_like_any_answer(self) -> None:
        case = taken()
        sent = builders.first_answer(case)
        citizen_acts.rate(fresh(case), sent, 5, by=case.citizen)
        assert fresh(case).state == State.CLOSED

    def test_article_23_a_summary_after_the_hour_explains_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = taken()
        later(monkeypatch, minutes=61)
        with pytest.raises(ValidationError, match="逾期"):
            builders.first_answer(case)


class TestBecomingAMessage:
    def test_article_23_not_taken_in_time_it_becomes_a_message_with_five_hours_from_the_first_line(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on_shift()
        case = asked_live()
        later(monkeypatch, minutes=9)
        assert become_due() == 0
        later(monkeypatch, minutes=1)
        assert become_due() == 1
        assert clocks_of(case) == [("live", "late", timedelta(hours=1)), ("", "", timedelta(hours=5))]
        message = Deadline.objects.get(consultation=case, outcome="")
        assert message.started_at == case.submitted_at
        assert fresh(case).channel == Channel.LIVE, "how it came"
        assert fresh(case).state == State.ACCEPTED, "in the queue like any other"
        assert Notification.objects.filter(recipient=case.citizen, text__contains="转成留言").exists()

    def test_article_23_a_live_hour_missed_stays_missed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = taken()
        later(monkeypatch, minutes=61)
        assert become_due() == 1
        later(monkeypatch, minutes=30)
        builders.first_answer(fresh(case))  # in time as a message: nothing to explain
        assert [row[:2] for row in clocks_of(case)] == [("live", "late"), ("", "met")]

    def test_twice_does_no_harm(self, monkeypatch: pytest.MonkeyPatch) -> None:
        on_shift()
        case = asked_live()
        later(monkeypatch, minutes=11)
        become_due()
        assert become_due() == 0
        assert ConsultationEvent.objects.filter(consultation=case, act="became_message").count() == 1
        with pytest.raises(WrongState):
            become_message(case, "nobody")

    def test_nobody_on_duty_any_more_it_becomes_a_message_at_once(self) -> None:
        case = asked_live()
        assert become_due() == 1
        assert thread(case).became_because == "off_duty"

    def test_a_citizen_who_leaves_in_time_makes_nobody_late(self) -> None:
        case = taken()
        become_message(case, "left", by=case.citizen)
        assert [row[:2] for row in clocks_of(case)] == [("live", "cancelled"), ("", "")]
        assert fresh(case).state == State.ASSIGNED

    def test_nobody_else_leaves_for_the_citizen(self) -> None:
        case = taken()
        with pytest.raises(PermissionDenied):
            become_message(case, "left", by=builders.citizen())

    def test_given_back_it_waits_again_and_those_on_duty_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case, other = taken(), on_shift()
        later(monkeypatch, minutes=15)
        claiming.release(fresh(case), by=case.assigned_to.user)
        assert thread(case).waiting_since == clock.now()
        assert become_due() == 0, "it waits from when it was given back"
        assert Notification.objects.filter(recipient=other.user, url="/workbench/live/").exists()

    def test_a_question_back_makes_it_a_message_whose_clock_stands_still(self) -> None:
        case = taken()
        instead.ask_citizen(case, "请补充入职时间。", by=case.assigned_to.user)
        assert thread(case).became_because == "another_way"
        assert Deadline.objects.get(consultation=case, cancelled_at=None).paused_at is not None

    def test_a_deferral_within_the_hour_counts_as_deferred(self) -> None:
        case = taken()
        instead.defer(case, clock.now() + timedelta(days=1), "需要核对。", by=case.assigned_to.user)
        assert clocks_of(case) == [("live", "deferred", timedelta(hours=1))]
        assert thread(case).became_because == "another_way"

    def test_withdrawn_it_is_over(self) -> None:
        case = asked_live()
        citizen_acts.withdraw(case, by=case.citizen)
        assert thread(case).ended_at is not None
        assert become_due() == 0

    def test_what_waits_for_a_moderator_becomes_a_message_and_goes_on_waiting(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on_shift()
        case = refusing.hold(
            builders.submitted(builders.citizen(), channel=Channel.LIVE, age_band="under_14", guardian="agrees"),
            by=__import__("portal.consultations.actors", fromlist=["SYSTEM"]).SYSTEM,
        )
        later(monkeypatch, minutes=11)
        become_due()
        assert fresh(case).state == State.SCREENING, "under 14 never by timeout"
        assert thread(case).became_because == "nobody"


class TestLines:
    def test_both_sides_write_and_the_record_says_so(self) -> None:
        case = taken()
        say(case, "公司还扣了我的押金。", key(), by=case.citizen)
        say(case, "押金应当退还。", key(), by=case.assigned_to.user)
        first, second = LiveLine.objects.filter(thread__consultation=case)
        assert (first.number, first.author_kind, first.staff_code) == (1, "citizen", "")
        assert (second.number, second.author_kind, second.staff_code) == (2, "resident", case.assigned_to.code)
        events = ConsultationEvent.objects.filter(consultation=case, act="live_line")
        assert [row.content["line"] for row in events] == [first.pk, second.pk]
        assert "押金" not in str([row.content for row in events])

    def test_the_same_key_again_is_one_line(self) -> None:
        case, mine = taken(), key()
        assert say(case, "有合同。", mine, by=case.citizen) == say(case, "有合同。", mine, by=case.citizen)
        assert thread(case).last_number == 1

    def test_nobody_else_writes(self) -> None:
        case = taken()
        for other in (builders.citizen(), builders.resident().user, builders.person("moderator")):
            with pytest.raises(PermissionDenied):
                say(case, "您好。", key(), by=other)

    def test_recusal_comes_before_the_first_line(self) -> None:
        staff, case = on_shift(), asked_live()
        case = take(case.receipt_number, by=staff.user)
        with pytest.raises(ConflictUndeclared):
            say(case, "您好。", key(), by=staff.user)

    @pytest.mark.parametrize("words", ["请打我的手机13800138000。", "加我微信详谈", "我是{name}", "请到{firm}来找我"])
    def test_article_22_a_line_that_leads_to_the_resident_is_held_back_with_the_words_named(self, words: str) -> None:
        case = taken()
        firm = case.assigned_to.resident_institution.institution.name
        text = words.format(name=case.assigned_to.practitioner.name, firm=firm)
        with pytest.raises(ValidationError, match="不能发出的词"):
            say(case, text, key(), by=case.assigned_to.user)
        assert not LiveLine.objects.exists()

    @pytest.mark.parametrize("words", ["", "   ", "字" * 1001])
    def test_empty_and_too_long_lines_are_refused_in_words(self, words: str) -> None:
        case = taken()
        with pytest.raises(ValidationError):
            say(case, words, key(), by=case.citizen)

    def test_more_than_a_person_types_in_a_minute_is_too_fast(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = taken()
        for _number in range(MOST_A_MINUTE):
            say(case, "还有", key(), by=case.citizen)
        with pytest.raises(TooFast):
            say(case, "还有", key(), by=case.citizen)
        say(case, "请说。", key(), by=case.assigned_to.user)  # the other side is not held up
        later(monkeypatch, minutes=1, seconds=1)
        say(case, "还有", key(), by=case.citizen)

    def test_a_conversation_has_an_end(self) -> None:
        case = taken()
        type(thread(case)).objects.update(last_number=MOST_LINES)
        with pytest.raises(ValidationError, match="很长"):
            say(case, "还有", key(), by=case.citizen)

    def test_a_line_that_comes_after_it_became_a_message_is_kept_and_its_resident_told_once(self) -> None:
        case = taken()
        become_message(case, "hour")
        for words in ("还有一点，", "我有录音。"):
            say(case, words, key(), by=case.citizen)
        assert LiveLine.objects.filter(thread__consultation=case).count() == 2
        told = Notification.objects.filter(recipient=case.assigned_to.user, text__contains="补充")
        assert told.count() == 1
        with pytest.raises(WrongState):
            say(case, "好的。", key(), by=case.assigned_to.user)

    def test_after_the_summary_words_are_refused_and_led_to_a_further_question(self) -> None:
        case = taken()
        builders.first_answer(case)
        for who in (case.citizen, case.assigned_to.user):
            with pytest.raises(WrongState, match="还在下面"):
                say(case, "谢谢，还有一个问题。", key(), by=who)

    def test_danger_in_a_line_wakes_the_moderators_at_once(self) -> None:
        case, moderator = taken(), builders.person("moderator")
        say(case, "他现在拿着刀在门口说要打死我。", key(), by=case.citizen)
        assert fresh(case).is_urgent
        assert ScreeningFlag.objects.filter(consultation=case, rule="danger").exists()
        assert Notification.objects.filter(recipient=moderator, text__contains="危险").exists()

    def test_article_25_what_looks_like_a_secret_in_a_line_shuts_the_case_at_once(self) -> None:
        case = taken()
        say(case, "材料是：机密★10年，某部营区搬迁的通知", key(), by=case.citizen)
        assert fresh(case).is_quarantined
