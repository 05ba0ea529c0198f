"""A correction explains itself, is checked like every answer, and leaves the earlier text (article 23)."""

from __future__ import annotations

import pytest

from portal.consultations.models import Answer, Consultation
from tests.consultations import builders
from tests.consultations.editor.pages import entered, holder, pay_law, send, typed, words_of

pytestmark = pytest.mark.django_db


def address(case: Consultation, answer: Answer) -> str:
    return f"/workbench/cases/{case.receipt_number}/answers/{answer.pk}/correct/"


def answered() -> tuple[Consultation, Answer]:
    pay_law()
    case = builders.claimed()
    send(holder(case), case, {"words": "示范工资法30"})
    case.refresh_from_db()
    return case, Answer.objects.get()


def test_the_page_of_the_case_leads_to_the_correction_of_each_answer() -> None:
    case, sent = answered()
    assert f'href="{address(case, sent)}"' in words_of(holder(case).get(case.workbench_url))


def test_the_page_begins_with_what_was_sent() -> None:
    case, sent = answered()
    shown = words_of(holder(case).get(address(case, sent)))
    assert sent.conclusion in shown
    assert 'value="示范工资法第三十条"' in shown


def test_a_correction_without_a_reason_is_not_sent_and_what_was_typed_is_kept() -> None:
    case, sent = answered()
    form = typed(case, conclusion="改过的结论。") | {"do": "send"}
    shown = words_of(holder(case).post(address(case, sent), form))
    assert "说明哪里有误" in shown
    assert "改过的结论。" in shown
    assert Answer.objects.count() == 1


def test_a_correction_is_previewed_then_sent_and_the_earlier_text_stays() -> None:
    case, sent = answered()
    client = holder(case)
    form = typed(case, conclusion="改过的结论。", correction_reason="条文写错了。")
    shown = words_of(client.post(address(case, sent), form | {"do": "preview"}))
    assert "发出更正" in shown
    assert "为什么更正" in shown
    assert Answer.objects.count() == 1
    shown = words_of(client.post(address(case, sent), form | {"do": "send"}, follow=True))
    assert "更正已经发出" in shown
    assert "更正前的答复" in shown
    mended = Answer.objects.get(kind="correction")
    assert mended.corrects == sent
    assert Answer.objects.get(pk=sent.pk).conclusion == builders.ANSWER.conclusion


def test_sending_a_correction_twice_is_one_correction() -> None:
    case, sent = answered()
    client = holder(case)
    form = typed(case, conclusion="改过的结论。", correction_reason="条文写错了。") | {"do": "send"}
    client.post(address(case, sent), form)
    answer = client.post(address(case, sent), form)
    assert answer.status_code == 409
    assert "已经更正过" in words_of(answer)
    assert "改过的结论。" in words_of(answer)
    assert Answer.objects.count() == 2


def test_article_22_the_reason_is_looked_through_too() -> None:
    case, sent = answered()
    form = typed(case, correction_reason="请打13800001111。") | {"do": "send"}
    assert "“13800001111”" in words_of(holder(case).post(address(case, sent), form))
    assert Answer.objects.count() == 1


def test_a_correction_of_another_residents_answer_is_not_there() -> None:
    case, sent = answered()
    client = entered(builders.resident().user)
    assert client.get(address(case, sent)).status_code == 404
    assert client.post(address(case, sent), typed(case)).status_code == 404
    other = builders.answered()
    assert holder(other).get(address(other, sent)).status_code == 404
