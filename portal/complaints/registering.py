"""What complaints add to the message board: an offer and a part on the citizen's page, a part on the staff's, words of the
record, a part of the copy, what goes on erasure, what the rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from portal.common import clock
from portal.complaints.demo import seed_complaints
from portal.complaints.models import Complaint, ComplaintWord
from portal.complaints.services import clocks, filing, forgetting, handling
from portal.complaints.services.deciding import digest_of_decision
from portal.complaints.services.moving import EVENTS
from portal.complaints.services.telling import register_texts
from portal.consultations import neighbours
from portal.consultations.downloads.copying import Entry, Part
from portal.consultations.models import Consultation
from portal.consultations.neighbours import Offer, Section
from portal.consultations.record_words import Said, register_acts
from portal.consultations.records.claims import Kept, TextKind, plain_text, register_text_kind
from portal.consultations.services.screening.added import register_added_text
from portal.consultations.services.time.following_calendar import register_recomputing
from portal.consultations.shown_cases import moment
from portal.consultations.shown_clocks import shown_clock
from portal.consultations.states import Party


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_acts(
        {
            "complain": _said(_t("投诉"), _t("您提出了投诉")),
            "complaint_ask": _said(_t("请投诉人补充情况"), _t("办理投诉的人请您补充情况")),
            "complaint_add": _said(_t("补充投诉的情况"), _t("您补充了投诉的情况")),
            "complaint_decide": _said(_t("投诉有了结果"), _t("您的投诉有了结果")),
            "complaint_again": _said(_t("请另一个人复查投诉"), _t("您请另一个人复查投诉")),
        }
    )
    register_text_kind(TextKind("complaint", "text", _complaints, plain_text("text")))
    register_text_kind(TextKind("complaint_word", "text", _words, plain_text("text")))
    register_text_kind(
        TextKind("complaint_decision", "text", _decisions, lambda row: Kept(not row.salt, digest_of_decision(row)))
    )
    register_added_text(filing.LOOKED_AT, Complaint, "consultation", "text", is_kept_from_staff=True)
    register_added_text(handling.LOOKED_AT, ComplaintWord, "complaint__consultation", "text", is_kept_from_staff=True)
    register_recomputing(clocks.recompute_open)
    register_texts()
    neighbours.allow_on_frozen(*EVENTS.values())
    neighbours.register_offers(_offers)
    neighbours.register_citizen_section("complaints", 60, citizen_section)
    neighbours.register_staff_section("complaints", 60, staff_section)
    neighbours.register_copy_part(_copy_part)
    neighbours.register_forgetting(forgetting.forget_of_case)
    neighbours.register_demo(seed_complaints)


def citizen_section(request: HttpRequest, case: Consultation, _actor: Any) -> Section | None:
    """Where one's complaints stand; nothing without one. Two queries and that of the clocks' changes, however many."""
    rows: Any = Complaint.objects.filter(consultation=case).prefetch_related("clocks__changes", "decisions")
    now = clock.now()
    found = [{"complaint": row, "clock": _clock(row, now), "decision": _last(row.decisions.all())} for row in rows]
    return Section("complaints/case_section.html", {"complaints": found}) if found else None


def staff_section(request: HttpRequest, case: Consultation) -> Section | None:
    """The complaints of a case, for who may see them."""
    if not request.user.has_perm("complaints.handle_complaint"):
        return None
    found = Complaint.objects.visible_to(request.user).filter(consultation=case)
    return Section("complaints/workbench/case_section.html", {"complaints": found}) if found else None


def _said(record: Any, timeline: Any) -> Said:
    return Said(record, timeline, is_kept_from_staff=True)


def _clock(complaint: Complaint, now: datetime) -> Any:
    running: list[Any] = [row for row in complaint.clocks.all() if row.met_at is None]
    return shown_clock(running[0], now) if running else None


def _last(rows: Iterable[Any]) -> Any:
    return max(rows, key=lambda row: row.look, default=None)


def _offers(by: Any, case: Consultation) -> list[Offer]:
    from portal.consultations.policies import parties_of

    if Party.CITIZEN not in parties_of(by, case):
        return []
    return [Offer("complain", _("投诉"), url=reverse("complain_of_case", args=[case.receipt_number]))]


def _complaints(case: Consultation) -> Iterable[Any]:
    return Complaint.objects.filter(consultation=case)


def _words(case: Consultation) -> Iterable[Any]:
    return ComplaintWord.objects.filter(complaint__consultation=case)


def _decisions(case: Consultation) -> Iterable[Any]:
    from portal.complaints.models import Decision

    return Decision.objects.filter(complaint__consultation=case)


def _copy_part(case: Consultation, _now: datetime) -> Part | None:
    entries: list[Entry] = []
    for row in Complaint.objects.filter(consultation=case).order_by("filed_at", "pk"):
        related: Any = row
        about = f"{row.get_about_display()} {row.staff_code}".strip()
        entries.append(
            Entry(
                f"{moment(row.filed_at)}　{_('投诉')} {row.written_number}",
                ((_("投诉什么"), about), (_("现在的状态"), str(row.get_state_display()))),
                row.text,
            )
        )
        entries += [
            Entry(f"{moment(word.at)}　{word.get_kind_display()}", text=word.text) for word in related.words.all()
        ]
        for decision in related.decisions.order_by("look"):
            remedies = "、".join(map(str, decision.remedies_told))
            facts = [(_("结果"), str(decision.get_outcome_display())), (_("怎样处理"), remedies)]
            facts += [(_("为什么晚了"), decision.late_explanation), (_("还可以怎么办"), decision.further_ways)]
            told = tuple((str(term), words) for term, words in facts if words)
            entries.append(Entry(f"{moment(decision.decided_at)}　{_('投诉的结果')}", told, decision.explanation))
    return Part(_("投诉"), tuple(entries)) if entries else None
