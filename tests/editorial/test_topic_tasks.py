"""What people search for in vain becomes work for editors, once, and stays what somebody made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from cms.editorial.editorial_task import EditorialTask, TaskOrigin, TaskState
from cms.editorial.models import KnowledgeQA
from cms.editorial.services import topic_tasks
from portal.accounts.models import User
from portal.accounts.roles import group_of
from search.failed_searches import note_failed_search
from search.models import Lacked
from tests.editorial.builders import index_of, published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def person() -> Callable[[str], User]:
    def make(role: str) -> User:
        user = User.objects.create_user(role, f"{role}@example.invalid", "secret-enough-1")
        user.groups.add(group_of(role))
        return user

    return make


def searched(words: str, times: int = 3, day: date = TODAY, lacked: Lacked = Lacked.RESULTS) -> None:
    for _time in range(times):
        note_failed_search(words, day, lacked)


def test_words_that_failed_three_times_in_a_week_are_a_task_and_rarer_ones_are_none() -> None:
    searched("霸王龙饲养许可", 2)
    searched("霸王龙饲养许可", 1, TODAY - timedelta(days=6))
    searched("很少有人问", 2)
    searched("上个月问的", 9, TODAY - timedelta(days=30))
    assert topic_tasks.collect_tasks(TODAY) == 1
    task = EditorialTask.objects.get()
    assert (task.words, task.times, task.origin) == ("霸王龙饲养许可", 3, TaskOrigin.FAILED_SEARCH)


def test_a_question_that_finds_law_but_no_answer_is_a_task_of_its_own_kind() -> None:
    searched("试用期被辞退怎么办", lacked=Lacked.ANSWER)
    topic_tasks.collect_tasks(TODAY)
    assert EditorialTask.objects.get().origin == TaskOrigin.UNANSWERED


def test_collecting_twice_makes_no_second_task() -> None:
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    assert topic_tasks.collect_tasks(TODAY) == 0
    assert EditorialTask.objects.count() == 1


def test_what_was_dismissed_stays_dismissed_and_what_was_done_opens_again_when_it_is_asked_a_week_later(person) -> None:
    editor = person("content_editor")
    for words in ("霸王龙饲养许可", "借伞不还怎么办"):
        searched(words)
    topic_tasks.collect_tasks(TODAY)
    first, second = EditorialTask.objects.order_by("words")
    with time_machine.travel("2026-03-10T04:00:00Z"):
        topic_tasks.finish_task(first, None, by=editor)
        topic_tasks.dismiss_task(second, "不是法律问题", by=editor)
    topic_tasks.collect_tasks(TODAY + timedelta(days=1))
    assert EditorialTask.objects.get(pk=first.pk).state == TaskState.DONE
    later = TODAY + timedelta(days=20)
    for task in (first, second):
        searched(task.words, day=later)
    topic_tasks.collect_tasks(later)
    assert EditorialTask.objects.get(pk=first.pk).state == TaskState.OPEN
    assert EditorialTask.objects.get(pk=second.pk).state == TaskState.DISMISSED


def test_nothing_is_dismissed_without_a_reason(person) -> None:
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    with pytest.raises(ValidationError):
        topic_tasks.dismiss_task(EditorialTask.objects.get(), "  ", by=person("content_editor"))
    assert EditorialTask.objects.get().state == TaskState.OPEN


def test_who_is_no_editor_moves_no_task(person) -> None:
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    for role in ("auditor", "directory_clerk", "resident"):
        with pytest.raises(PermissionDenied):
            topic_tasks.take_task(EditorialTask.objects.get(), by=person(role))


def test_an_editor_begins_a_question_from_a_task_with_one_press(person, client: Client) -> None:
    index_of("knowledge_qa")
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    task = EditorialTask.objects.get()
    client.force_login(person("content_editor"))
    shown = client.get("/admin/reports/tasks/").content.decode()
    assert "霸王龙饲养许可" in shown
    answer = client.post(f"/admin/reports/tasks/{task.pk}/", {"act": "write"})
    page = KnowledgeQA.objects.get()
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (page.title, page.live) == ("霸王龙饲养许可", False)
    task.refresh_from_db()
    assert (task.state, task.page_id) == (TaskState.TAKEN, page.pk)


def test_a_dismissal_without_a_reason_says_so_on_the_page_of_the_task(person, client: Client) -> None:
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    client.force_login(person("reviewing_editor"))
    answer = client.post(f"/admin/reports/tasks/{EditorialTask.objects.get().pk}/", {"act": "dismiss", "reason": ""})
    assert answer.status_code == 200
    assert "请写明不做的理由" in answer.content.decode()


def test_the_first_page_shows_an_editor_what_is_due_and_what_is_asked(person, client: Client) -> None:
    published(review_due_on=date(2020, 1, 1))
    searched("霸王龙饲养许可")
    topic_tasks.collect_tasks(TODAY)
    client.force_login(person("content_editor"))
    shown = client.get("/admin/").content.decode()
    assert "到期要复核的内容（1）" in shown
    assert "霸王龙饲养许可" in shown
    due = client.get("/admin/reports/due/").content.decode()
    assert "示范：试用期被辞退有补偿吗" in due


def test_the_first_page_of_who_does_not_write_shows_none_of_it(person, client: Client) -> None:
    client.force_login(person("directory_clerk"))
    shown = client.get("/admin/").content.decode()
    assert "到期要复核的内容" not in shown
    assert "读者在问" not in shown
