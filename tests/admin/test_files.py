"""Uploaded files: read when they can be, refused in plain words when not."""

from __future__ import annotations

import io
import zipfile

import pytest

from cms.laws.admin import files
from cms.laws.admin.files import UploadRefused, read_upload
from tests.admin.builders import docx


class Upload(io.BytesIO):
    """Bytes with a size, as Django gives them."""

    @property
    def size(self) -> int:
        return len(self.getvalue())


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, words in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), words)
    return content.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(UploadRefused) as caught:
        read_upload(Upload(content))
    return str(caught.value)


def test_the_words_of_a_word_file_are_read() -> None:
    text = read_upload(Upload(docx("示范法", "第一条 甲。", "第二条 乙。")))

    assert [line for line in text.splitlines() if line] == ["示范法", "第一条 甲。", "第二条 乙。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_that_people_have(encoding: str) -> None:
    assert read_upload(Upload("第一条 甲。".encode(encoding))) == "第一条 甲。"


def test_an_old_word_file_is_named_as_such() -> None:
    assert "另存为 .docx" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def test_a_pdf_is_named_as_such() -> None:
    assert "PDF" in refused(b"%PDF-1.7 ...")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    assert "不是 Word 文件" in refused(archive(readme=b"hello"))


def test_a_damaged_word_file_is_refused() -> None:
    assert "损坏" in refused(docx("第一条 甲。")[:-200])


def test_broken_xml_inside_is_refused() -> None:
    assert "损坏" in refused(archive(word__document_xml=b"<w:document"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_args, **_kwargs: pytest.fail("unpacked"))

    assert "解压后过大" in refused(archive(word__document_xml=b"0" * 2_000_000))


def test_a_table_cell_that_claims_a_million_columns_is_refused() -> None:
    xml = b'<w:document xmlns:w="x"><w:gridSpan w:val="1000000"/></w:document>'

    assert "表格不正常" in refused(archive(word__document_xml=xml))


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    upload = Upload("第一条 甲。".encode())
    monkeypatch.setattr(upload, "read", lambda: pytest.fail("read"))

    with pytest.raises(UploadRefused, match="最大"):
        read_upload(upload)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "不认识" in refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_a_file_without_words_is_refused() -> None:
    assert "没有文字" in refused(docx(""))
