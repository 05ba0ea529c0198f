"""The door: each file is taken or refused by itself, in words; the scanner is asked where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.consultations.attachments.accepting import accept
from portal.consultations.attachments.limits import MEGABYTE
from portal.consultations.attachments.scanning import Verdict, scan
from tests.consultations.attachments import papers
from tests.consultations.attachments.clamd import EICAR, clamd
from tests.core.uploads import picture


def upload(content: bytes, name: str = "我和张某的合同.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_picture_under_a_pdfs_name_is_taken_as_what_it_is() -> None:
    (outcome,) = accept([upload(picture("PNG"), "合同.pdf")])
    assert outcome.error == ""
    assert outcome.cleaned is not None
    assert outcome.cleaned.kind == "png"


def test_one_bad_file_costs_nobody_the_others() -> None:
    taken, refused, also = accept([upload(picture()), upload(b"MZ", "a.jpg"), upload(papers.written(papers.paper()))])
    assert (taken.error, also.error) == ("", "")
    assert "只能上传图片" in refused.error
    assert refused.name == "a.jpg"


def test_the_eleventh_file_is_refused_and_a_refused_one_takes_no_place() -> None:
    small = picture("PNG")
    outcomes = accept([upload(b"MZ"), *[upload(small) for _ in range(3)]], already=8)
    assert [outcome.code for outcome in outcomes] == ["unknown_kind", "", "", "too_many"]
    assert "最多上传 10 个" in outcomes[-1].error
    assert [outcome.code for outcome in accept([upload(small)], already=10)] == ["too_many"]


def test_ten_megabytes_are_taken_and_a_byte_more_is_refused() -> None:
    small = picture("PNG")
    exactly = small + b"\0" * (10 * MEGABYTE - len(small))
    ten, more = accept([upload(exactly), upload(exactly + b"\0")])
    assert ten.error == ""
    assert "超过 10 MB" in more.error


# -- the scanner ------------------------------------------------------------------------------------------------------
def test_without_a_scanner_nothing_is_scanned(settings: Any) -> None:
    settings.CLAMAV_URL = ""
    assert scan(EICAR) is Verdict.OFF


@pytest.mark.parametrize("by_file", [False, True])
def test_the_scanner_sees_what_came_and_an_infected_file_is_refused(
    settings: Any, tmp_path: Path, by_file: bool
) -> None:
    content = picture("PNG")
    with clamd(tmp_path / "clamd.ctl" if by_file else None) as (settings.CLAMAV_URL, seen):
        clean, infected = accept([upload(content), upload(content + EICAR)])
    assert (clean.verdict, clean.error) == (Verdict.CLEAN, "")
    assert "病毒" in infected.error
    assert infected.cleaned is None
    assert seen == [len(content), len(content + EICAR)]


@pytest.mark.parametrize("answer", [b"stream: something ERROR", b"INSTREAM size limit exceeded. ERROR", b"nonsense"])
def test_a_scanner_that_cannot_say_has_not_said_clean(settings: Any, answer: bytes) -> None:
    with clamd(answer=answer) as (settings.CLAMAV_URL, _seen):
        (outcome,) = accept([upload(picture())])
    assert outcome.cleaned is not None, "kept back, not lost"
    assert outcome.verdict is Verdict.UNAVAILABLE


def test_a_scanner_that_is_gone_has_not_said_clean(settings: Any) -> None:
    for url in ("tcp://127.0.0.1:9", "unix:///nowhere/clamd.ctl"):
        settings.CLAMAV_URL = url
        assert scan(b"x") is Verdict.UNAVAILABLE
