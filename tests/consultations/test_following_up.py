"""After the answer (article 24): a rating with its reasons, and the follow-up, by the same resident or by another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation, Deadline, FollowUp, ResidentStaff, SatisfactionRating
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering
from portal.consultations.services.citizen import acts, erasing
from portal.consultations.services.residents import another, balancing, claiming, conflicts
from portal.consultations.services.time.sweeping import sweep
from portal.consultations.states import State
from portal.notifications.models import Notification
from tests.consultations import builders

pytestmark = pytest.mark.django_db
DISSATISFIED = 2


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The clock, to be put where a test wants it."""
    at = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def put(moment: datetime) -> datetime:
        at[0] = moment
        return moment

    return put


def rated(case: Consultation, *, score: int = DISSATISFIED, **how: Any) -> Consultation:
    acts.rate(case, case.answers.get(), score, by=builders.receipt(case), **how)
    return Consultation.objects.get(pk=case.pk)


def author(case: Consultation) -> ResidentStaff:
    found = case.answers.order_by("pk").first().author
    assert found is not None
    return found


def told(words: str) -> set[str]:
    return set(Notification.objects.filter(text__contains=words).values_list("recipient__username", flat=True))


class TestRatingWithReasons:
    def test_24_reasons_are_kept_as_codes_and_none_is_demanded(self) -> None:
        rating = rated(builders.answered(), reasons=["too_slow", "not_understood", "too_slow"]).ratings.get()
        assert rating.reasons == ["not_understood", "too_slow"]
        assert rating.reason_words == "看不懂、太慢"
        assert rated(builders.answered()).ratings.get().reasons == []

    def test_a_reason_that_is_not_on_the_list_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="列出的原因"):
            rated(builders.answered(), reasons=["<script>"])
        assert not SatisfactionRating.objects.exists()

    def test_the_page_asks_for_reasons_and_whether_another_is_wanted(self, client: Client) -> None:
        case = builders.answered()
        client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
        address = f"{case.get_absolute_url()}rate/"
        page = client.get(address).content.decode()
        assert "没有回答我的问题" in page
        assert "换一位律师" in page
        sent = {"answer": case.answers.get().pk, "score": "2", "reasons": ["manner", "other"], "another": "another"}
        assert client.post(address, sent).status_code == 302
        assert case.ratings.get().reasons == ["manner", "other"]
        assert FollowUp.objects.get().wants_another
        assert "正在等律师接办回访" in client.get(case.get_absolute_url()).content.decode()

    def test_a_satisfied_citizen_who_left_a_box_ticked_opens_no_follow_up(self) -> None:
        case = rated(builders.answered(), score=5, wants_another=True)
        assert (case.state, FollowUp.objects.count()) == (State.CLOSED, 0)

    def test_who_answers_again_reads_what_was_wrong(self, client: Client) -> None:
        case = builders.answered()
        rated(case, reasons=["wrong_basis"], comment="您引的是旧法。")
        client.force_login(author(case).user)
        page = client.get(case.workbench_url).content.decode()
        assert "依据不对" in page
        assert "您引的是旧法" in page


class TestDue:
    @pytest.mark.parametrize("wants_another", [False, True])
    def test_24_unsatisfied_on_friday_2024_09_27_is_due_at_the_end_of_2024_10_08(
        self, now: Any, wants_another: bool
    ) -> None:
        """29 and 30 September were worked, 1 to 7 October were holidays."""
        answered = builders.answered()
        now(datetime(2024, 9, 27, 15, tzinfo=SHANGHAI))
        case = rated(answered, wants_another=wants_another)
        due = Deadline.objects.get(consultation=case, kind="follow_up", met_at__isnull=True, cancelled_at__isnull=True)
        assert f"{due.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == "2024-10-08 23:59:59"

    def test_24_a_later_rating_never_overwrites_the_first(self) -> None:
        case = rated(builders.answered(), reasons=["manner"], wants_another=True)
        with pytest.raises(WrongState):
            rated(case, score=5)
        staff = builders.resident()
        conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
        second = answering.answer(case, builders.ANSWER, by=staff.user)
        acts.rate(case, second, 5, by=builders.receipt(case))
        assert list(case.ratings.order_by("pk").values_list("score", "reasons")) == [(2, ["manner"]), (5, [])]


class TestAnotherResident:
    def test_24_the_case_waits_for_another_and_its_clock_runs_on(self) -> None:
        builders.resident()
        case = rated(builders.answered(), wants_another=True)
        assert (case.state, case.assigned_to) == (State.ACCEPTED, None)
        assert Deadline.objects.filter(consultation=case, kind="follow_up", met_at=None, cancelled_at=None).exists()

    def test_who_answered_before_neither_finds_nor_claims_nor_is_handed_it(self, client: Client) -> None:
        builders.resident()
        case = rated(builders.answered(), wants_another=True)
        former = author(case)
        assert case not in balancing.takeable_by(former)
        assert former not in balancing.colleagues_for(case)
        with pytest.raises(PermissionDenied, match="另一位律师"):
            claiming.claim(case, by=former.user)
        client.force_login(former.user)
        assert case.receipt_number not in client.get("/workbench/queue/").content.decode()
        assert client.get(case.workbench_url).status_code == 404

    def test_a_colleague_who_takes_it_cannot_hand_it_to_who_answered(self) -> None:
        case = rated(builders.answered(), wants_another=True)
        former = author(case)
        colleague = builders.resident(former.resident_institution)
        taken = claiming.claim(case, by=colleague.user)
        with pytest.raises(PermissionDenied, match="另一位律师"):
            claiming.hand_over(taken, former, by=colleague.user)

    def test_another_answers_and_the_follow_up_ends(self, client: Client) -> None:
        staff = builders.resident()
        case = rated(builders.answered(), wants_another=True)
        client.force_login(staff.user)
        assert "回访" in client.get("/workbench/queue/").content.decode()
        conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
        sent = answering.answer(case, builders.ANSWER, by=staff.user)
        follow_up = FollowUp.objects.get()
        assert (sent.kind, follow_up.answer, sent.author) == ("follow_up", sent, staff)
        assert Deadline.objects.get(consultation=case, kind="follow_up").outcome == "met"
        assert Consultation.objects.get(pk=case.pk).state == State.ANSWERED

    def test_without_the_wish_the_same_resident_keeps_it(self) -> None:
        case = rated(builders.answered())
        assert (case.state, case.assigned_to) == (State.FOLLOW_UP, author(case))

    def test_what_is_owed_is_not_frozen_while_it_waits(self) -> None:
        builders.resident()
        case = rated(builders.answered(), wants_another=True)
        request = acts.request_erasure(case, "", by=builders.receipt(case))
        with pytest.raises(WrongState, match="回访还没有结束"):
            erasing.grant_erasure(request, "按规定保存。", by=builders.person("moderator"))


class TestNobodyElse:
    def test_supervisors_and_the_back_office_are_told_at_once(self) -> None:
        supervisor = builders.person("supervisor")
        case = builders.answered()
        office = builders.person("back_office", author(case).resident_institution.institution)
        rated(case, wants_another=True)
        assert told("没有别的驻场人员可以接办") == {supervisor.username, office.username}

    def test_where_somebody_else_is_nobody_is_told(self) -> None:
        builders.person("supervisor")
        builders.resident()
        rated(builders.answered(), wants_another=True)
        assert told("没有别的驻场人员") == set()

    def test_after_a_working_day_without_another_who_answered_may_take_it(self, now: Any) -> None:
        answered = builders.answered()
        now(datetime(2024, 9, 27, 15, tzinfo=SHANGHAI))
        case = rated(answered, wants_another=True)
        former = author(case)
        now(datetime(2024, 9, 29, 23, 59, tzinfo=SHANGHAI))  # a Sunday that was worked
        assert sweep()["open_to_all"] == 0
        now(datetime(2024, 9, 30, 0, 0, 1, tzinfo=SHANGHAI))
        assert [sweep()["open_to_all"], sweep()["open_to_all"]] == [1, 0]
        assert told("您现在可以接办") == {former.user.username}
        assert case in balancing.takeable_by(former)
        assert claiming.claim(case, by=former.user).assigned_to == former

    def test_while_another_could_take_it_it_stays_kept_for_them(self, now: Any) -> None:
        answered = builders.answered()
        builders.resident()
        moment = now(datetime(2024, 9, 27, 15, tzinfo=SHANGHAI))
        rated(answered, wants_another=True)
        now(moment + timedelta(days=20))
        assert another.open_to_all() == 0
