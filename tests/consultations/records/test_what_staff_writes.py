"""What the staff writes freely lies encrypted, explains itself where the rules want it, and is held to the record."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from portal.common import clock
from portal.common.encryption import decrypt
from portal.consultations.models import Answer, AnswerCitation, Deadline, ErasureRequest, Refusal
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen.erasing import decline_erasure
from tests.consultations import builders

pytestmark = pytest.mark.django_db
MOVED = importlib.import_module("portal.consultations.migrations.0011_what_staff_writes_lies_encrypted")


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM consultations_{table} ORDER BY id")  # noqa: S608 - names of our own
        return [row[0] for row in cursor.fetchall()]


def late_answer(why: str) -> Answer:
    case = builders.claimed()
    ago = clock.now() - timedelta(hours=1)
    Deadline.objects.filter(consultation=case).update(started_at=ago - timedelta(hours=5), due_at=ago)
    written = WrittenAnswer(**{**_sections(), "late_explanation": why})
    return builders.first_answer(case, written)


def _sections() -> dict[str, str]:
    return {name: getattr(builders.ANSWER, name) for name in ("conclusion", "legal_basis", "reasoning", "next_steps")}


def test_nothing_that_staff_wrote_can_be_read_from_the_tables() -> None:
    answer = late_answer("张三的材料来得晚。")
    case = answer.consultation
    assert case.assigned_to is not None
    answering.correct(case, answer, builders.ANSWER, "张三的姓名写错了。", by=case.assigned_to.user)
    builders.refused()
    citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    decline_erasure(ErasureRequest.objects.get(), "张三的记录依规定保存。", by=builders.person("moderator"))
    for table, column in (
        ("answer", "late_explanation"),
        ("answer", "correction_reason"),
        ("refusal", "instead"),
        ("erasurerequest", "outcome"),
    ):
        tokens = [token for token in stored(table, column) if token]
        assert tokens, (table, column)
        assert all(decrypt(token) for token in tokens)
    assert not list(verify_records(Tally()))


@pytest.mark.parametrize("column", ["late_explanation", "correction_reason"])
def test_article_32_an_explanation_changed_behind_the_records_back_is_found(column: str) -> None:
    answer = late_answer("人手不足。")
    assert not list(verify_records(Tally()))
    Answer.objects.filter(pk=answer.pk).update(**{column: "别的说明。"})
    (fault,) = verify_records(Tally())
    assert "explanation" in fault.words


def test_article_32_where_to_turn_instead_is_held_to_the_record() -> None:
    builders.refused()
    Refusal.objects.update(instead="别的去处。")
    assert len(list(verify_records(Tally()))) == 1


def test_the_database_refuses_what_does_not_explain_itself() -> None:
    answer = late_answer("人手不足。")
    case = answer.consultation
    same: dict[str, Any] = {"consultation": case, "risk_notice": answer.risk_notice, "sent_at": answer.sent_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            kind="correction", corrects=answer, correction_reason="", conclusion="x", salt="s", **same
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerCitation.objects.create(
            answer=answer, outside_title="示范", written="示范", cited_on="event", read_on=clock.today(), date_reason=""
        )
    builders.refused()
    with pytest.raises(IntegrityError), transaction.atomic():
        Refusal.objects.update(instead="")


def test_the_migration_takes_plain_words_in_and_gives_them_back() -> None:
    answer = late_answer("人手不足。")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_answer SET late_explanation = %s", ["旧的明文。"])
    plain = _as_text("answer", "late_explanation", "correction_reason")
    MOVED._each(MOVED.encrypt, {"answer": MOVED.FIELDS["answer"]})(plain, None)
    answer.refresh_from_db()
    assert (answer.late_explanation, answer.correction_reason) == ("旧的明文。", "")
    MOVED._each(MOVED.decrypt, {"answer": MOVED.FIELDS["answer"]})(plain, None)
    assert stored("answer", "late_explanation") == ["旧的明文。"]


class _as_text:
    """The table as the migration finds it between its steps: columns of plain text."""

    def __init__(self, name: str, *fields: str) -> None:
        from django.db import models

        table = apps.get_model("consultations", name)._meta.db_table
        members: dict[str, Any] = {field: models.TextField() for field in fields}
        meta = type("Meta", (), {"db_table": table, "managed": False, "app_label": "consultations"})
        self._model = type("PlainAnswer", (models.Model,), {**members, "Meta": meta, "__module__": __name__})

    def get_model(self, _app: str, _name: str) -> Any:
        return self._model
