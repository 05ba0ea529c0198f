"""What the tests of the editor share: an invented law of two texts, a resident who is signed in, the form as it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from cms.laws.models import Instrument
from portal.consultations.models import AnswerDraft, Consultation
from tests.consultations import builders
from tests.laws.builders import instrument, law_text, published

OLD_DAY, NEW_DAY = date(2015, 1, 1), date(2021, 1, 1)
OLD_WORDS = "用人单位应当每月足额支付工资。"
NEW_WORDS = "用人单位应当按照约定，及时足额支付劳动报酬。"


def pay_law(**values: Any) -> Instrument:
    """示范工资法: article 30 was written anew from 2021 on, article 31 came with it, article 2 stayed."""
    law = instrument("示范工资法", **values)
    published(law, law_text("示范工资法", {2: "本法适用于示范单位。", 30: OLD_WORDS}), effective_on=OLD_DAY)
    new = {2: "本法适用于示范单位。", 30: NEW_WORDS, 31: "拖欠工资的，应当加付赔偿金。"}
    published(law, law_text("示范工资法", new), effective_on=NEW_DAY)
    return law


def entered(user: Any) -> Client:
    """A browser of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client


def holder(case: Consultation) -> Client:
    """The browser of the resident who has a case."""
    assert case.assigned_to is not None
    return entered(case.assigned_to.user)


def editor_of(case: Consultation) -> str:
    """The address of a case's editor."""
    return f"/workbench/cases/{case.receipt_number}/answer/"


def typed(case: Consultation, *citations: dict[str, str], **values: str) -> dict[str, str]:
    """The editor's form, complete; each citation a row."""
    draft = AnswerDraft.objects.filter(consultation=case).first()
    form = {
        "conclusion": builders.ANSWER.conclusion,
        "legal_basis": builders.ANSWER.legal_basis,
        "reasoning": builders.ANSWER.reasoning,
        "next_steps": builders.ANSWER.next_steps,
        "revision": str(draft.revision) if draft else "0",
        "claim_number": str(case.claim_number),
        "c-count": str(len(citations)),
    }
    for number, row in enumerate(citations):
        form |= {f"c-{number}-{name}": value for name, value in row.items()}
    return form | values


def send(client: Client, case: Consultation, *citations: dict[str, str], **values: str) -> Any:
    """Preview and send, as a lawyer does; gives the page that opens."""
    client.post(editor_of(case), typed(case, *citations, **values) | {"do": "preview"})
    draft = AnswerDraft.objects.get(consultation=case)
    sent = {"revision": str(draft.revision), "claim_number": str(case.claim_number)}
    return client.post(f"{editor_of(case)}preview/", sent, follow=True)


def words_of(answer: Any) -> str:
    """What a page says."""
    return answer.content.decode()
