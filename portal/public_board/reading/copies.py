"""A public consultation to take away: plain text, and PDF where the system can draw one. Made of ``PublicPage`` alone; names and
metadata of the files hold the public code and the public title, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.structured_data import absolute
from cms.core.templatetags.dates import chinese_date
from portal.common.clock import request_today
from portal.consultations.attachments.serving import saved_response
from portal.consultations.downloads.writing import NoPdf, draw_pdf
from portal.public_board.catalogue import PublicCase
from portal.public_board.reading.page import found_or_gone
from portal.public_board.shown_page import ShownPage, ShownPublicAnswer, shown_page

ROBOTS = "noindex, noarchive"
"""The page is what search engines may find."""


@require_safe
@cache_control(no_store=True)
def public_text(request: HttpRequest, code: str) -> HttpResponse:
    """As a text file."""
    case = found_or_gone(request, code)
    if isinstance(case, HttpResponse):
        return case
    page = shown_page(case.page, request_today(request), is_doubted=case.is_doubted)
    text = "\n".join(lines(case, page)) + "\n"
    return _saved(text.encode("utf-8-sig"), "text/plain; charset=utf-8", case, "txt")


@require_safe
@cache_control(no_store=True)
def public_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """As PDF; where the system cannot draw one, the page, which prints."""
    case = found_or_gone(request, code)
    if isinstance(case, HttpResponse):
        return case
    try:
        content = draw_pdf(sheet(case, request_today(request)))
    except NoPdf:
        return redirect(case.url)
    return _saved(content, "application/pdf", case, "pdf")


def sheet(case: PublicCase, today: date) -> str:
    """The page that the PDF is drawn from."""
    context = {"page": shown_page(case.page, today, is_doubted=case.is_doubted), "where": absolute(case.url)}
    return render_to_string("public_board/sheet.html", context)


def lines(case: PublicCase, page: ShownPage) -> Iterator[str]:
    """The text file."""
    yield page.title
    yield ""
    yield _("%(day)s提问") % {"day": chinese_date(page.asked_on)}
    yield _("依据%(day)s的法律") % {"day": chinese_date(page.law_on)}
    yield absolute(case.url)
    if page.doubt:
        yield f"{_('这份答复正在复查')}：{page.doubt}"
    yield from page.banner
    yield from ("", f"== {_('提问的具体情况')} ==", page.question)
    for fact in page.facts:
        yield from (_("后来补充的情况"), fact)
    if page.files:
        yield _("提问人提交过的文件（文件本身不公开）：") + "、".join(page.files)
    for answer in page.answers:
        yield from _answer_lines(answer)
    yield from ("", _("这是针对一个人的具体情况提出的法律咨询意见，仅供参考。事实、证据不同，结论可能不同。"))


def _answer_lines(answer: ShownPublicAnswer) -> Iterator[str]:
    if answer.further:
        yield from ("", f"== {_('追问')} ==", answer.further)
    yield from ("", f"== {answer.heading}（{chinese_date(answer.answered_on)}） ==")
    by_panel = answer.is_expert or not answer.staff_code
    yield _("由本网专家组答复") if by_panel else f"{_('答复人统一编号')} {answer.staff_code}"
    for section in answer.sections:
        yield from ("", f"[{section.title}]", section.text)
    for article in answer.articles:
        yield from ("", article.title, article.about, *(line.text for line in article.lines))
        if article.since:
            yield article.since


def _saved(content: bytes, content_type: str, case: PublicCase, extension: str) -> HttpResponse:
    name = f"{_('公开的咨询')}-{case.code}.{extension}"
    response = saved_response(content, content_type=content_type, name=name)
    response["X-Robots-Tag"] = ROBOTS
    return response
