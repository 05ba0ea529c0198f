"""The whole corpus goes in, nothing of it is lost, and a second run changes nothing (FAWANG_CORPUS)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cms.laws.importers.report import Status
from cms.laws.importers.run import rows_of, run_import
from cms.laws.models import Instrument, InstrumentVersion, Provision

TODAY = date(2026, 1, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]


def test_the_corpus_goes_in_whole_and_only_once(corpus: Path) -> None:
    rows = rows_of(corpus)
    first = run_import(rows, today=TODAY)
    assert [row for row in first.rows if row.status is Status.FAILED] == []
    reasons = Counter(row.error.split(":")[0] for row in first.rows if row.status is Status.SKIPPED)
    assert reasons == {"typical_case": 52, "second_file_of_date": 3}
    laws = [row for row in first.rows if not row.error.startswith("typical_case")]
    assert len(laws) == 1693
    assert all(row.characters_in == row.characters_kept > 0 for row in laws)
    # A code in eight books is one work and one text.
    assert (Instrument.objects.count(), InstrumentVersion.objects.count()) == (1598, 1683)
    assert Provision.objects.filter(version__instrument__slug="min-fa-dian", kind="article").count() == 1260
    # Two laws of one pinyin: both have their digits.
    assert not Instrument.objects.filter(slug="jian-cha-guan-fa").exists()

    provisions = Provision.objects.order_by("-pk").values_list("pk", flat=True).first()
    second = run_import(rows, today=TODAY)
    assert Counter(row.status for row in second.rows) == {Status.UNCHANGED: 1690, Status.SKIPPED: 55}
    assert Provision.objects.order_by("-pk").values_list("pk", flat=True).first() == provisions
