"""The editor: drafts, preview, sending (articles 17, 18, 21, 22, 23 of the service rules)."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import AgreementConsent, Answer, AnswerDraft, Consultation
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.editor.pages import (
    NEW_WORDS,
    editor_of,
    entered,
    holder,
    pay_law,
    send,
    typed,
    words_of,
)

pytestmark = pytest.mark.django_db
CITED = {"words": "示范工资法30"}


def test_the_preview_is_what_the_citizen_reads_and_one_press_sends_it() -> None:
    pay_law()
    case = builders.claimed()
    client = holder(case)
    answer = client.post(editor_of(case), typed(case, CITED) | {"do": "preview"}, follow=True)
    shown = words_of(answer)
    assert answer.redirect_chain[-1][0].endswith("/preview/")
    assert builders.ANSWER.conclusion in shown
    assert NEW_WORDS in shown
    assert case.assigned_to.code in shown
    assert "满意度测评" in shown
    assert not Answer.objects.exists()
    said = send(client, case, CITED)
    assert "答复已经发出" in words_of(said)
    sent = Answer.objects.get()
    assert sent.citations.get().locator == "30"
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    assert not AnswerDraft.objects.exists()


def test_the_next_own_case_opens_else_the_queue() -> None:
    staff = builders.resident()
    first, second = builders.claimed(staff), builders.claimed(staff)
    client = entered(staff.user)
    said = send(client, first)
    assert said.redirect_chain[-1][0] == second.workbench_url
    assert "答复已经发出" in words_of(said)
    said = send(client, second)
    assert said.redirect_chain[-1][0] == "/workbench/queue/"
    assert "答复已经发出" in words_of(said)


def test_sending_twice_is_one_answer() -> None:
    case = builders.claimed()
    client = holder(case)
    client.post(editor_of(case), typed(case) | {"do": "preview"})
    press = {"revision": "1", "claim_number": str(case.claim_number)}
    for _press in range(2):
        said = client.post(f"{editor_of(case)}preview/", press, follow=True)
    assert "没有重复发送" in words_of(said)
    assert Answer.objects.count() == 1


def test_what_is_sent_is_what_was_seen() -> None:
    case = builders.claimed()
    client = holder(case)
    client.post(editor_of(case), typed(case) | {"do": "preview"})
    client.post(editor_of(case), typed(case, conclusion="后来改过的结论。") | {"do": "save"})
    press = {"revision": "1", "claim_number": str(case.claim_number)}
    answer = client.post(f"{editor_of(case)}preview/", press)
    assert answer.status_code == 409
    assert "后来改过的结论。" in words_of(answer)
    assert not Answer.objects.exists()


def test_a_preview_of_an_earlier_claim_sends_nothing() -> None:
    case = builders.claimed()
    client = holder(case)
    client.post(editor_of(case), typed(case) | {"do": "preview"})
    for claim in (str(case.claim_number - 1), "", "abc"):
        answer = client.post(f"{editor_of(case)}preview/", {"revision": "1", "claim_number": claim})
        assert answer.status_code == 409
        assert "交回或者移交过" in words_of(answer)
    assert not Answer.objects.exists()


def test_who_has_not_said_whether_they_keep_away_is_led_to_the_case_first() -> None:
    staff = builders.resident()
    case = claiming.claim(builders.accepted(), by=staff.user)
    answer = entered(staff.user).get(editor_of(case))
    assert answer.url == case.workbench_url


def test_article_25_every_opening_is_put_on_file() -> None:
    case = builders.claimed()
    holder(case).get(editor_of(case))
    assert AuditEntry.objects.filter(act=Act.CASE_OPENED, details={"page": "answer"}).count() == 1


def test_article_21_what_is_missing_is_named_and_nothing_typed_is_lost() -> None:
    pay_law()
    case = builders.claimed()
    wrong = {"words": "示范工资法99", "quote": "抄来的话"}
    answer = holder(case).post(
        editor_of(case), typed(case, wrong, next_steps="", reasoning="我写的分析") | {"do": "preview"}
    )
    shown = words_of(answer)
    for words in ("error-summary", "请填写“下一步怎么办”", "没有第九十九条", "我写的分析", "抄来的话", "示范工资法99"):
        assert words in shown
    assert not Answer.objects.exists()
    assert "我写的分析" in AnswerDraft.objects.get().content


def test_article_22_a_contact_is_held_back_in_the_editor_with_the_words_marked() -> None:
    case = builders.claimed()
    form = typed(case, next_steps="打13800001111找我。") | {"do": "preview"}
    shown = words_of(holder(case).post(editor_of(case), form))
    assert '<mark class="wording-mark wording-mark--block">13800001111</mark>' in shown
    assert "打13800001111找我。" in shown


def test_a_prompt_is_confirmed_by_a_tick() -> None:
    case = builders.claimed()
    client = holder(case)
    form = typed(case, next_steps="示范区人民法院立案庭电话010-88884444。") | {"do": "preview"}
    shown = words_of(client.post(editor_of(case), form))
    assert "已核对“010-88884444”" in shown
    digest = shown.split('name="confirmed" value="')[1].split('"')[0]
    answer = client.post(editor_of(case), {**form, "revision": "1", "confirmed": digest})
    assert answer.url.endswith("/preview/")


def test_a_page_of_an_earlier_claim_sends_nothing_and_keeps_the_words() -> None:
    case = builders.claimed()
    staff = case.assigned_to
    client, form = holder(case), typed(case, conclusion="写了很久的结论。")
    claiming.release(case, by=staff.user)
    claiming.claim(Consultation.objects.get(pk=case.pk), by=staff.user)
    Consultation.objects.filter(pk=case.pk).update(conflict_free_claim=case.claim_number + 2)
    answer = client.post(editor_of(case), form | {"do": "preview"})
    assert answer.status_code == 409
    assert "交回或者移交过" in words_of(answer)
    assert "写了很久的结论。" in words_of(answer)
    assert not Answer.objects.exists()


def test_another_residents_case_is_not_there() -> None:
    case, other = builders.claimed(), builders.resident()
    client = entered(other.user)
    for address in (editor_of(case), f"{editor_of(case)}preview/"):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(case)).status_code == 404
    assert not AnswerDraft.objects.exists()


def test_a_further_question_needs_a_conclusion_alone() -> None:
    case = builders.answered()
    citizen_acts.ask_further(case, "还要等多久？", by=builders.asker(case))
    client = holder(case)
    assert "还要等多久？" in words_of(client.get(editor_of(case)))
    send(client, case, conclusion="一般六十日内。", legal_basis="", reasoning="", next_steps="")
    assert Answer.objects.get(kind="further").conclusion == "一般六十日内。"


def test_article_23_a_late_answer_is_asked_why_before_it_is_sent() -> None:
    case = builders.claimed()
    client = holder(case)
    assert "延误的说明" not in words_of(client.get(editor_of(case)))
    with patch.object(clock, "now", return_value=clock.now() + timedelta(hours=6)):
        shown = words_of(client.get(editor_of(case)))
        assert "答复已经逾期" in shown
        assert "延误的说明" in shown
        answer = client.post(editor_of(case), typed(case) | {"do": "preview"})
        assert "请向咨询人说明原因" in words_of(answer)
        send(client, case, late_explanation="核对新规定用了较长时间，抱歉。")
    assert Answer.objects.get().late_explanation


def test_article_23_the_editor_warns_before_the_clock_runs_out() -> None:
    case = builders.claimed()
    client = holder(case)
    assert "时限快到了" not in words_of(client.get(editor_of(case)))
    with patch.object(clock, "now", return_value=clock.now() + timedelta(hours=4, minutes=30)):
        assert "时限快到了" in words_of(client.get(editor_of(case)))


def test_where_nothing_is_owed_the_page_says_so() -> None:
    case = builders.answered()
    client = holder(case)
    assert "现在不等待答复" in words_of(client.get(editor_of(case)))
    answer = client.post(editor_of(case), typed(case, conclusion="多写的") | {"do": "preview"})
    assert answer.status_code == 409
    assert "多写的" in words_of(answer)
    assert Answer.objects.count() == 1


def test_article_18_nothing_is_sent_while_no_notice_was_acknowledged() -> None:
    case = builders.claimed()
    AgreementConsent.objects.filter(consultation=case).delete()
    answer = holder(case).post(editor_of(case), typed(case) | {"do": "preview"})
    assert "还没有确认风险提示" in words_of(answer)


def test_the_queries_of_the_editor_do_not_grow_with_its_citations() -> None:
    pay_law()
    case = builders.claimed()
    client = holder(case)
    counts = []
    for rows in (
        [CITED],
        [CITED, {"words": "示范工资法31"}, {"words": "示范工资法2"}, {"words": "示范工资法第三十条"}],
    ):
        form = typed(case, *rows) | {"do": "add"}
        client.post(editor_of(case), form)
        with CaptureQueriesContext(connection) as queries:
            client.post(editor_of(case), form)
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
