"""From a file or folder to its rows. What is wrong with a row stands in it; only a file that cannot be used at all raises."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from cms.editorial.importers import manifest
from cms.editorial.importers.questions import split_questions
from cms.editorial.importers.rows import ImportFile, Row, UnreadableFile
from cms.editorial.importers.tables import csv_rows, jsonl_rows, xlsx_rows
from cms.editorial.importers.texts import decoded, text_of

MOST_ROWS = 20_000
"""Of one file."""
MOST_BYTES = 50 * 1024 * 1024
SUFFIXES = (".jsonl", ".csv", ".xlsx", ".docx", ".md", ".txt")


def read_file(path: Path, kind: str, name: str = "") -> ImportFile:
    """Read a file or a manifest folder; raises UnreadableFile. ``name`` is what an uploaded file was called."""
    name = name or path.name
    if path.is_dir():
        file = manifest.read_folder(path, kind)
        return _not_empty(file)
    return read_content(name, _content(path), kind)


def read_content(name: str, content: bytes, kind: str, most_rows: int = MOST_ROWS) -> ImportFile:
    """Read a file that is in memory; raises UnreadableFile."""
    file = ImportFile(name, kind, hashlib.sha256(content).hexdigest())
    for row in _rows(content, kind, name, file):
        file.rows.append(row)
        if len(file.rows) > most_rows:
            raise UnreadableFile(_("超过%(number)d条，请分成几个文件。") % {"number": most_rows})
    return _not_empty(file)


def _not_empty(file: ImportFile) -> ImportFile:
    if not file.rows:
        raise UnreadableFile(_("文件中没有可以导入的内容。"))
    return file


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(_("文件超过50 MB，请分成几个文件。"))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}") from error


def _rows(content: bytes, kind: str, name: str, file: ImportFile) -> Iterator[Row]:
    suffix = Path(name).suffix.lower()
    if suffix == ".jsonl":
        yield from jsonl_rows(decoded(content), file)
    elif suffix == ".csv":
        yield from csv_rows(decoded(content), file)
    elif suffix == ".xlsx":
        yield from xlsx_rows(content, file)
    elif suffix in (".docx", ".md", ".txt"):
        text = text_of(content, suffix)
        if kind == "knowledge_qa":
            yield from split_questions(text)
        else:
            yield Row(1, text=text, place=Path(name).stem)
    else:
        raise UnreadableFile(_("只能导入这些文件：%(suffixes)s。") % {"suffixes": "、".join(SUFFIXES)})
