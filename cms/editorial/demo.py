"""The editorial content of the demo: invented, and says so. The files under ``demo/editorial`` go in by the importer, a folder a
kind, and are public at once; a further run changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from cms.directory.demo import SEED
from cms.directory.generator import generate
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.importers.reading import read_file
from cms.editorial.importers.report import Status
from cms.editorial.importers.run import run_import
from cms.editorial.models import NewsArticle

FOLDER = Path(settings.BASE_DIR) / "demo" / "editorial"
INSTITUTIONS = 3
"""The first institutions of the demo's directory: the notices are theirs."""
CORRECTED = "示范市公共法律服务中心周六也开门"
WRONG, RIGHT = "下午五点", "下午四点"
NOTE = "周六接待到下午四点，本网先前误写为下午五点，特此更正。"


def seed_editorial(today: date) -> list[str]:
    """Make sure of the demo's pages; gives what could not go in, in words. The laws they cite must be there."""
    generate(institutions=INSTITUTIONS, practitioners=0, today=today, seed=SEED)
    problems = []
    for kind in PAGE_MODELS:
        report = run_import(read_file(FOLDER / kind, kind), today=today, publish=True)
        for row in report.rows:
            said = [error["message"] for error in row.errors] if row.status is Status.FAILED else []
            problems += [f"{row.place}: {words}" for words in [*said, *row.warnings]]
    _correct_news()
    return problems


def _correct_news() -> None:
    """One piece of news was wrong and says so: what an open correction looks like."""
    page = NewsArticle.objects.live().filter(title=CORRECTED, corrections=None).first()
    if page is None or WRONG not in str(page.body.get_prep_value()):
        return
    page = page.get_latest_revision_as_object()
    page.body = [
        (block.block_type, block.value.source.replace(WRONG, RIGHT) if block.block_type == "prose" else block.value)
        for block in page.body
    ]
    page.correction_note = NOTE
    page.save_revision(clean=False).publish()
