"""A public copy, and the Q&A that an editor made of it, enter review when the answer behind them is in doubt; and nothing becomes
public while it is (articles 23, 30)."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.editorial.models import KnowledgeQA
from cms.laws.models import InstrumentVersion
from portal.changed_law.models import SecondLook
from portal.changed_law.services import deciding
from portal.changed_law.services.marking import doubt
from portal.common import clock
from portal.consultations.models import Answer, Consultation
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering
from portal.consultations.services.citizen.contact_wishes import change_wish
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.models import Delivery, Notification
from portal.public_board import deriving
from portal.public_board.catalogue import public_case
from portal.public_board.models import Publication
from portal.public_board.reading.copies import sheet
from portal.public_board.services import consenting
from tests.changed_law.lives import amend, worked
from tests.changed_law.lives import answered as resting
from tests.consultations import builders
from tests.consultations.editor.pages import pay_law
from tests.editorial.builders import index_of
from tests.public_board import builders as publications
from tests.public_board.publications import a_page, public

pytestmark = pytest.mark.django_db


def test_who_approves_is_told_and_the_derived_page_is_due() -> None:
    index_of("knowledge_qa")
    publication = public(a_page(), case=builders.answered())
    page = deriving.make_draft(publication.code, by=builders.person("content_editor"))
    KnowledgeQA.objects.filter(pk=page.pk).update(review_due_on=None)
    moderator, supervisor = builders.person("moderator"), builders.person("supervisor")
    answer = Answer.objects.get(consultation=publication.consultation)
    doubt(answer, "期限算错了。", by=moderator)
    assert KnowledgeQA.objects.get(pk=page.pk).review_due_on == clock.today()
    assert Notification.objects.filter(recipient=supervisor, url="/workbench/publications/").count() == 1


def doubted(publication: Publication) -> SecondLook:
    answer = Answer.objects.get(consultation=publication.consultation)
    return doubt(answer, "期限算错了。", by=builders.person("moderator"))


def agree(publication: Publication) -> Publication:
    who = builders.asker(publication.consultation)
    return consenting.consent(publication, publication.content_digest, True, by=who)


def test_art_23_nobody_agrees_to_a_page_while_its_answer_is_in_doubt_and_may_again_once_it_stands() -> None:
    publication = publications.approved()
    look = doubted(publication)
    with pytest.raises(WrongState, match="正在复查"):
        agree(publication)
    case = Consultation.objects.get(pk=publication.consultation_id)
    assert case.visibility == "private"
    deciding.leave_as_it_is(look, "期限没有算错。", by=case.assigned_to.user)
    assert agree(publication).state == "public"


def test_art_30_after_a_correction_the_page_is_agreed_to_as_it_then_is() -> None:
    publication = publications.approved()
    doubted(publication)
    case = Consultation.objects.get(pk=publication.consultation_id)
    answering.correct(case, Answer.objects.get(), builders.ANSWER, "期限写错了。", by=case.assigned_to.user)
    publication.refresh_from_db()
    assert publication.state == "wanted", "it is prepared anew, looked at by two people, and only then asked for"
    with pytest.raises(WrongState, match="不能进行这项操作"):
        agree(publication)


def test_the_citizens_page_says_why_and_offers_no_yes_but_a_no(client: Client) -> None:
    publication = publications.approved()
    case = publication.consultation
    client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    address = f"/consultations/mine/{case.receipt_number}/publication/"
    agrees = {"digest": publication.content_digest, "agrees": "on"}
    assert f"{address}consent/" in client.get(address).content.decode()
    look = doubted(publication)
    page = client.get(address).content.decode()
    assert "这份答复正在复查" in page
    assert f"{address}consent/" not in page
    assert f"{address}decline/" in page
    refused = client.post(f"{address}consent/", agrees)
    assert (refused.status_code, "这份答复正在复查" in refused.content.decode()) == (409, True)
    deciding.leave_as_it_is(look, "期限没有算错。", by=case.assigned_to.user)
    assert client.post(f"{address}consent/", agrees).status_code == 302
    assert Publication.objects.get().state == "public"


def test_a_page_may_be_declined_and_one_that_is_public_stays_while_people_look() -> None:
    publication, stays = publications.approved(), publications.public()
    doubted(publication)
    doubted(stays)
    declined = consenting.decline(publication.consultation, by=builders.asker(publication.consultation))
    assert declined.state == "declined"
    stays.refresh_from_db()
    assert stays.state == "public"


def test_readers_of_a_public_page_are_told_while_its_answer_is_looked_at_again(client: Client) -> None:
    publication = publications.public()
    page = publication.get_absolute_url()
    doors = (page, f"{page}download.txt", f"/api/v2/consultations/{publication.code}/")

    def told() -> list[bool]:
        return ["核对完以前请不要照着办" in client.get(door).content.decode("utf-8") for door in doors]

    assert told() == [False] * 3
    look = doubted(publication)
    assert told() == [True] * 3
    assert "核对完以前请不要照着办" in sheet(public_case(publication.code), clock.today())
    deciding.leave_as_it_is(look, "期限没有算错。", by=publication.consultation.assigned_to.user)
    assert told() == [False] * 3


# -- told that it may be decided again -------------------------------------------------------------------------------
MAY_DECIDE = "公开还是不公开，现在由您决定"


def told_again(case: Consultation) -> tuple[int, list[str]]:
    """How often within the portal, and which texts went outside since the page was ready."""
    within = Notification.objects.filter(recipient=case.citizen, text__contains=MAY_DECIDE).count()
    outside = Delivery.objects.filter(key__startswith=f"case:{case.pk}:", text_code="case.may_decide")
    return within, sorted(outside.values_list("kind", flat=True))


def test_art_23_who_could_not_agree_is_told_once_that_they_can_when_the_answer_stands() -> None:
    publication = publications.approved()
    case = publication.consultation
    change_wish(case, ContactWish(phone="13800000001", by_sms=True), by=builders.asker(case))
    first, second = doubted(publication), law_doubt(publication)
    holder = Consultation.objects.get(pk=case.pk).assigned_to.user
    deciding.leave_as_it_is(first, "期限没有算错。", by=holder)
    assert told_again(case) == (0, []), "another doubt stands"
    deciding.tell_asker(second, "条文的文字有改动，意思没有变。", by=holder)
    assert told_again(case) == (1, ["sms"])
    line = Notification.objects.get(recipient=case.citizen, text__contains=MAY_DECIDE)
    assert line.url == case.get_absolute_url()
    assert agree(publication).state == "public"


def law_doubt(publication: Publication) -> SecondLook:
    answer = Answer.objects.get(consultation=publication.consultation)
    return SecondLook.objects.create(
        answer=answer, consultation=answer.consultation, because="law", digest_now="v1:0", raised_at=clock.now()
    )


def test_art_23_who_could_not_agree_is_told_when_the_law_stands_again_as_it_was() -> None:
    law = pay_law()
    publication = publications.approved(case=resting(by=publications.asker(), question=publications.QUESTION))
    case = publication.consultation
    amend(law)
    with pytest.raises(WrongState, match="正在复查"):
        agree(publication)
    InstrumentVersion.objects.order_by("pk").last().delete()
    worked()
    worked()
    assert told_again(case)[0] == 1
    assert agree(publication).state == "public"


def test_who_is_not_waited_for_hears_nothing_of_the_end_of_a_doubt() -> None:
    corrected, shown, plain = publications.approved(), publications.public(), builders.answered(by=publications.asker())
    looks = [doubted(publication) for publication in (corrected, shown)]
    looks.append(doubt(Answer.objects.get(consultation=plain), "期限算错了。", by=builders.person("moderator")))
    case = Consultation.objects.get(pk=corrected.consultation_id)
    answer = Answer.objects.get(consultation=case)
    answering.correct(case, answer, builders.ANSWER, "期限写错了。", by=case.assigned_to.user)
    for look in looks[1:]:
        deciding.leave_as_it_is(look, "没有错。", by=Consultation.objects.get(pk=look.consultation_id).assigned_to.user)
    assert not Notification.objects.filter(text__contains=MAY_DECIDE).exists()


def test_the_page_of_the_case_asks_for_no_decision_while_the_answer_is_in_doubt(client: Client) -> None:
    publication = publications.approved()
    case = publication.consultation
    client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    assert "等您看过再决定" in client.get(case.get_absolute_url()).content.decode()
    look = doubted(publication)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "等您看过再决定" not in page
    assert "现在还不能决定公开" in page
    deciding.leave_as_it_is(look, "期限没有算错。", by=Consultation.objects.get(pk=case.pk).assigned_to.user)
    assert "等您看过再决定" in client.get(case.get_absolute_url()).content.decode()


def test_art_30_who_approves_finds_the_public_page_whose_answer_is_in_doubt(client: Client) -> None:
    sound, shown, wanted = publications.public(), publications.public(), publications.wanted()
    client.force_login(builders.person("moderator"))
    listed = "/workbench/publications/"
    assert "请看是否先撤下" not in client.get(listed).content.decode()
    looks = [doubted(shown), doubted(wanted)]
    section = client.get(listed).content.decode().partition("请看是否先撤下")[2].partition("</section>")[0]
    assert f"{listed}{shown.code}/" in section
    assert f"{listed}{sound.code}/" not in section
    for publication in (shown, wanted):
        assert "答复正在复查" in client.get(f"{listed}{publication.code}/").content.decode()
    assert "答复正在复查" not in client.get(f"{listed}{sound.code}/").content.decode()
    holder = Consultation.objects.get(pk=shown.consultation_id).assigned_to.user
    deciding.leave_as_it_is(looks[0], "期限没有算错。", by=holder)
    assert "请看是否先撤下" not in client.get(listed).content.decode()
