"""The model fields that files pass through, by whatever door they come: form, uploader, chooser, command, shell."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.core.media.files import check_file, extension_of
from cms.core.media.office import EXTENSIONS as WITH_AUTHORS
from cms.core.media.office import without_authors
from cms.core.media.pictures import CleanPicture, clean_picture
from portal.common.mixins import Beside


class _CleanedOnSaving(Beside):
    """A file that is cleaned as it is stored, and whose size and digest are those of what is stored."""

    instance: Any

    def cleaned(self, name: str, content: File) -> File:
        """What is stored in place of what came."""
        raise NotImplementedError

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store. Raises ValidationError for what is not kept."""
        clean = self.cleaned(name, content)
        clean.seek(0)
        self.instance.file_size = clean.size
        self.instance.file_hash = hashlib.file_digest(clean, "sha1").hexdigest()  # Wagtail's, to find duplicates
        clean.seek(0)
        super().save(name, clean, save=save)


class PictureFieldFile(_CleanedOnSaving, WagtailImageFieldFile):
    """The original of an image."""

    def cleaned(self, name: str, content: File) -> File:
        """Upright, without metadata."""
        return content if isinstance(content, CleanPicture) else clean_picture(_reader(content), name)


class PictureField(WagtailImageField):
    """Wagtail's field for originals, cleaning."""

    attr_class = PictureFieldFile


class DocumentFieldFile(_CleanedOnSaving, FieldFile):
    """A file to download."""

    def cleaned(self, name: str, content: File) -> File:
        """Checked by content; an office file without its authors' names."""
        return clean_document(content, name)


class DocumentField(models.FileField):
    """Django's field, checking and cleaning."""

    attr_class = DocumentFieldFile


def clean_document(content: File, name: str) -> File:
    """Give what is kept of an uploaded file. Raises FileRefused."""
    reader = _reader(content)
    check_file(reader, name)
    if extension_of(name) in WITH_AUTHORS:
        try:
            cleaned = without_authors(reader)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
        ):  # encrypted, or packed in a rare way: kept as it is
            cleaned = None
        if cleaned is not None:
            return ContentFile(cleaned, name)
    content.seek(0)
    return content


def _reader(content: File) -> IO[bytes]:
    """A seekable file of bytes: in memory, for it is read several times (forms let nothing larger than 20 MB in)."""
    content.seek(0)
    return io.BytesIO(content.read())
