"""What each sees of a publication: the citizen, who hides, who approves, who is named. Everything works without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.citizens.sessions import BACKEND
from portal.consultations.models import Consultation
from portal.public_board.models import Publication, RemovalRequest
from tests.consultations import builders as people
from tests.public_board import builders

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    backend = BACKEND if hasattr(user, "citizen") else "django.contrib.auth.backends.ModelBackend"
    client.force_login(user, backend=backend)
    return client


def text(response: Any) -> str:
    return response.content.decode()


def test_article_30_offered_after_the_answer_by_default_not_and_the_original_stays_on_the_page_of_the_citizen() -> None:
    case = builders.answered()
    citizen = client_of(case.citizen)
    page = text(citizen.get(case.get_absolute_url()))
    assert "看看公开的样子" in page
    assert "王建国" in page
    mine = reverse("my_publication", args=[case.receipt_number])
    assert "我想看看公开的样子" in text(citizen.get(mine))
    assert not Publication.objects.exists()
    citizen.post(f"{mine}want/")
    assert Publication.objects.get().state == "wanted"
    again = text(citizen.get(case.get_absolute_url()))
    assert "王建国" in again
    assert "看看公开的样子（默认不公开）" not in again


def test_who_hides_takes_suggestions_adds_words_and_chooses_a_label() -> None:
    publication = builders.wanted(question=f"{builders.QUESTION}小名叫阿毛。")
    moderator = client_of(people.person("moderator"))
    address = reverse("publication", args=[publication.code])
    page = moderator.get(address)
    assert "张某乙" in text(page)
    groups = page.context["groups"]
    places = [place.value for group in groups for place in group.places]
    said = {
        "shown": ["", *places],
        "hide": places,
        "group": [group.name for group in groups],
        "label": ["老板" if group.label == "张某乙" else group.label for group in groups],
        "added": ["阿毛"],
        "added_kind": ["name"],
    }
    again = moderator.post(f"{address}mark/", said | {"again": "1"})
    assert "<del>阿毛</del>" in text(again)
    added = [place.value for group in again.context["groups"] for place in group.places if place.words == "阿毛"]
    assert Publication.objects.get().state == "wanted"
    said["hide"] = [*places, *added]
    said["shown"] = ["", *said["hide"]]
    assert moderator.post(f"{address}mark/", said).status_code == 302
    row = Publication.objects.get()
    assert row.state == "prepared"
    assert "阿毛" not in row.content
    assert "老板老板" in row.content


def test_an_occurrence_that_is_not_ticked_stays_and_the_last_check_names_it() -> None:
    publication = builders.wanted()
    moderator = client_of(people.person("moderator"))
    address = reverse("publication", args=[publication.code])
    groups = moderator.get(address).context["groups"]
    places = [place for group in groups for place in group.places]
    hide = [place.value for place in places if place.words != "张伟"]
    moderator.post(f"{address}mark/", {"shown": [place.value for place in places], "hide": hide})
    supervisor = client_of(people.person("supervisor"))
    page = supervisor.get(address)
    assert "<del>王建国</del><ins>王某甲</ins>" in text(page)
    assert [row["one"].words for row in page.context["left"]] == ["张伟"]
    refused = supervisor.post(f"{address}approve/", {"left": ["张伟"], "reason_for": [""]})
    assert refused.status_code == 400
    assert "张伟" in text(refused)
    supervisor.post(f"{address}approve/", {"left": ["张伟"], "reason_for": ["公众人物"]})
    assert Publication.objects.get().state == "approved"


def test_who_hid_is_shown_no_button_to_approve() -> None:
    moderator = people.person("moderator")
    publication = builders.prepared(by=moderator)
    page = text(client_of(moderator).get(reverse("publication", args=[publication.code])))
    assert "要由另一个人复核" in page
    assert "通过，请咨询人看" not in page


def test_the_preview_is_the_public_page_word_for_word_and_the_box_is_empty() -> None:
    publication = builders.approved()
    case = publication.consultation
    citizen = client_of(case.citizen)
    mine = reverse("my_publication", args=[case.receipt_number])
    page = text(citizen.get(mine))
    assert "王某甲" in page
    assert "王建国" not in page
    assert "checked" not in page
    refused = citizen.post(f"{mine}consent/", {"digest": publication.content_digest})
    assert refused.status_code == 409
    assert Publication.objects.get().state == "approved"
    citizen.post(f"{mine}consent/", {"digest": publication.content_digest, "agrees": "on"})
    public = text(Client().get(publication.get_absolute_url()))
    assert "王某甲" in public
    assert "王建国" not in public
    for sentence in ("公司应当按时足额支付工资", "先向劳动保障监察机构投诉"):
        assert sentence in page
        assert sentence in public


def test_withdrawn_by_one_press_the_address_says_410() -> None:
    publication = builders.public()
    case = publication.consultation
    citizen = client_of(case.citizen)
    mine = reverse("my_publication", args=[case.receipt_number])
    assert Client().get(publication.get_absolute_url()).status_code == 200
    assert "马上撤下" in text(citizen.get(f"{mine}withdraw/"))
    assert Client().get(publication.get_absolute_url()).status_code == 200
    citizen.post(f"{mine}withdraw/")
    assert Client().get(publication.get_absolute_url()).status_code == 410
    assert Consultation.objects.get(pk=case.pk).visibility == "private"


def test_anybody_may_ask_that_a_page_be_taken_off_and_a_moderator_decides() -> None:
    publication = builders.public()
    report = reverse("publication_report", args=[publication.code])
    assert Client().post(report, {"text": ""}).status_code == 400
    taken = Client().post(report, {"text": "说的是我", "contact": "13900000000"})
    assert "一个工作日" in text(taken)
    request = RemovalRequest.objects.get()
    moderator = client_of(people.person("moderator"))
    listed = text(moderator.get(reverse("publications")))
    assert publication.code in listed
    address = reverse("publication_removal", args=[publication.code, request.pk])
    assert moderator.post(address, {"decision": "grant"}).status_code == 400
    moderator.post(address, {"decision": "grant", "reason": "认得出人"})
    assert Client().get(publication.get_absolute_url()).status_code == 410
    assert Client().get(report).status_code == 404


def test_the_page_of_a_case_asks_the_same_queries_with_and_without_a_publication(
    django_assert_max_num_queries: Any,
) -> None:
    case = builders.answered()
    citizen = client_of(case.citizen)
    with django_assert_max_num_queries(60):
        citizen.get(case.get_absolute_url())
