"""What of the directory can be found, and what can be found no more."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.models import Topic
from cms.directory.documents import documents, public_keys
from cms.directory.models import Institution, Practitioner
from cms.directory.services import records
from cms.directory.services.following import follow_the_day
from portal.common.outbox.models import OutboxRow
from search.documents import ALWAYS, FOREVER, Document, kinds, sources
from search.engines.embedded import EmbeddedEngine
from search.indexing import documents_of
from search.query import make_plan
from tests.directory.builders import (
    SUSPENSION,
    TODAY,
    approver,
    clerk,
    institution,
    penalty_values,
    practitioner,
    shown_penalty,
    shown_sanction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def of(entry: Any) -> list[Document]:
    return list(documents(type(entry), [entry.search_key]))


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path / "index")


def found(engine: EmbeddedEngine, words: str, day: date = TODAY, **options: Any) -> list[str]:
    return [hit.document.title for hit in engine.search(make_plan(words, today=day, **options)).hits]


def fill(engine: EmbeddedEngine, *entries: Any) -> None:
    keys = [entry.search_key for entry in entries]
    engine.replace(keys, documents_of(keys))


def test_both_kinds_are_registered_with_facets_and_template() -> None:
    for name in ("institution", "practitioner"):
        assert {"entry_kind", "district", "field", "standing"} <= set(kinds[name].facets)
        assert name in sources
        assert not kinds[name].is_law


def test_article_13_a_practitioner_is_found_by_all_that_people_know(engine: EmbeddedEngine) -> None:
    firm = institution(name="示范寅律师事务所", district="示范东区")
    person = practitioner(firm, name="张国成")
    person.topics.set(Topic.objects.filter(code="labour"))
    other = practitioner(institution(name="示例卯律师事务所", district="示例西区"), name="李某某")
    fill(engine, person, other)
    for words in (
        "张国成",
        "zgc",
        "ZGC",
        "zhangguocheng",
        person.licence_number,
        "示范寅律师事务所",
        "劳动人事",
        "示范东区",
    ):
        assert found(engine, words)[:1] == ["张国成"], words
    for facets in ({"district": ["示范东区"]}, {"field": ["labour"]}):
        assert found(engine, "律师", filters=facets) == ["张国成"]


def test_article_13_an_institution_is_found_by_its_names_initials_code_and_former_name(engine: EmbeddedEngine) -> None:
    firm = institution(name="示范辰律师事务所", former_names="示例旧律师事务所")
    fill(engine, firm, institution(name="样例公证处", kind="notary_office"))
    for words in ("示范辰", "sfc", "sfclssws", firm.unified_social_credit_code, "示例旧律师事务所"):
        assert found(engine, words)[:1] == ["示范辰律师事务所"], words


def test_article_14_nothing_of_a_record_is_indexed_but_the_standing(engine: EmbeddedEngine) -> None:
    person = practitioner()
    record = shown_penalty(person, cause="绝无仅有之事由", **SUSPENSION)
    sanction = shown_sanction(person, cause="另有独特缘由")
    for document in of(person):
        for words in (record.cause, record.document_number, record.kind.name + "三个月", sanction.cause, "训诫"):
            assert words not in str(document), words
    assert "standing:suspended" in of(person)[0].facets


def test_article_14_the_standing_of_every_coming_day_is_in_the_index_without_a_job(engine: EmbeddedEngine) -> None:
    person = practitioner(name="示例己")
    record = shown_penalty(person, **SUSPENSION)
    fill(engine, person)
    suspended, free = {"standing": ["suspended"]}, {"standing": ["in_practice"]}
    last = record.suspended_until
    assert last is not None
    assert found(engine, "示例己", TODAY, filters=suspended) == ["示例己"]
    assert found(engine, "示例己", last, filters=suspended) == ["示例己"]
    assert found(engine, "示例己", last + timedelta(days=1), filters=suspended) == []
    assert found(engine, "示例己", last + timedelta(days=1), filters=free) == ["示例己"]
    assert found(engine, "示例己", last + timedelta(days=1)) == ["示例己"]


def test_article_14_a_withdrawn_record_leaves_nothing_in_the_index() -> None:
    person = practitioner()
    before = of(person)
    record = shown_penalty(person, **SUSPENSION)
    assert len(of(person)) == 2
    records.withdraw_record(record, "void", by=approver(), today=TODAY)
    assert of(person) == before


def test_article_14_a_lapsed_record_leaves_nothing_in_the_index(time_machine: Any) -> None:
    person = practitioner()
    before = of(person)
    record = shown_penalty(person, **SUSPENSION)
    time_machine.move_to(f"{record.display_until + timedelta(days=1)} 12:00+08:00")
    assert of(person) == before


def test_article_14_the_revoked_leave_the_index_when_their_record_lapses() -> None:
    person = practitioner()
    record = shown_penalty(person, code="lawyers-49-revocation")
    (document,) = of(person)
    assert "standing:revoked" in document.facets
    assert (document.valid_from, document.valid_to) == (ALWAYS, record.display_until + timedelta(days=1))


def test_an_entry_that_is_not_public_is_not_found() -> None:
    person = practitioner(status="unlisted")
    assert of(person) == []
    assert list(public_keys(Practitioner)) == []


def test_an_entry_without_records_holds_always() -> None:
    (document,) = of(institution())
    assert (document.valid_from, document.valid_to) == (ALWAYS, FOREVER)


def test_article_14_approval_and_withdrawal_tell_the_index() -> None:
    person, writer = practitioner(), clerk()
    OutboxRow.objects.all().delete()
    record = records.draft_record(records_model(), penalty_values(person), by=writer)
    records.submit_record(record, by=writer, today=TODAY)
    assert not OutboxRow.objects.exists()
    for act in (
        lambda: records.approve_record(record, by=approver(), today=TODAY),
        lambda: records.withdraw_record(record, "void", by=approver(), today=TODAY),
    ):
        OutboxRow.objects.all().delete()
        act()
        assert OutboxRow.objects.filter(sink="search.primary", key=person.search_key).exists()


def records_model() -> Any:
    from cms.directory.models import AdministrativePenalty

    return AdministrativePenalty


def test_article_14_the_day_after_a_change_the_past_is_taken_out_of_the_index() -> None:
    person, untouched = practitioner(), practitioner()
    record = shown_penalty(person, **SUSPENSION)
    shown_penalty(untouched)
    ceasing = institution(ceased_on=date(2026, 7, 15))
    OutboxRow.objects.all().delete()
    day_after = record.suspended_until + timedelta(days=1)
    assert follow_the_day(TODAY, day_after - timedelta(days=1)) == 0
    assert follow_the_day(day_after - timedelta(days=1), day_after) == 2
    keys = set(OutboxRow.objects.filter(sink="search.primary").values_list("key", flat=True))
    assert keys == {person.search_key, ceasing.search_key}


def test_documents_take_the_same_queries_for_ten_and_for_a_hundred() -> None:
    firm = institution()
    keys = [practitioner(firm).search_key for _number in range(100)]
    firms = [institution().search_key for _number in range(100)]
    for model, some in ((Practitioner, keys), (Institution, firms)):
        counts = []
        for number in (10, 100):
            with CaptureQueriesContext(connection) as queries:
                assert len(list(documents(model, some[:number]))) == number
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 6, model
