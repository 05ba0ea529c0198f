"""The style page: every component in every state, for whoever builds a page."""

from __future__ import annotations

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

BADGES = (
    ("in_force", _("有效")),
    ("amended", _("已修改")),
    ("repealed", _("已废止")),
    ("not_yet_effective", _("尚未生效")),
    ("unknown", _("日期不详")),
)
DIFF_STATES = (
    ("added", _("新增")),
    ("removed", _("删去")),
    ("changed", _("条文有变动")),
    ("moved", _("移动")),
)
DIFF_WORDS = (
    {"kind": "same", "text": "示范条文：经营者应当自收到申请之日起"},
    {"kind": "removed", "text": "十"},
    {"kind": "added", "text": "七"},
    {"kind": "same", "text": "日内答复。"},
)
LINKS = (
    {"title": "示范法（示范文本）", "url": "#link-list", "note": "2026年3月1日起施行"},
    {
        "title": "名称很长很长的示范条例实施细则若干问题的补充规定（示范文本）",
        "url": "#link-list",
        "note": "2025年12月1日起施行",
    },
    {"title": "没有附注的一行", "url": "#link-list"},
)
TABS = (
    {"label": _("全部"), "url": "#tabs", "count": 1234, "current": True},
    {"label": _("条文"), "url": "#tabs", "count": 1200},
    {"label": _("法律法规"), "url": "#tabs", "count": 34},
    {"label": _("没有结果的"), "url": "#tabs", "count": 0},
)
FILTERS = (
    {"label": _("法律"), "url": "#filter-list", "count": 20, "current": True},
    {"label": _("行政法规"), "url": "#filter-list", "count": 8},
    {"label": _("地方性法规"), "url": "#filter-list", "count": 6},
)
EVENTS = (
    {
        "when": "2026年3月1日",
        "text": "第二次修正后的文本",
        "url": "#timeline",
        "badge_kind": "not_yet_effective",
        "badge_label": _("尚未生效"),
    },
    {
        "when": "2020年1月1日",
        "text": "修正后的文本",
        "url": "#timeline",
        "current": True,
        "badge_kind": "in_force",
        "badge_label": _("有效"),
    },
    {
        "when": "2010年7月1日",
        "text": "最初的文本，没有链接",
        "badge_kind": "amended",
        "badge_label": _("已修改"),
    },
)
CONTENTS = (
    {"title": "第一章　总则", "url": "#contents", "current": True},
    {
        "title": "第二章　权利和义务",
        "url": "#contents",
        "children": [
            {"title": "第一节　一般规定", "url": "#contents"},
            {"title": "第二节　特别规定", "url": "#contents"},
        ],
    },
    {"title": "附则", "url": "#contents"},
)
ROWS = (
    {"term": _("制定机关"), "text": "示范机关"},
    {"term": _("文号"), "text": "示范令第 1 号"},
    {"term": _("来源"), "text": "示范来源", "url": "#definition-list"},
)
CITATIONS = (
    {
        "title": "示范法第三十九条第二款",
        "url": "#citations",
        "state": "current",
        "lines": (
            {"text": "第一款的文字。", "depth": 0},
            {"text": "有下列情形之一的，可以关闭：", "depth": 0, "is_named": True},
            {"text": "（一）示范情形；", "depth": 1, "is_named": True},
        ),
        "coming_words": "这一条2027年1月1日起将有变动。",
    },
    {
        "title": "示范条例第五条",
        "url": "#citations",
        "state": "changed",
        "state_label": _("已修改"),
        "words": "本页引用的《示范条例》第五条已于2026年1月1日修改，内容可能需要核对。",
        "lines": ({"text": "修改后的文字。", "depth": 0},),
    },
    {
        "title": "示范办法第二条",
        "state": "missing",
        "state_label": _("原文未公开"),
        "words": "本页引用的“示范办法第二条”的原文现在没有在本网公开，内容可能需要核对。",
    },
)


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=_("您的称呼"), help_text=_("可以不写真名。"), max_length=20)
    day = forms.CharField(label=_("发生在哪一天"), help_text=_("例如：2026年3月1日"))
    matter = forms.CharField(label=_("事情经过"), widget=forms.Textarea(attrs={"rows": 4}))
    topic = forms.ChoiceField(
        label=_("是哪一类事情"),
        choices=[("labour", _("劳动人事")), ("other", _("其他/不知道"))],
    )
    way = forms.ChoiceField(
        label=_("怎样联系您"),
        choices=[("phone", _("电话")), ("none", _("不用联系"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("我已阅读使用须知"))


@never_cache
@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """``/design/``: staff see it, a visitor is asked to sign in, anyone else does not learn that it exists."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "core/style_page.html", style_page_context())


def style_page_context() -> dict[str, object]:
    """The samples that the style page shows."""
    return {
        "badges": BADGES,
        "diff_states": DIFF_STATES,
        "diff_words": DIFF_WORDS,
        "links": LINKS,
        "tabs": TABS,
        "filters": FILTERS,
        "events": EVENTS,
        "citations": CITATIONS,
        "banner": [one["words"] for one in CITATIONS if "words" in one],
        "entries": CONTENTS,
        "rows": ROWS,
        "trail": [
            {"title": _("查法律"), "url": "/laws/"},
            {"title": _("法律"), "url": "/laws/"},
        ],
        "headers": [_("项目"), _("期限"), _("件数")],
        "table_rows": [["答复", "5 小时", "1,024"], ["回访", "3 个工作日", "96"]],
        "meta": ["法律", "示范机关", "2020年1月1日起施行"],
        "actions": [
            {"label": _("换个词再搜"), "url": "#empty-state"},
            {"label": _("打 12348 问"), "url": "tel:12348"},
        ],
        "document": {"title": _("示范申请表"), "url": "#document-link", "facts": _("45 KB，Word 文档")},
        "neighbour": {"title": "第二章　权利和义务", "url": "#pager"},
        "form": SampleForm(auto_id="plain_%s"),
        "wrong_form": SampleForm({"name": "王某", "way": "phone"}, auto_id="wrong_%s"),
    }
