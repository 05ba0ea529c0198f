"""The 52 cases and the questions of the real corpus go in, nothing of them is lost, and a second run changes nothing
(FAWANG_CORPUS; the questions lie beside it)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cms.editorial.base import EditorialPage
from cms.editorial.models import TypicalCase
from cms.laws.importers.run import rows_of
from cms.laws.importers.run import run_import as run_laws
from portal.common.outbox.models import OutboxRow
from tests.editorial.importing.builders import TODAY, bring_in, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]


def test_the_cases_of_the_corpus_go_in_whole_and_only_once(corpus: Path) -> None:
    report = bring_in(corpus, "typical_case")
    assert Counter(statuses(report)) == {"created": 52}
    assert all(row.characters_in == row.characters_kept > 0 for row in report.rows)
    assert TypicalCase.objects.exclude(facts="").exclude(rule_drawn="").count() == 52
    assert TypicalCase.objects.filter(decided_on__isnull=False).count() == 3
    assert not EditorialPage.objects.filter(live=True).exists()
    revisions = set(EditorialPage.objects.values_list("latest_revision", flat=True))
    OutboxRow.objects.all().delete()
    assert Counter(statuses(bring_in(corpus, "typical_case"))) == {"unchanged": 52}
    assert set(EditorialPage.objects.values_list("latest_revision", flat=True)) == revisions
    assert not OutboxRow.objects.exists()


def test_the_questions_go_in_with_the_articles_that_answer_them(corpus: Path) -> None:
    questions = corpus.parent / "questions" / "dev.jsonl"
    if not questions.is_file():
        pytest.skip("no questions beside the corpus: corpus/../questions/dev.jsonl")
    run_laws(rows_of(corpus), today=TODAY)
    report = bring_in(questions)
    assert Counter(statuses(report)) == {"created": 386}
    totals = report.totals()
    # The one that is not read names an article which that text has only in its annex.
    assert (totals["citations"], totals["citations_unread"]) == (678, 1)
    assert totals["characters_in"] == totals["characters_kept"]
    assert Counter(statuses(bring_in(questions))) == {"unchanged": 386}
