"""What has become of the places that are cited is found after each publication and each night, and lands in a list."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.core.models import StandardPage
from cms.core.site_builder import build_site
from cms.laws.importers.run import rows_of, run_import
from cms.laws.models import Citation, Instrument
from cms.laws.reading_places import read_place
from cms.laws.services.announcing import CITATIONS
from cms.laws.services.checking_citations import check_citations, citations_to_review
from cms.laws.services.citing import replace_citations
from cms.laws.services.slugs import change_slug
from cms.laws.tasks import check
from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from tests.laws.builders import instrument, law_text, manifest_folder, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TODAY = date(2026, 11, 27)
ARTICLES = {1: "为了示范，制定本法。", 2: "园林应当开放。", 3: "本法自公布之日起施行。"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-27 10:00+08:00"):
        yield


@pytest.fixture
def law() -> Instrument:
    made = instrument("示范园林法")
    published(made, law_text("示范园林法", ARTICLES), date(2020, 1, 1))
    return made


@pytest.fixture
def citing() -> Page:
    return build_site().add_child(instance=StandardPage(title="示范解读", body="示范", slug="jie-du"))


def cite(citing: Page, *words: str) -> None:
    replace_citations(citing, [read_place(one, TODAY) for one in words])


def drained() -> None:
    """What a worker does."""
    drain(CITATIONS)


def standing() -> list[tuple]:
    rows = Citation.objects.order_by("locator", "pk")
    return list(rows.values_list("locator", "state", "changed_on", "needs_review"))


def amend(law: Instrument, effective_on: date = date(2026, 10, 1), **articles: str) -> None:
    published(
        law, law_text("示范园林法", ARTICLES | {int(one[1:]): words for one, words in articles.items()}), effective_on
    )


def test_a_new_text_puts_the_changed_article_on_the_list_and_leaves_the_others_alone(law, citing):
    cite(citing, "示范园林法1", "示范园林法2")
    amend(law, a2="园林应当免费开放。")
    drained()
    assert standing() == [("1", "current", None, False), ("2", "changed", date(2026, 10, 1), True)]
    (row,) = citations_to_review(TODAY)
    assert (str(row), row.noticed_on) == ("示范园林法第二条", TODAY)


def test_a_text_that_is_withdrawn_puts_the_citation_on_the_list_and_back_off_it(law, citing):
    cite(citing, "示范园林法2")
    version = law.versions.get()
    version.unpublish()
    drained()
    assert standing() == [("2", "missing", None, True)]
    version.refresh_from_db()
    version.save_revision().publish()
    drained()
    assert standing() == [("2", "current", None, False)]
    assert not citations_to_review(TODAY)


def test_a_text_takes_effect_at_midnight(law, citing):
    cite(citing, "示范园林法2")
    amend(law, date(2026, 11, 28), a2="园林应当免费开放。")
    drained()
    assert standing() == [("2", "current", None, False)]
    assert Citation.objects.get().changes_on == date(2026, 11, 28)
    # Between midnight and the check the list knows already.
    assert citations_to_review(date(2026, 11, 28)).count() == 1
    with time_machine.travel("2026-11-28 00:02+08:00", tick=False):
        check()
    assert standing() == [("2", "changed", date(2026, 11, 28), True)]
    assert Citation.objects.get().changes_on is None


def test_an_import_finds_what_it_changed(law, citing, tmp_path):
    cite(citing, "示范园林法2")
    text = law_text("示范园林法", ARTICLES | {2: "园林应当免费开放。"})
    folder = manifest_folder(
        tmp_path,
        [{"path": "a.md", "title": "示范园林法", "level": "law", "effective": "2026-10-01"}],
        {"a.md": text},
    )
    call_command("import_laws", str(folder), verbosity=0)
    assert standing() == [("2", "changed", date(2026, 10, 1), True)]


def test_a_page_that_is_published_again_with_a_new_reading_leaves_the_list(law, citing):
    cite(citing, "示范园林法2")
    amend(law, a2="园林应当免费开放。")
    drained()
    cite(citing, "示范园林法2")
    drained()
    assert standing() == [("2", "current", None, False)]


def test_what_a_page_goes_on_citing_keeps_the_day_it_was_noticed(law, citing):
    place = read_place("示范园林法2", TODAY)
    replace_citations(citing, [place])
    amend(law, a2="园林应当免费开放。")
    drained()
    with time_machine.travel("2026-12-05 10:00+08:00", tick=False):
        replace_citations(citing, [place, read_place("示范园林法1", TODAY)])
        drained()
        check()
    assert Citation.objects.get(locator="2").noticed_on == TODAY


def test_a_page_cited_with_what_has_changed_already_is_on_the_list_at_once(law, citing):
    place = read_place("示范园林法2", TODAY)
    amend(law, a2="园林应当免费开放。")
    replace_citations(citing, [place])
    drained()
    assert standing() == [("2", "changed", date(2026, 10, 1), True)]


def test_a_renamed_law_is_found_under_its_old_key(law, citing):
    cite(citing, "示范园林法2")
    change_slug(law, "yuan-lin")
    amend(law, a2="园林应当免费开放。")
    drained()
    assert standing() == [("2", "changed", date(2026, 10, 1), True)]


def test_the_row_is_written_in_the_transaction_of_the_publication(law):
    OutboxRow.objects.all().delete()
    amend(law, a2="免费。")
    assert set(OutboxRow.objects.filter(sink=CITATIONS).values_list("key", flat=True)) == {"shi-fan-yuan-lin-fa"}


def test_queries_do_not_grow_with_the_citations_of_a_law(law, citing):
    def queries(number: int) -> int:
        Citation.objects.all().delete()
        place = read_place("示范园林法2", date(2026, 1, 1))
        Citation.objects.bulk_create(
            Citation(instrument=law, locator=locator, read_on=place.read_on, digest=place.digest, object_id=str(one))
            for one in range(number)
            for locator in ("1", "2", "2-p1")
        )
        with CaptureQueriesContext(connection) as captured:
            check_citations([law.pk], TODAY)
        return len(captured)

    amend(law, a2="园林应当免费开放。")
    few = queries(1)
    assert queries(300) == few <= 8


def test_digests_of_an_older_rule_are_renewed_and_nothing_lands_on_the_list(law, citing):
    cite(citing, "示范园林法1", "示范园林法2")
    digest = Citation.objects.get(locator="2").digest
    Citation.objects.filter(locator="2").update(digest="v0:old")
    out = StringIO()
    call_command("recompute_citations", stdout=out)
    assert Citation.objects.get(locator="2").digest == digest
    assert out.getvalue().strip() == "2 citations, 1 digests renewed, 0 to review"


def test_citations_cost_an_import_one_statement_a_law_and_looking_at_them_the_same_for_twice_the_laws(tmp_path):
    def imported(first: int, number: int) -> tuple[int, int]:
        rows = [
            {"path": f"{one}.md", "title": f"示范第{one}号办法", "level": "law", "effective": "2026-10-01"}
            for one in range(first, first + number)
        ]
        texts = {row["path"]: law_text(row["title"], ARTICLES) for row in rows}
        folder = manifest_folder(tmp_path / str(first), rows, texts)
        with CaptureQueriesContext(connection) as importing:
            run_import(rows_of(folder), today=TODAY)
        assert len(importing) > 20 * number
        with CaptureQueriesContext(connection) as looking:
            drained()
        return sum(CITATIONS in query["sql"] for query in importing), len(looking)

    imported(0, 1)  # the lease's row is made once
    few, many = imported(10, 5), imported(20, 10)
    assert (few[0], many[0]) == (5, 10)
    assert few[1] == many[1]
