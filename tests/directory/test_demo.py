"""The directory of the demo shows every kind of page, says that it is invented, and may be seeded twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cms.core.models import CustomImage
from cms.directory.demo import seed_directory
from cms.directory.generator import SOURCE
from cms.directory.models import AdministrativePenalty, Institution, Practitioner, ProfessionalSanction
from tests.directory.builders import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def held() -> tuple[int, ...]:
    models: tuple[Any, ...] = (Institution, Practitioner, AdministrativePenalty, ProfessionalSanction, CustomImage)
    return tuple(model.objects.count() for model in models)


def test_every_kind_of_page_has_something_to_show_and_seeding_again_adds_nothing() -> None:
    seed_directory(TODAY)
    first = held()
    seed_directory(TODAY)
    assert held() == first
    assert first[:2] == (12, 30)
    penalties, sanctions = AdministrativePenalty.objects, ProfessionalSanction.objects
    assert penalties.public_on(TODAY).filter(kind__effect="suspends").exists()
    assert sanctions.public_on(TODAY).exists()
    assert penalties.withdrawal_notes_on(TODAY).exists()
    assert Practitioner.objects.filter(photo__isnull=False).count() == 1
    assert set(Practitioner.objects.values_list("source_name", flat=True)) == {SOURCE}
