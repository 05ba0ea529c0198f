"""Article 30: from the wish to the page and off it again. Who does what, and what undoes it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.citizens.bounds import TooOften
from portal.common import clock
from portal.common.generation import current_generation
from portal.common.outbox.models import OutboxRow
from portal.consultations.models import Consultation, Deadline
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import masking
from portal.consultations.services.citizen.erasing import grant_erasure
from portal.public_board.content import page_from
from portal.public_board.models import Publication, PublicationConsent, RemovalRequest
from portal.public_board.services import consenting, following, preparing, removing, wanting, withdrawing
from tests.consultations import builders as people
from tests.public_board import builders

pytestmark = pytest.mark.django_db


def state(publication: Publication) -> str:
    return Publication.objects.get(pk=publication.pk).state


def faults(case: Consultation) -> list[object]:
    return list(verify_records(Tally(), case.receipt_number))


def test_article_30_nothing_is_public_before_the_citizen_agreed_to_the_exact_page() -> None:
    publication = builders.approved()
    case = publication.consultation
    assert Consultation.objects.get(pk=case.pk).visibility == "private"
    with pytest.raises(ValidationError):
        consenting.consent(publication, publication.content_digest, False, by=people.asker(case))
    with pytest.raises(WrongState):
        consenting.consent(publication, "0" * 64, True, by=people.asker(case))
    assert state(publication) == "approved"
    consenting.consent(publication, publication.content_digest, True, by=people.asker(case))
    assert state(publication) == "public"
    assert Consultation.objects.get(pk=case.pk).visibility == "public"
    given = PublicationConsent.objects.get()
    assert given.is_given
    assert given.content_digest == publication.content_digest


def test_article_30_the_page_hides_who_it_is_about_in_question_and_answer_under_one_label() -> None:
    written = WrittenAnswer(
        conclusion="张伟应当支付王建国的工资。",
        legal_basis="劳动合同法第三十条。",
        reasoning="华宇兴达没有理由不发工资，老张说没有钱也一样。",
        next_steps="可以拨打12333，或者向劳动监察投诉。",
    )
    case = people.claimed(by=builders.asker(), question=builders.QUESTION)
    people.first_answer(case, written)
    publication = wanting.want(Consultation.objects.get(pk=case.pk), by=people.asker(case))
    preparing.prepare(publication, builders.suggested(publication), by=people.person("moderator"))
    page = page_from(Publication.objects.get().content)
    everything = page.as_json()
    for words in ("王建国", "张伟", "老张", "华宇兴达", "13812345678"):
        assert words not in everything
    assert "张某乙应当支付王某甲的工资。" in page.answers[0].conclusion
    assert "某公司A" in page.question
    assert page.answers[0].reasoning.startswith("某公司A没有理由不发工资，张某乙说")
    assert "12333" in page.answers[0].next_steps


def test_article_30_who_hid_never_approves_and_the_database_says_so_too() -> None:
    moderator = people.person("moderator")
    publication = builders.prepared(by=moderator)
    with pytest.raises(PermissionDenied):
        preparing.approve(publication, {}, by=moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(approved_by=moderator)
    with pytest.raises(PermissionDenied):
        preparing.send_back(publication, "再看看", by=moderator)


def test_nobody_handles_the_publication_of_a_question_of_their_own() -> None:
    moderator = people.person("moderator")
    publication = builders.wanted()
    Consultation.objects.filter(pk=publication.consultation_id).update(citizen=moderator)
    publication = Publication.objects.get(pk=publication.pk)
    with pytest.raises(PermissionDenied):
        preparing.prepare(publication, (), by=moderator)


def test_the_last_check_finds_what_was_left_and_a_person_must_say_why_it_is_nobodys() -> None:
    publication = builders.wanted()
    marks = [mark for mark in builders.suggested(publication) if mark.label != "张某乙"]
    preparing.prepare(publication, marks, by=people.person("moderator"))
    publication = Publication.objects.get(pk=publication.pk)
    assert "张伟" in {one.words for one in preparing.to_clear(publication)}
    approver = people.person("supervisor")
    with pytest.raises(ValidationError) as refused:
        preparing.approve(publication, {}, by=approver)
    assert "张伟" in refused.value.messages[0]
    assert state(publication) == "prepared"
    preparing.approve(publication, {"张伟": "历史人物，不是本案的人"}, by=approver)
    assert state(publication) == "approved"


def test_sent_back_with_a_reason_the_map_is_kept_to_go_on_from() -> None:
    publication = builders.prepared()
    approver = people.person("supervisor")
    with pytest.raises(ValidationError):
        preparing.send_back(publication, " ", by=approver)
    back = preparing.send_back(publication, "第二段还有地址", by=approver)
    assert (back.state, back.note) == ("wanted", "第二段还有地址")
    assert back.spans != "[]"
    assert back.content == "{}"


def test_article_30_withdrawn_at_once_by_the_citizen_and_the_surfaces_are_told_in_the_same_transaction() -> None:
    publication = builders.public()
    case = publication.consultation
    OutboxRow.objects.all().delete()
    withdrawing.withdraw(case, by=people.asker(case))
    assert state(publication) == "withdrawn"
    assert Publication.objects.get().withdrawn_because == "citizen"
    assert Consultation.objects.get(pk=case.pk).visibility == "private"
    assert PublicationConsent.objects.get().taken_back_at is not None
    assert OutboxRow.objects.filter(key=f"consultation:{publication.code}").exists()


def test_the_page_cache_is_a_page_of_the_past_once_something_is_public_or_withdrawn(
    django_capture_on_commit_callbacks: object,
) -> None:
    publication = builders.approved()
    case = publication.consultation
    before = current_generation()
    with django_capture_on_commit_callbacks(execute=True):
        consenting.consent(publication, publication.content_digest, True, by=people.asker(case))
    between = current_generation()
    assert between != before
    with django_capture_on_commit_callbacks(execute=True):
        withdrawing.withdraw(case, by=people.asker(case))
    assert current_generation() != between


def test_only_the_citizen_wants_agrees_declines_and_withdraws() -> None:
    publication = builders.approved()
    case = publication.consultation
    for stranger in (people.person("moderator"), people.citizen(), builders.asker()):
        with pytest.raises(PermissionDenied):
            consenting.consent(publication, publication.content_digest, True, by=stranger)
        with pytest.raises(PermissionDenied):
            consenting.decline(case, by=stranger)
        with pytest.raises(PermissionDenied):
            withdrawing.withdraw(case, by=stranger)
        with pytest.raises(PermissionDenied):
            wanting.want(builders.answered(), by=stranger)


def test_declining_ends_it_and_erases_what_was_prepared_and_it_may_be_wanted_again() -> None:
    publication = builders.approved()
    case = publication.consultation
    declined = consenting.decline(case, by=people.asker(case))
    assert (declined.state, declined.content, declined.spans) == ("declined", "{}", "[]")
    again = wanting.want(case, by=people.asker(case))
    assert again.code != publication.code


@pytest.mark.parametrize("how", ["correct", "mask"])
def test_any_edit_asks_again_the_public_copy_goes_and_the_page_is_prepared_anew(how: str) -> None:
    publication = builders.public()
    case = publication.consultation
    if how == "correct":
        resident = case.assigned_to.user
        written = WrittenAnswer("更正后的结论。", "劳动合同法第三十条。", "分析。", "下一步。")
        answering.correct(case, case.answers.get(), written, "原来写错了期限", by=resident)
    else:
        masking.mask(case, {masking.QUESTION: "老板拖欠我三个月工资。"}, by=people.asker(case))
    assert state(publication) == "withdrawn"
    assert Publication.objects.get(pk=publication.pk).withdrawn_because == "answer_changed"
    anew = Publication.objects.exclude(pk=publication.pk).get()
    assert (anew.state, anew.content) == ("wanted", "{}")
    assert anew.code != publication.code


def test_any_edit_of_a_page_that_waits_for_the_word_of_the_citizen_begins_it_anew() -> None:
    publication = builders.approved()
    case = publication.consultation
    digest = publication.content_digest
    masking.mask(case, {masking.QUESTION: "老板拖欠我三个月工资。"}, by=people.asker(case))
    assert state(publication) == "wanted"
    with pytest.raises(WrongState):
        consenting.consent(Publication.objects.get(), digest, True, by=people.asker(case))


def test_what_changed_behind_every_act_is_found_at_the_consent() -> None:
    publication = builders.approved()
    case = publication.consultation
    Consultation.objects.filter(pk=case.pk).update(question="换过的问题")
    with pytest.raises(WrongState):
        consenting.consent(publication, publication.content_digest, True, by=people.asker(case))


@pytest.mark.parametrize("change", [{"is_quarantined": True}, {"is_of_minor": True}, {"age_band": "under_14"}])
def test_what_is_found_later_and_forbids_it_takes_the_page_off(change: dict[str, object]) -> None:
    publication = builders.public()
    case = publication.consultation
    Consultation.objects.filter(pk=case.pk).update(**change)
    case = Consultation.objects.get(pk=case.pk)
    citizen_acts.request_erasure(case, "", by=people.asker(case))  # any act of the case
    assert state(publication) == "withdrawn"
    assert Publication.objects.get().withdrawn_because == "forbidden"


def test_danger_told_in_a_further_question_takes_the_page_off(django_capture_on_commit_callbacks: object) -> None:
    publication = builders.public()
    case = Consultation.objects.get(pk=publication.consultation_id)
    with django_capture_on_commit_callbacks(execute=True):
        citizen_acts.ask_further(case, "他现在拿着刀在门口说要砍死我，怎么办？", by=people.asker(case))
    assert state(publication) == "withdrawn"
    assert Publication.objects.get().withdrawn_because == "forbidden"


def test_article_32_erasure_takes_the_page_off_and_leaves_nothing_of_it() -> None:
    publication = builders.public()
    case = Consultation.objects.get(pk=publication.consultation_id)
    request = citizen_acts.request_erasure(case, "", by=people.asker(case))
    grant_erasure(request, "按照规定保存", by=people.person("moderator"))
    row = Publication.objects.get(pk=publication.pk)
    assert (row.state, row.withdrawn_because) == ("withdrawn", "erased")
    assert (row.content, row.spans, row.cleared) == ("{}", "[]", "[]")
    case = Consultation.objects.get(pk=case.pk)
    assert case.visibility == "private"
    assert case.frozen_at is not None
    assert not faults(case)


def test_somebody_named_asks_and_the_moderators_have_one_working_day() -> None:
    publication = builders.public()
    request = removing.ask_removal(publication, "里面说的公司是我的公司，地点写得太细")
    deadline = Deadline.objects.get(kind="unpublish")
    assert deadline.met_at is None
    assert deadline.amount == 1
    assert list(removing.waiting_for(people.person("moderator"))) == [request]
    removing.grant_removal(request, "确有可以认出的内容", by=people.person("moderator"))
    assert state(publication) == "withdrawn"
    assert Deadline.objects.get(kind="unpublish").met_at is not None
    assert RemovalRequest.objects.get().is_granted


def test_a_request_that_is_declined_says_why_and_the_page_stays() -> None:
    publication = builders.public()
    request = removing.ask_removal(publication, "我不喜欢")
    with pytest.raises(ValidationError):
        removing.decline_removal(request, "", by=people.person("moderator"))
    removing.decline_removal(request, "看不出涉及任何人", by=people.person("moderator"))
    assert state(publication) == "public"
    assert Deadline.objects.get(kind="unpublish").met_at is not None
    with pytest.raises(WrongState):
        removing.grant_removal(request, "又想撤", by=people.person("moderator"))


def test_the_staff_takes_a_page_off_with_a_reason_alone() -> None:
    publication = builders.public()
    moderator = people.person("moderator")
    with pytest.raises(ValidationError):
        withdrawing.take_down(publication, "leak", "", by=moderator)
    withdrawing.take_down(publication, "leak", "第三段还有门牌", by=moderator)
    assert state(publication) == "withdrawn"


def test_a_changed_law_takes_the_page_off_once() -> None:
    publication = builders.public()
    assert withdrawing.law_changed(publication)
    assert not withdrawing.law_changed(publication)
    assert Publication.objects.get().withdrawn_because == "law_changed"


def test_every_act_is_on_record_and_the_record_holds() -> None:
    publication = builders.public()
    case = publication.consultation
    withdrawing.withdraw(case, by=people.asker(case))
    acts = [event.act for event in case.events.order_by("sequence") if event.act.startswith("publication")]
    assert acts == [
        "publication_wanted",
        "publication_prepared",
        "publication_approved",
        "publication_consented",
        "publication_withdrawn",
    ]
    assert not faults(case)
    Publication.objects.update(content=Publication.objects.get().content.replace("工资", "奖金"))
    assert faults(case)


def test_the_page_names_neither_the_receipt_number_nor_anybody_behind_a_code() -> None:
    publication = builders.public()
    case = publication.consultation
    page = publication.content + publication.code
    assert case.receipt_number not in page
    assert str(case.assigned_to.practitioner) not in page
    assert case.assigned_to.code in page
    assert clock.today().isoformat() in page


def test_one_network_does_not_use_up_the_requests_that_a_page_takes_in_a_day() -> None:
    publication = builders.public()
    for _time in range(3):
        removing.ask_removal(publication, "撤下", network="192.0.2.0/24")
    with pytest.raises(TooOften):
        removing.ask_removal(publication, "撤下", network="192.0.2.0/24")
    assert removing.ask_removal(publication, "里面说的是我", network="198.51.100.0/24").pk


@pytest.mark.parametrize("by_the_rules", [False, True])
def test_what_one_of_the_staff_wrote_to_the_other_is_not_read_by_the_citizen_who_declines(
    *, by_the_rules: bool
) -> None:
    publication = builders.prepared()
    preparing.send_back(publication, "第三段还有张示例的名字，咨询人好像没说实话", by=people.person("moderator"))
    case = Consultation.objects.get(pk=publication.consultation_id)
    if by_the_rules:
        case.is_quarantined = True
        following.follow(None, case=case, event=case.events.filter(act="answer").get())
    else:
        consenting.decline(case, by=people.asker(case))
    assert state(publication) == "declined"
    assert Publication.objects.get(pk=publication.pk).note == ""
