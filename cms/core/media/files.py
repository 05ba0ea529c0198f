"""Files to download: what kinds there are, told by what a file holds and not by its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGIN = 4096
MOST_PARTS = 5000
MOST_UNPACKED = 200 * 1024 * 1024


class FileRefused(ValidationError):
    """A file that is not kept; the message says why."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name for readers, and what it must hold: first bytes, or a part of a ZIP archive."""

    label: Promise
    content_type: str
    begins: bytes = b""
    part: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, FileKind] = {
    "pdf": FileKind(_("PDF 文件"), "application/pdf", begins=b"%PDF-"),
    "docx": FileKind(_("Word 文档"), f"{_OFFICE}wordprocessingml.document", part="word/"),
    "xlsx": FileKind(_("Excel 表格"), f"{_OFFICE}spreadsheetml.sheet", part="xl/"),
    "pptx": FileKind(_("PowerPoint 演示文稿"), f"{_OFFICE}presentationml.presentation", part="ppt/"),
    "doc": FileKind(_("Word 文档"), "application/msword", begins=_OLE),
    "xls": FileKind(_("Excel 表格"), "application/vnd.ms-excel", begins=_OLE),
    "wps": FileKind(_("WPS 文字文档"), "application/vnd.ms-works", begins=_OLE),
    "et": FileKind(_("WPS 表格"), "application/octet-stream", begins=_OLE),
    "ofd": FileKind(_("OFD 版式文件"), "application/ofd", part="OFD.xml"),
    "odt": FileKind(_("ODT 文档"), "application/vnd.oasis.opendocument.text", part="content.xml"),
    "ods": FileKind(_("ODS 表格"), "application/vnd.oasis.opendocument.spreadsheet", part="content.xml"),
    "txt": FileKind(_("文本文件"), "text/plain"),
    "csv": FileKind(_("CSV 表格"), "text/csv"),
}


def extension_of(name: str) -> str:
    """The extension in small letters, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_file(file: IO[bytes], name: str) -> None:
    """Raise FileRefused for a file of a kind that is not allowed, or that is not what its name says."""
    kind = KINDS.get(extension_of(name))
    if kind is None:
        raise FileRefused(_now("不能上传这种文件。可以上传：%(kinds)s。") % {"kinds": "、".join(KINDS)})
    file.seek(0)
    begin = file.read(_BEGIN)
    file.seek(0)
    if not begin:
        raise FileRefused(_now("这个文件是空的。"))
    if kind.part:
        _check_archive(file, kind, name)
    elif not (begin.startswith(kind.begins) if kind.begins else _is_text(begin)):
        raise _other_content(name)


def size_label(size: int) -> str:
    """A size as people say it: 45 KB, 1.2 MB."""
    if size < 1024:
        return _now("%(size)d 字节") % {"size": size}
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _check_archive(file: IO[bytes], kind: FileKind, name: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _other_content(name) from error
    finally:
        file.seek(0)
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(_now("这个文件展开以后太大，不能上传。"))
    if not any(found.startswith(kind.part) for found in names):
        raise _other_content(name)
    if any(found.rpartition("/")[2].lower() == "vbaproject.bin" for found in names):
        raise FileRefused(_now("这个文件里有宏（程序），读者打开时不安全。请另存为不带宏的文件后再上传。"))


def _is_text(begin: bytes) -> bool:
    if b"\0" in begin:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may be cut.
            begin[: len(begin) - 4 if len(begin) == _BEGIN else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _other_content(name: str) -> FileRefused:
    return FileRefused(
        _now("文件的内容与后缀“.%(extension)s”不符，或者文件已损坏。请用原来的软件重新保存后再上传。")
        % {"extension": extension_of(name)}
    )
