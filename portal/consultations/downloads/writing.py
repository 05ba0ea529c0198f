"""A copy as plain text, and as PDF where the system can draw one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from PIL import ImageFile

from portal.consultations.downloads.copying import CaseCopy, Entry, Proof
from portal.consultations.records.copies import FORMS_HEADING, PROOF_HEADING, TITLE, proof_line, seal_pdf, seal_text

_SHEET = """
@page { size: A4; margin: 20mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt } }
body { font: 10.5pt/1.7 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif }
h1 { font-size: 16pt }
h2 { font-size: 13pt; border-bottom: .5pt solid; margin-top: 8mm }
h3 { font-size: 11pt; margin: 4mm 0 1mm }
dl, dl div, dd { margin: 0 }
dt, dd { display: inline; overflow-wrap: anywhere }
dt { font-weight: bold }
li { overflow-wrap: anywhere }
.own { white-space: pre-wrap; overflow-wrap: anywhere }
"""


class NoPdf(Exception):
    """The system has no Pango: the print view is offered instead."""


def as_text(copy: CaseCopy) -> bytes:
    """The copy as a text file (UTF-8 with its mark); the record's forms stand at its end, one a line, to be checked by anybody,
    and a signature over the whole file."""
    return seal_text("\n".join(_lines(copy)) + "\n")


def as_pdf(copy: CaseCopy) -> bytes:
    """The copy as PDF, the text file among its attachments; signed as a whole. Raises NoPdf."""
    html = render_to_string("consultations/copy_sheet.html", {"copy": copy, "ways": how_to_check(copy.proof)})
    return seal_pdf(draw_pdf(html), as_text(copy))


def draw_pdf(html: str) -> bytes:
    """A page of the portal's own as PDF, with nothing fetched for it. Raises NoPdf."""
    try:
        from weasyprint import CSS, HTML  # its import needs Pango
    except (ImportError, OSError) as error:
        raise NoPdf from error
    # Its import tells Pillow, for the whole process, to take half a picture for a whole one: uploads are to be refused then.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(stylesheets=[CSS(string=_SHEET)])


def how_to_check(proof: Proof) -> list[str]:
    """The steps, in words, for whoever has a copy in hand."""
    return [
        _("办理记录共 %(count)d 条，一条扣一条：每条里写着前一条的摘要（previous）。") % {"count": proof.events},
        _("文本文件的末尾有每条记录的规范形式（RFC 8785），每行一条。"),
        _("记录里的 actor_ref 是办理人的统一编号，或者本网工作人员账户的内部编号，只用来核对，不能从它查到是谁。"),
        _("对一行的内容（UTF-8，不含换行）计算 SHA-256，就是这一条的摘要。"),
        _("最后一条的摘要应当等于：%(digest)s") % {"digest": proof.digest},
        _("本网对它的签名（Ed25519，网址字符的 base64）：%(signature)s") % {"signature": proof.signature},
        _("签名的内容是一行规范 JSON，写着编号、条数和最后一条的摘要；公钥：%(key)s") % {"key": proof.public_key},
        _("最省事的办法：打开本网的“核对记录”页（/records/verify/），选择下载的文件，浏览器会逐条核对，文件不会上传。"),
        _(
            "本网每天夜里把当天变动的全部记录合成一个摘要，签名后公布在 /records/anchors/；文件里有这件咨询在其中的证明。"
        ),
        _("两份内容对不上时，请拨打投诉电话，或者在“投诉”中告诉我们。"),
    ]


def _lines(copy: CaseCopy) -> Iterator[str]:
    yield TITLE
    yield _("生成时间：%(moment)s") % {"moment": copy.made_at}
    for part in copy.parts:
        yield from ("", f"== {part.title} ==")
        for entry in part.entries:
            yield from _entry_lines(entry)
    yield from ("", f"== {_('怎样核对这份记录')} ==", *how_to_check(copy.proof))
    yield from ("", PROOF_HEADING, proof_line(copy.proof), "", FORMS_HEADING, *copy.proof.forms)


def _entry_lines(entry: Entry) -> Iterator[str]:
    if entry.heading:
        yield from ("", f"[{entry.heading}]")
    yield from (f"{term}：{words}" for term, words in entry.facts)
    if entry.text:
        yield entry.text


def _fetch_nothing(url: str, *arguments: Any, **options: Any) -> Any:
    raise ValueError("a copy fetches nothing")
