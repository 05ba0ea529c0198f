"""A public copy, and the Q&A that an editor made of it, enter review when the answer behind them is in doubt; and nothing becomes
public while it is (articles 23, 30)."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.editorial.models import KnowledgeQA
from portal.changed_law.models import SecondLook
from portal.changed_law.services import deciding
from portal.changed_law.services.marking import doubt
from portal.common import clock
from portal.consultations.models import Answer, Consultation
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering
from portal.notifications.models import Notification
from portal.public_board import deriving
from portal.public_board.models import Publication
from portal.public_board.services import consenting
from tests.consultations import builders
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
