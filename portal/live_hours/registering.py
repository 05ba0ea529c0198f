"""What live hours add to the message board: called from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from portal.common import clock
from portal.common.workbench import add_entry
from portal.consultations import neighbours
from portal.consultations.asking.hints import PersonalData
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.downloads.copying import Entry, Part
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind, Channel
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE
from portal.consultations.neighbours import Line, Offer, Section
from portal.consultations.policies import parties_of, resident_of
from portal.consultations.record_words import Said, register_acts
from portal.consultations.records.claims import TextKind, plain_text, register_text_kind
from portal.consultations.states import Party
from portal.live_hours.demo import seed_live_hours
from portal.live_hours.models import LiveHoursSettings
from portal.live_hours.services.lines import LINE, lines_of
from portal.live_hours.services.opening import opening, with_room
from portal.live_hours.services.paper import ENTER, HANDED_OVER, waiting_answers
from portal.live_hours.services.taking import waiting_for
from portal.live_hours.services.threads import BECAME_MESSAGE, follow_case, thread_of
from portal.live_hours.shown import CITIZEN, STAFF, shown_lines, standing


def register() -> None:
    """Make everything known."""
    neighbours.event_written.connect(follow_case, dispatch_uid="portal.live_hours")
    neighbours.register_start_section("live", 10, _start_section)
    neighbours.register_citizen_section("live", 10, _citizen_section)
    neighbours.register_staff_section("live", 10, _staff_section)
    neighbours.register_offers(_offers)
    neighbours.register_conversation(_conversation)
    neighbours.register_copy_part(_copy_part)
    neighbours.register_forgetting(_forget)
    neighbours.register_colleagues(_colleagues)
    neighbours.register_demo(seed_live_hours)
    register_text_kind(TextKind("line", "text", lines_of, plain_text("text")))
    register_acts(
        {
            LINE: Said(_t("在线对话的一句")),
            BECAME_MESSAGE: Said(_t("在线咨询转成留言"), _t("在线咨询转成了留言")),
            HANDED_OVER: Said(_t("纸质答复交给咨询人"), _t("答复已经交给您")),
        }
    )
    _register_entries()


def _register_entries() -> None:
    add_entry("live", _t("在线咨询"), "live/", ANSWER, 8, _waiting, counted=_t("%(count)d 件可以接办"))
    add_entry("channels", _t("各渠道的办理情况"), "live/figures/", MODERATE, 47)
    add_entry("channels-supervised", _t("各渠道的办理情况"), "live/figures/", SUPERVISE, 47)
    add_entry("paper", _t("电话、窗口咨询的纸质答复"), "paper/", ENTER, 26, _papers)


def _waiting(user: Any) -> int:
    staff = resident_of(user)
    return waiting_for(staff).count() if staff is not None else 0


def _papers(user: Any) -> int:
    return waiting_answers(user).count()


def _start_section(request: HttpRequest) -> Section | None:
    return Section("live_hours/start_section.html", {"opening": opening(clock.now())})


def _citizen_section(request: HttpRequest, case: Consultation, actor: Any) -> Section | None:
    return _section(case, "live_hours/section.html", CITIZEN, reverse("live_mine", args=[case.receipt_number]))


def _staff_section(request: HttpRequest, case: Consultation) -> Section | None:
    return _section(case, "live_hours/section.html", STAFF, reverse("live_case", args=[case.receipt_number]))


def _section(case: Consultation, template: str, side: str, url: str) -> Section | None:
    thread = thread_of(case) if case.channel == Channel.LIVE else None
    if thread is None:
        return None
    data = {"lines": shown_lines(case, side), "standing": standing(case, thread, side), "url": url, "side": side}
    return Section(template, data)


def _conversation(case: Consultation) -> list[Line]:
    if case.channel != Channel.LIVE:
        return []
    found = lines_of(case).exclude(salt="")  # what was erased says nothing
    return [Line(one.at, one.author_kind == ActorKind.CITIZEN, one.staff_code, one.text) for one in found]


def _offers(by: Any, case: Consultation) -> Iterable[Offer]:
    if case.channel != Channel.LIVE or Party.CITIZEN not in parties_of(by, case):
        return
    thread = thread_of(case)
    if thread is not None and thread.is_live:
        yield Offer("live", _("进入在线对话"), True, reverse("live_mine", args=[case.receipt_number]))


def _colleagues(case: Consultation) -> Q | None:
    """A conversation that is live is offered to nobody who has no room for one more."""
    thread = thread_of(case) if case.channel == Channel.LIVE else None
    if thread is None or not thread.is_live:
        return None
    return with_room(LiveHoursSettings.load())


def _copy_part(case: Consultation, now: Any) -> Part | None:
    if case.channel != Channel.LIVE:
        return None
    entries = [Entry(f"{moment_words(line.at)}　{line.who}", text=line.text) for line in shown_lines(case, CITIZEN)]
    return Part(_("在线对话"), tuple(entries))


def _forget(case: Consultation) -> Iterable[str]:
    """Lines of the citizen that name or lead to somebody go, salt and all; the others are frozen with the case, like facts."""
    if case.channel != Channel.LIVE:
        return
    gone = False
    for line in lines_of(case).filter(author_kind=ActorKind.CITIZEN):
        if line.text and PersonalData(line.text).findings:
            line.text, line.salt = "", ""
            line.save(update_fields=["text", "salt"])
            gone = True
    if gone:
        yield "live_lines"
