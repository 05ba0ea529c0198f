"""A changed article flags the answers that rest on it, closed cases too; only changes that matter do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.laws.models import Instrument, InstrumentVersion
from cms.laws.services.slugs import change_slug
from portal.changed_law.models import SecondLook
from portal.changed_law.services import flagging
from portal.changed_law.tasks import look_at_all
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.models import Answer, AnswerCitation, Consultation
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import appointing
from portal.consultations.states import State
from portal.notifications.models import Notification
from tests.changed_law.lives import SLUG, amend, answered, cited, worked
from tests.consultations import builders
from tests.consultations.editor.pages import pay_law
from tests.laws.builders import law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def law() -> Instrument:
    return pay_law()


def looks() -> list[tuple[int, str, str]]:
    return list(SecondLook.objects.order_by("pk").values_list("consultation", "state", "outcome"))


def test_a_changed_article_flags_open_and_closed_cases_alike(law: Instrument) -> None:
    open_one, closed = answered(), answered()
    citizen_acts.rate(closed, Answer.objects.get(consultation=closed), 5, by=builders.receipt(closed))
    answered(cited("2"))
    amend(law)
    assert looks() == [(open_one.pk, "changed", ""), (closed.pk, "changed", "")]
    assert Consultation.objects.get(pk=closed.pk).state == State.CLOSED


def test_an_article_that_is_gone_flags_too(law: Instrument) -> None:
    case = answered(cited("31"))
    text = law_text("示范工资法", {2: "本法适用于示范单位。"})
    published(law, text, effective_on=clock.today() - timedelta(days=1))
    worked()
    assert looks() == [(case.pk, "gone", "")]


def test_the_law_of_a_day_stays_valid_when_the_law_changes(law: Instrument) -> None:
    answered(cited(read_on=date(2018, 5, 6), cited_on="event", date_reason="事情发生在2018年"))
    amend(law)
    assert looks() == []


def test_the_law_of_a_day_is_looked_at_again_when_the_text_of_that_day_was_mended(law: Instrument) -> None:
    case = answered(cited(read_on=date(2018, 5, 6), cited_on="event", date_reason="事情发生在2018年"))
    old = InstrumentVersion.objects.get(instrument=law, effective_on=date(2015, 1, 1))
    old.source_text = law_text("示范工资法", {2: "本法适用于示范单位。", 30: "用人单位应当每季度支付工资。"})
    from cms.laws.services.publishing import publish

    publish(old)
    worked()
    assert looks() == [(case.pk, "changed", "")]
    assert SecondLook.objects.get().is_of_old_text


def test_the_same_change_is_flagged_once_and_a_further_one_again(law: Instrument) -> None:
    answered()
    amend(law)
    look_at_all()
    flagging.look([SLUG])
    assert [outcome for _case, _state, outcome in looks()] == [""]
    amend(law, "用人单位应当每日支付劳动报酬。", on=clock.today())
    assert [outcome for _case, _state, outcome in looks()] == ["superseded", ""]


def test_what_stands_again_as_it_was_need_not_be_looked_at(law: Instrument) -> None:
    answered()
    amend(law)
    InstrumentVersion.objects.order_by("pk").last().delete()
    worked()
    assert [outcome for _case, _state, outcome in looks()] == ["superseded"]


def test_an_answer_that_was_corrected_and_a_frozen_case_are_left_alone(law: Instrument) -> None:
    corrected, frozen = answered(), answered()
    from portal.consultations.services.answers.answering import correct

    correct(
        corrected,
        Answer.objects.get(consultation=corrected),
        builders.ANSWER,
        "写错了。",
        by=corrected.assigned_to.user,
    )
    Consultation.objects.filter(pk=frozen.pk).update(frozen_at=clock.now())
    amend(law)
    assert looks() == []


def test_a_law_that_moved_to_another_address_is_followed(law: Instrument) -> None:
    case = answered()
    change_slug(Instrument.objects.get(pk=law.pk), "gong-zi-fa-2")
    amend(law)
    assert looks() == [(case.pk, "changed", "")]


def test_a_day_that_comes_flags_what_it_brings(law: Instrument, time_machine: Any) -> None:
    case = answered()
    amend(law, on=clock.today() + timedelta(days=3))
    assert looks() == []
    time_machine.move_to(clock.now() + timedelta(days=4))
    look_at_all()
    assert looks() == [(case.pk, "changed", "")]


class TestWhoIsTold:
    def test_one_message_each_however_many_answers(self, law: Instrument) -> None:
        staff, supervisor = builders.resident(), builders.person("supervisor")
        for _number in range(3):
            answered(staff=staff)
        amend(law)
        look_at_all()
        assert Notification.objects.filter(recipient=staff.user, url="/workbench/changed-law/").count() == 1
        (told,) = Notification.objects.filter(recipient=supervisor, url="/workbench/changed-law/")
        assert "3份" in told.text

    def test_of_who_is_gone_the_back_office_is_told(self, law: Instrument) -> None:
        staff = builders.resident()
        office = builders.person("back_office", staff.resident_institution.institution)
        answered(staff=staff)
        appointing.end(staff, by=builders.person("administrator")) if hasattr(appointing, "end") else None
        type(staff).objects.filter(pk=staff.pk).update(duty="left")
        Consultation.objects.update(assigned_to=staff)
        amend(law)
        assert Notification.objects.filter(recipient=office, url="/workbench/changed-law/").count() == 1
        assert not Notification.objects.filter(recipient=staff.user, url="/workbench/changed-law/").exists()


class TestMany:
    """A law that thousands of answers rest on."""

    def _many(self, count: int) -> None:
        answer = Answer.objects.earliest("pk")
        case = answer.consultation
        row = AnswerCitation.objects.earliest("pk")
        made = Answer.objects.bulk_create(
            Answer(
                consultation=case,
                kind="further",
                conclusion="x",
                salt="s",
                risk_notice=answer.risk_notice,
                sent_at=answer.sent_at,
            )
            for _number in range(count)
        )
        fields = {f: getattr(row, f) for f in ("instrument_slug", "locator", "written", "read_on", "digest")}
        AnswerCitation.objects.bulk_create(AnswerCitation(answer=one, **fields) for one in made)

    def _queries(self) -> int:
        with CaptureQueriesContext(connection) as caught:
            flagging.look([SLUG])
        return len(caught)

    def test_each_batch_costs_the_same_number_of_queries(
        self, law: Instrument, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(flagging, "AT_ONCE", 50)
        answered()
        amend(law, on=clock.today() + timedelta(days=400))  # published, of no effect yet
        self._many(49)
        published(law, law_text("示范工资法", {30: "甲。"}), effective_on=clock.today() - timedelta(days=1))
        one_batch = self._queries()
        SecondLook.objects.all().delete()
        self._many(100)
        three_batches = self._queries()
        assert SecondLook.objects.count() == 150
        a_batch = (three_batches - one_batch) / 2
        assert a_batch == int(a_batch) <= 8

    def test_killed_between_two_batches_and_run_again_each_is_flagged_once(
        self, law: Instrument, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(flagging, "AT_ONCE", 10)
        answered()
        self._many(34)
        published(law, law_text("示范工资法", {30: "甲。"}), effective_on=clock.today() - timedelta(days=1))
        sent = []

        def dies(**_values: Any) -> None:
            sent.append(1)
            if len(sent) == 3:
                raise SystemExit

        neighbours.answers_in_doubt.connect(dies)
        try:
            with pytest.raises(SystemExit):
                flagging.look([SLUG])
        finally:
            neighbours.answers_in_doubt.disconnect(dies)
        assert SecondLook.objects.count() == 20
        flagging.look([SLUG])
        assert SecondLook.objects.count() == 35
        assert not SecondLook.objects.filter(told_at__isnull=True).exists()


def test_rooms_that_keep_copies_hear_of_it(law: Instrument) -> None:
    case, heard = answered(), []

    def hear(answers: list[int], cases: list[int], because: str, **_more: Any) -> None:
        heard.append((answers, cases, because))

    neighbours.answers_in_doubt.connect(hear)
    try:
        amend(law)
    finally:
        neighbours.answers_in_doubt.disconnect(hear)
    assert heard == [([Answer.objects.get().pk], [case.pk], "law")]
