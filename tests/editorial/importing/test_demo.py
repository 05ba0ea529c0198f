"""The demo's pages: invented, public, cited, and the same after a second run."""

from __future__ import annotations

import pytest
import time_machine
from django.conf import settings

from cms.core.site_builder import build_site
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import PAGE_MODELS, public_pages
from cms.editorial.demo import seed_editorial
from cms.editorial.import_runs import EditorialImport
from cms.editorial.models import NewsCorrection
from cms.laws.importers.run import rows_of, run_import
from portal.common import clock
from portal.common.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db

LEAST = {
    "knowledge_qa": 8,
    "typical_case": 4,
    "expert_reading": 2,
    "service_guide": 5,
    "news_article": 3,
    "institution_notice": 2,
}


def words_of(page: EditorialPage, name: str) -> str:
    stored = page._meta.get_field(name).get_prep_value(getattr(page, name))
    return stored if isinstance(stored, str) and not stored.startswith("[") else str(stored)


@time_machine.travel("2026-11-27T04:00:00Z", tick=False)
def test_the_demo_goes_in_whole_is_public_and_the_same_after_a_second_run() -> None:
    build_site()
    run_import(rows_of(settings.BASE_DIR / "demo" / "laws"), today=clock.today())
    assert seed_editorial(clock.today()) == []
    assert {kind: public_pages(kind).count() >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    guides = PAGE_MODELS["service_guide"].objects.values_list("service_kind", flat=True)
    assert set(guides) == {"lawyer", "notary", "legal_aid", "forensic", "mediation"}
    assert PAGE_MODELS["typical_case"].objects.filter(is_guiding=True).count() == 1
    (correction,) = NewsCorrection.objects.all()
    assert "下午四点" in correction.words
    assert "下午五点" not in str(correction.page.body.get_prep_value())
    for page in EditorialPage.objects.specific():
        assert page.live, page
        assert page.source_name == "本网编写的示范内容"
        assert page.import_notes == ""
        assert page.topics.exists(), page
        words = "".join(words_of(page, name) for name in page.body_fields)
        assert "示范" in words.replace(page.title, ""), page
    revisions = set(EditorialPage.objects.values_list("latest_revision", flat=True))
    OutboxRow.objects.all().delete()
    runs = EditorialImport.objects.count()
    assert seed_editorial(clock.today()) == []
    assert set(EditorialPage.objects.values_list("latest_revision", flat=True)) == revisions
    assert not OutboxRow.objects.exists()
    assert EditorialImport.objects.count() == runs
