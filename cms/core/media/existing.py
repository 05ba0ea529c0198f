"""Cleaning files that are stored already: those that came before uploads were cleaned, or past the portal."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from cms.core.media.files import extension_of
from cms.core.media.office import EXTENSIONS as WITH_AUTHORS
from cms.core.media.office import without_authors
from cms.core.media.pictures import metadata_of
from cms.core.models import CustomDocument, CustomImage


@dataclass
class Report:
    """What was seen and done; ``problems`` name files that cannot be read, by kind and number."""

    seen: int = 0
    cleaned: int = 0
    problems: list[str] = field(default_factory=list)


def clean_existing(*, dry_run: bool = False) -> Report:
    """Clean every stored image and file that still gives something away; each in a transaction of its own."""
    report = Report()
    for model in (CustomImage, CustomDocument):
        for row in model.objects.order_by("pk").iterator(chunk_size=200):
            report.seen += 1
            try:
                with row.open_file() as stored:
                    if not _gives_away(row, stored) and row.file_size is not None:
                        continue
                    if not dry_run:
                        _replace(row, stored)
                report.cleaned += 1
            except (OSError, ValidationError, zipfile.BadZipFile) as error:
                report.problems.append(f"{model._meta.label}:{row.pk}: {error}")
    return report


def _gives_away(row: CustomImage | CustomDocument, stored: File) -> bool:
    if isinstance(row, CustomImage):
        return bool(metadata_of(stored))
    return extension_of(row.filename) in WITH_AUTHORS and without_authors(stored) is not None


def _replace(row: CustomImage | CustomDocument, stored: File) -> None:
    """Store the cleaned file under a new name, point the row at it, then delete the old one with its renditions."""
    old = str(row.file.name)
    with transaction.atomic():
        stored.seek(0)
        row.file.save(PurePosixPath(old).name, stored, save=True)
        if isinstance(row, CustomImage):
            renditions = list(row.renditions.all())
            row.renditions.all().delete()
        else:
            renditions = []

    def forget() -> None:
        row.file.storage.delete(old)
        for rendition in renditions:
            rendition.file.storage.delete(rendition.file.name)

    transaction.on_commit(forget)
