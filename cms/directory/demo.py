"""The directory of the demo: a few invented institutions and people, and a record in each phase a visitor can see."""

from __future__ import annotations

import random
from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageDraw

from cms.core.models import CustomImage
from cms.directory.generator import SOURCE, generate, invented_writers
from cms.directory.invented_records import write_records
from cms.directory.models import Practitioner
from cms.directory.models.enums import PractitionerKind
from cms.directory.services.announcing import announce_keys

SEED = 7
INSTITUTIONS, PRACTITIONERS = 12, 30
PHASES = ("suspended", "sanctioned", "withdrawn", "shown", "lapsed")
PHOTO_TITLE = "示例照片（虚构）"


def seed_directory(today: date) -> None:
    """Make sure of it; a further run adds what is missing."""
    generate(institutions=INSTITUTIONS, practitioners=PRACTITIONERS, today=today, seed=SEED)
    lawyers = Practitioner.objects.filter(kind=PractitionerKind.LAWYER, source_name=SOURCE).order_by("licence_number")
    chosen = []
    for person, phase in zip(lawyers, PHASES, strict=False):
        if not (person.administrativepenalty_set.exists() or person.professionalsanction_set.exists()):
            chosen.append((person, phase, random.Random(f"demo:{person.slug}")))  # noqa: S311 - invented data
    with transaction.atomic():
        write_records(chosen, invented_writers(), today, SEED)
        first = lawyers.first()
        if first is not None and first.photo_id is None:
            Practitioner.objects.filter(pk=first.pk).update(photo=_silhouette())
            announce_keys([first.search_key], drain_on_commit=False)


def _silhouette() -> CustomImage:
    """A drawing of nobody."""
    kept = CustomImage.objects.filter(title=PHOTO_TITLE).first()
    if kept is not None:
        return kept
    picture = Image.new("RGB", (480, 640), "#e8edf2")
    drawing = ImageDraw.Draw(picture)
    drawing.ellipse((150, 130, 330, 350), fill="#7c8b99")
    drawing.ellipse((60, 390, 420, 900), fill="#7c8b99")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return CustomImage.objects.create(
        title=PHOTO_TITLE,
        description="示例人物的剪影，不是真人照片",
        file=ContentFile(written.getvalue(), "silhouette.png"),
    )
