"""Reading published texts again: what would change is shown before it is changed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from cms.laws.checks import html_is_current
from cms.laws.models import InstrumentVersion, Provision, RenderedPart
from tests.laws.builders import instrument, published

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """Run reparse and give what it says."""
    out = StringIO()
    call_command("reparse", *words, stdout=out, verbosity=0)
    return out.getvalue()


@pytest.fixture
def version() -> InstrumentVersion:
    """A published text whose rows an older parser made: it took the last item for a paragraph."""
    made = published(instrument())
    Provision.objects.filter(locator="2-p2-i2").update(kind="block", text="（二）积水未退。", label="")
    return made


def test_what_a_parser_alters_is_listed_and_nothing_is_changed(version: InstrumentVersion) -> None:
    said = run("--diff")
    assert "2-p2-i2 第二条第二款第二项: kind, label, text" in said
    assert "1 of 1 texts would be altered" in said
    assert version.provisions.get(locator="2-p2-i2").kind == "block"


def test_without_diff_the_rows_are_made_anew_and_a_second_run_finds_nothing(version: InstrumentVersion) -> None:
    assert "1 of 1 texts altered" in run()
    assert version.provisions.get(locator="2-p2-i2").kind == "item"
    assert "0 of 1 texts would be altered" in run("--diff")


def test_a_draft_survives_a_new_parse(version: InstrumentVersion) -> None:
    draft = InstrumentVersion.objects.get(pk=version.pk)
    draft.source_text += "\n第四条 草案。\n"
    draft.save_revision()
    run()
    stored = InstrumentVersion.objects.get(pk=version.pk)
    assert stored.has_unpublished_changes
    assert not stored.provisions.filter(locator="4").exists()


def test_only_what_an_older_renderer_wrote_is_rendered_anew(version: InstrumentVersion) -> None:
    other = published(instrument("示范公园法"))
    RenderedPart.objects.filter(version=version).update(renderer_version=0, html="旧")
    RenderedPart.objects.filter(version=other).update(html="照旧")
    out = StringIO()
    call_command("render_laws", stdout=out, verbosity=0)
    assert "1 texts rendered" in out.getvalue()
    assert 'id="art-1"' in version.rendered_parts.get().html
    assert other.rendered_parts.get().html == "照旧"


def test_html_of_an_older_renderer_is_warned_of_before_serving(version: InstrumentVersion) -> None:
    assert html_is_current(databases=["default"]) == []
    RenderedPart.objects.filter(version=version).update(renderer_version=0)
    (warning,) = html_is_current(databases=["default"])
    assert (warning.id, warning.hint) == ("laws.W001", "manage.py render_laws")
