"""What the pages of the log of openings are called: the log keeps short names, people read words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.complaints.views.workbench.complaints import ACTS as COMPLAINT_ACTS
from portal.consultations.views.workbench.acting import ACTS as CASE_ACTS
from portal.consultations.views.workbench.screening_acts import ACTS as SCREENING_ACTS

PAGES: Mapping[str, Any] = {
    "case": gettext_lazy("咨询"),
    "conflict": gettext_lazy("是否需要回避"),
    "note": gettext_lazy("内部备注"),
    "file": gettext_lazy("附件"),
    "erasure": gettext_lazy("删除个人信息的请求"),
    "screening": gettext_lazy("审核"),
    "answer": gettext_lazy("写答复"),
    "answer_preview": gettext_lazy("预览答复"),
    "answer_correct": gettext_lazy("更正答复"),
    "live": gettext_lazy("在线对话"),
    "live_lines": gettext_lazy("在线对话"),
    "paper": gettext_lazy("纸质答复"),
    "inquiry": gettext_lazy("依法调取"),
    "complaint": gettext_lazy("投诉"),
    "person": gettext_lazy("编号对应的人员"),
    "matter_answer": gettext_lazy("群体性咨询：一并答复"),
    "matter_conflict": gettext_lazy("群体性咨询：是否需要回避"),
    "matter_offer": gettext_lazy("群体性咨询：其余的已有统一答复"),
    "matter_split": gettext_lazy("群体性咨询：分开办理"),
    "referral": gettext_lazy("专家组：转交的咨询"),
    "referral_answer": gettext_lazy("专家组：写答复"),
    "referral_return": gettext_lazy("专家组：退回"),
    "referral_recuse": gettext_lazy("专家组：回避"),
    "review": gettext_lazy("专家组：审阅"),
    "review_answer": gettext_lazy("专家组：审阅"),
    "review_recuse": gettext_lazy("专家组：回避"),
    "proposal": gettext_lazy("专家组：提请"),
    "suggestion": gettext_lazy("专家组：修改意见"),
    "publication": gettext_lazy("公开的咨询"),
    "publication_mark": gettext_lazy("公开的咨询：隐去信息"),
    "publication_approve": gettext_lazy("公开的咨询：复核"),
    "publication_take_down": gettext_lazy("公开的咨询：撤下"),
    "publication_removal": gettext_lazy("公开的咨询：请求撤下"),
    "publication_reason": gettext_lazy("公开的咨询：写明理由"),
    "second_look": gettext_lazy("法律变动后的复查"),
    "doubt_answer": gettext_lazy("提出复查"),
}


def page_words(page: str) -> str:
    """A page in words; one that has none yet is said to be another, and no short name is shown."""
    if not page:
        return ""
    kind, _colon, code = page.partition(":")
    acts: Mapping[str, Any] = SCREENING_ACTS if kind == "screening" else {**COMPLAINT_ACTS, **CASE_ACTS}
    if code and code in acts:
        return str(acts[code].label)
    return str(PAGES.get(kind) or _("其他页面"))
