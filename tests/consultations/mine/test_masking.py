"""Article 30: what one wrote is hidden anew wherever it stands, and the record holds the new texts."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from portal.consultations.models import AddedFact, Consultation, FurtherQuestion, ScreeningFlag
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import masking
from tests.consultations import builders

pytestmark = pytest.mark.django_db
NAMED = "王建国欠我三个月工资，怎么办？"


@pytest.fixture
def case() -> Consultation:
    made = builders.answered(question=NAMED, other_side="王建国", wanted="让王建国还钱")
    by = builders.receipt(made)
    citizen_acts.give_facts(made, "王建国住在我家楼上。", by=by)
    citizen_acts.ask_further(made, "王建国会被拘留吗？", by=by)
    return Consultation.objects.get(pk=made.pk)


def test_article_30_facts_further_questions_and_the_other_side_are_masked_too(case: Consultation) -> None:
    fact, further = AddedFact.objects.get(), FurtherQuestion.objects.get()
    texts = {name: text.replace("王建国", "某某") for name, text in masking.texts_of(case).items()}
    assert len(texts) == 5
    masking.mask(case, texts, by=builders.receipt(case))
    case.refresh_from_db()
    fact.refresh_from_db()
    further.refresh_from_db()
    for text in (case.question, case.other_side, case.wanted, fact.text, further.text):
        assert "某某" in text
        assert "王建国" not in text
    assert case.events.filter(act="mask").count() == 3
    assert not list(verify_records(Tally()))


def test_article_32_a_masked_text_that_changes_behind_the_record_is_found(case: Consultation) -> None:
    fact = AddedFact.objects.get()
    masking.mask(case, {f"fact-{fact.pk}": "某某住在楼上。"}, by=builders.receipt(case))
    AddedFact.objects.filter(pk=fact.pk).update(text="张三住在楼上。")
    assert len(list(verify_records(Tally()))) == 1


def test_what_is_the_same_writes_no_event_and_what_is_no_text_of_the_case_changes_nothing(case: Consultation) -> None:
    before = case.events.count()
    masking.mask(case, masking.texts_of(case) | {"fact-999": "别人的。"}, by=builders.receipt(case))
    assert case.events.count() == before


def test_nobody_but_the_citizen_masks_and_no_text_is_emptied(case: Consultation) -> None:
    assert case.assigned_to is not None
    with pytest.raises(PermissionDenied):
        masking.mask(case, {"text": "别的。"}, by=case.assigned_to.user)
    with pytest.raises(ValidationError):
        masking.mask(case, {"text": "  "}, by=builders.receipt(case))
    masking.mask(case, {"other_side": ""}, by=builders.receipt(case))
    assert Consultation.objects.get(pk=case.pk).other_side == ""


def test_words_that_led_to_a_flag_go_with_the_text(case: Consultation) -> None:
    flag = ScreeningFlag.objects.create(
        consultation=case,
        rule="personal_data",
        words='[[0, 3, "王建国"]]',
        explanation="姓名",
        raised_at=case.submitted_at,
    )
    texts = {name: text.replace("王建国", "某某") for name, text in masking.texts_of(case).items()}
    masking.mask(case, texts, by=builders.receipt(case))
    flag.refresh_from_db()
    assert flag.words == "[]"


def test_the_page_offers_every_text_and_keeps_what_was_typed(case: Consultation, client: Client) -> None:
    client.post("/consultations/mine/", {"number": case.written_number, "passphrase": builders.PASSPHRASE})
    address = f"{case.get_absolute_url()}mask/"
    page = client.get(address).content.decode()
    for text in masking.texts_of(case).values():
        assert text in page
    texts = {name: text.replace("王建国", "某某") for name, text in masking.texts_of(case).items()}
    refused = client.post(address, texts | {"text": ""})
    assert "某某住在我家楼上。" in refused.content.decode()
    assert client.post(address, texts).status_code == 302
    assert "王建国" not in client.get(case.get_absolute_url()).content.decode()
