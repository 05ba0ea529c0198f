"""Publishing: every door does the same, a draft touches nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from cms.laws.models import Instrument, InstrumentVersion, Provision, RenderedPart
from cms.laws.parser import parse
from cms.laws.services.announcing import source_key
from cms.laws.services.publishing import publish
from cms.laws.tree_rows import frozen_tree
from portal.common.outbox.models import OutboxRow
from tests.laws.builders import TEXT, instrument, law_text, published

pytestmark = pytest.mark.django_db


def owed() -> set[str]:
    """What the index has been told, since the rows were last deleted."""
    return set(OutboxRow.objects.filter(sink="search.primary").values_list("key", flat=True))


def test_publishing_stores_rows_html_and_an_outbox_row_and_makes_the_law_public() -> None:
    law = instrument()
    assert not law.is_public
    OutboxRow.objects.all().delete()
    version = published(law)
    assert version.live
    assert list(version.provisions.filter(kind="article").values_list("locator", flat=True)) == ["1", "2", "3"]
    assert version.provisions.get(locator="2-p2-i1").parent.locator == "2-p2"
    assert version.rendered_parts.get().article_locators == ["1", "2", "3"]
    assert version.head_lines == ["2020年1月2日 示范大会通过"]
    assert Instrument.objects.get(pk=law.pk).is_public
    assert owed() == {source_key(law.slug)}


def test_the_tree_from_the_rows_is_the_tree_from_the_parser() -> None:
    version = published(instrument())
    parsed = parse(TEXT)
    tree = frozen_tree(version)
    assert (tree.head, tree.nodes) == (parsed.head, parsed.nodes)


def test_a_draft_touches_no_row_and_its_preview_reads_the_draft() -> None:
    version = published(instrument())
    before = list(version.provisions.values_list("pk", "text"))
    version.source_text = law_text("示范园林法", ["草案第一条。"])
    version.save_revision()
    draft = InstrumentVersion.objects.get(pk=version.pk).get_latest_revision_as_object()
    assert list(version.provisions.values_list("pk", "text")) == before
    assert frozen_tree(draft).nodes[0].children[0].text == "草案第一条。"
    assert frozen_tree(InstrumentVersion.objects.get(pk=version.pk)).nodes[0].heading == "总则"


def test_wagtails_own_publishing_leads_through_the_same_door() -> None:
    version = published(instrument())
    version.source_text = law_text("示范园林法", ["修改后的第一条。"])
    version.save_revision().publish()
    version.refresh_from_db()
    assert list(version.provisions.filter(kind="paragraph").values_list("text", flat=True)) == ["修改后的第一条。"]
    assert "修改后的第一条。" in version.rendered_parts.get().html


def test_what_is_withdrawn_leaves_no_row_and_the_law_is_public_no_more() -> None:
    law = instrument()
    version = published(law)
    OutboxRow.objects.all().delete()
    version.unpublish()
    assert not Provision.objects.exists()
    assert not RenderedPart.objects.exists()
    assert not Instrument.objects.get(pk=law.pk).is_public
    assert owed() == {source_key(law.slug)}


def test_a_law_stays_public_while_one_of_its_texts_is() -> None:
    law = instrument()
    first = published(law)
    published(law, law_text("示范园林法", ["第二版。"]), date(2024, 1, 1))
    first.unpublish()
    assert Instrument.objects.get(pk=law.pk).is_public


def test_deleting_a_text_or_a_law_tells_the_index() -> None:
    law = instrument()
    version = published(law)
    OutboxRow.objects.all().delete()
    version.delete()
    assert owed() == {source_key(law.slug)}
    assert not Instrument.objects.get(pk=law.pk).is_public
    OutboxRow.objects.all().delete()
    law.delete()
    assert owed() == {source_key("shi-fan-yuan-lin-fa")}


def test_a_publication_that_fails_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    version = published(instrument())
    before = list(version.provisions.values_list("text", flat=True))
    version.source_text = law_text("示范园林法", ["未能发布。"])
    revision = version.save_revision()
    monkeypatch.setattr("cms.laws.services.publishing.render_parts", lambda nodes: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        revision.publish()
    version.refresh_from_db()
    assert "未能发布" not in version.source_text
    assert list(version.provisions.values_list("text", flat=True)) == before


def test_publishing_leaves_history() -> None:
    version = published(instrument())
    assert version.revisions.count() == 1
    assert ModelLogEntry.objects.filter(object_id=str(version.pk), action="wagtail.publish").exists()


def test_one_text_a_day_and_one_undated() -> None:
    law = instrument()
    published(law)
    with pytest.raises(IntegrityError), transaction.atomic():
        published(law)
    published(law, effective_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        published(law, effective_on=None)


@pytest.mark.parametrize(
    "values",
    [
        {"expired_on": date(2020, 5, 1), "is_repealed": True},
        {"expired_on": date(2021, 1, 1), "is_repealed": False},
    ],
)
def test_dates_that_cannot_be_are_refused_in_the_draft(values: dict) -> None:
    version = InstrumentVersion(
        instrument=instrument(), source_text=TEXT, effective_on=date(2020, 5, 1), effective_basis="stated", **values
    )
    with pytest.raises(ValidationError):
        version.full_clean()


def test_a_second_law_of_the_same_title_region_and_level_is_refused_in_words() -> None:
    instrument("中华人民共和国示范园林法")
    with pytest.raises(ValidationError, match="已有同名"):
        Instrument(title="示范园林法", level="law").full_clean(exclude=["title_key", "slug"])


def test_changing_a_law_itself_tells_the_index() -> None:
    law = instrument()
    publish(InstrumentVersion(instrument=law, source_text=TEXT))
    OutboxRow.objects.all().delete()
    law.aliases = "园林法"
    law.save()
    assert owed() == {source_key(law.slug)}
