"""The text of a file: UTF-8 or GB18030, or a Word document as Markdown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.editorial.importers.rows import UnreadableFile
from cms.laws.importers.reading import docx_text
from cms.laws.importers.sources import TOO_LARGE, ProblemWithFile

LONGEST_TEXT = 2_000_000


def decoded(content: bytes) -> str:
    """Decode UTF-8 (with or without a byte order mark), else GB18030, as spreadsheets in Chinese save."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile(_("文件的编码不是UTF-8，也不是GB18030。"))


def text_of(content: bytes, suffix: str) -> str:
    """The text of a ``.md``, ``.txt`` or ``.docx`` file; raises UnreadableFile."""
    if suffix == ".docx":
        try:
            text = docx_text(content)
        except ProblemWithFile as error:
            too_large = error.code == TOO_LARGE
            words = _("文件展开后过大。") if too_large else _("不是可以读取的Word文档（.docx）。")
            raise UnreadableFile(words) from error
    else:
        text = decoded(content)
    if not text.strip():
        raise UnreadableFile(_("文件是空的。"))
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile(_("文件超过%(number)d个字，请分成几个文件。") % {"number": LONGEST_TEXT})
    return text
