"""Files that editors upload, read as text. What a file is, its content says; its name proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Protocol

from django.utils.translation import gettext as _

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
LARGEST_TEXT = 2_000_000
"""Characters; the Civil Code has about 130,000."""

_MOST_MEMBERS = 2000
_WIDE_CELL = re.compile(rb"gridSpan[^>]*val=[\"'][0-9]{4,}")
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF"


class UploadRefused(Exception):
    """The file cannot be taken; the message is for the editor."""


class UploadedBytes(Protocol):
    """What is read of an uploaded file."""

    @property
    def size(self) -> int | None:
        """Its bytes, None where nobody counted them."""

    def read(self) -> bytes:
        """Give the whole content."""


def read_upload(upload: UploadedBytes) -> str:
    """Give the text of an uploaded .docx, .txt or .md; UploadRefused says why it cannot be."""
    size = upload.size or 0
    if size > LARGEST_FILE:
        raise UploadRefused(
            _("文件有 %(size)d MB，最大 %(limit)d MB。请删去图片后重试，或者直接粘贴文字。")
            % {"size": -(-size // 1024**2), "limit": LARGEST_FILE // 1024**2}
        )
    content = upload.read()
    if content.startswith(_ZIP):
        text = _docx_text(content)
    elif content.startswith(_OLD_WORD):
        raise UploadRefused(_("这是旧版 Word 文件（.doc）。请在 Word 或 WPS 中另存为 .docx 后再上传。"))
    elif content.startswith(_PDF):
        raise UploadRefused(_("这是 PDF 文件。请上传 .docx，或者复制文字后粘贴。"))
    else:
        text = _plain_text(content)
    if not text.strip():
        raise UploadRefused(_("文件里没有文字。如果是扫描件，请先转成文字。"))
    if len(text) > LARGEST_TEXT:
        raise UploadRefused(
            _("文字太长：%(length)d 字，最多 %(limit)d 字。") % {"length": len(text), "limit": LARGEST_TEXT}
        )
    return text


def _docx_text(content: bytes) -> str:
    from cms.laws.importers.reading import docx_text

    _check_archive(content)
    try:
        return docx_text(content)
    except Exception as error:  # python-docx and lxml raise whatever a damaged file leads them to
        raise UploadRefused(_("文件损坏，无法读取。请在 Word 或 WPS 中打开并另存后重试。")) from error


def _check_archive(content: bytes) -> None:
    """A docx is a zip: look at its list of contents before anything is unpacked.

    ``zipfile`` never unpacks more of a member than the list says, so that a list which lies gains nothing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members)
            document = archive.read("word/document.xml")
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise UploadRefused(_("文件损坏，无法读取。请在 Word 或 WPS 中打开并另存后重试。")) from error
    # A cell that says it spans a thousand columns is given a thousand times by the library that reads it.
    if _WIDE_CELL.search(document):
        raise UploadRefused(_("文件里的表格不正常，不能处理。请删去表格后重试，或者直接粘贴文字。"))


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if "word/document.xml" not in {member.filename for member in members}:
        raise UploadRefused(_("这不是 Word 文件（.docx）。"))
    if any(member.flag_bits & 0x1 for member in members):
        raise UploadRefused(_("文件有密码保护，请取消密码后再上传。"))
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise UploadRefused(_("文件解压后过大，不能处理。请删去图片后重试，或者直接粘贴文字。"))


def _plain_text(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UploadRefused(_("不认识这种文件。请上传 .docx、.txt 或 .md。"))
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UploadRefused(_("文件的文字编码不认识。请另存为 UTF-8 后再上传，或者直接粘贴文字。"))
