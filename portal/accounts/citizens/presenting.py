"""An account as words: for its holder, and for those who review."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.personal_data import PERSONAL_FIELDS
from portal.accounts.citizens.states import Verification
from portal.common.clock import SHANGHAI


def account_rows(profile: CitizenProfile) -> list[dict[str, Any]]:
    """What a holder sees of themselves, masked."""
    rows = [
        {"term": _("手机号码"), "text": profile.masked_phone},
        {"term": _("实名"), "text": verification_words(profile)},
    ]
    if profile.document_number:
        rows.append({"term": _("姓名"), "text": profile.masked_name})
        rows.append({"term": profile.get_document_kind_display(), "text": profile.masked_document})
    rows.append({"term": _("账户编号"), "text": profile.code})
    rows.append({"term": _("开通时间"), "text": day_words(profile.created_at)})
    return rows


def verification_words(profile: CitizenProfile) -> str:
    """Where the real identity stands, with the reason where it was rejected."""
    words = str(profile.get_verification_display())
    if profile.verification == Verification.REJECTED and profile.reason:
        return _("%(state)s：%(reason)s。可以重新填写。") % {"state": words, "reason": profile.reason.rstrip("。")}
    return words


def opened_rows(profile: CitizenProfile) -> list[dict[str, Any]]:
    """The same unmasked: only where the log has kept that it was opened."""
    return [
        {"term": _("手机号码"), "text": profile.phone},
        {"term": _("姓名"), "text": profile.real_name},
        {"term": profile.get_document_kind_display() or _("证件"), "text": profile.document_number},
    ]


def events_of(profile: CitizenProfile) -> list[dict[str, Any]]:
    """What happened, in order, for the timeline."""
    events = []
    for event in profile.events.select_related("actor"):
        who = f"{event.actor.get_full_name()}　" if event.actor else ""
        events.append(
            {"when": day_words(event.at, hour=True), "text": f"{who}{event.get_act_display()}", "current": False}
        )
    if events:
        events[-1]["current"] = True
    return events


def personal_data_fields() -> list[dict[str, Any]]:
    """The table of the page 个人信息处理规则, a list for each field: five columns have no room on a phone."""
    words = (_("用来做什么"), _("依据"), _("谁能看到"), _("保存多久"))
    return [
        {
            "label": row.label,
            "rows": [
                {"term": term, "text": text}
                for term, text in zip(words, (row.purpose, row.basis, row.seen_by, row.kept), strict=True)
            ],
        }
        for row in PERSONAL_FIELDS
    ]


def day_words(moment: Any, *, hour: bool = False) -> str:
    """2026年3月10日, with the hour where it is wanted; Asia/Shanghai."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{f' {local:%H:%M}' if hour else ''}"
