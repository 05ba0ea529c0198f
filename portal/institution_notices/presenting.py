"""Where an application stands, as words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.clock import SHANGHAI
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.states import Act

_WORDS = {
    Act.WRITE: gettext_lazy("保存草稿"),
    Act.SUBMIT: gettext_lazy("提交申请，等待审核"),
    Act.TAKE_BACK: gettext_lazy("撤回修改"),
    Act.RETURN: gettext_lazy("退回修改"),
    Act.REFUSE: gettext_lazy("不予发布"),
    Act.APPROVE: gettext_lazy("批准并发布"),
}
_OURS = frozenset({Act.RETURN, Act.REFUSE, Act.APPROVE})


def timeline(application: NoticeApplication) -> list[dict[str, Any]]:
    """What happened, in order. Of the portal's own people it says 本网, of the institution's their names."""
    events = []
    before = None
    for event in application.events.select_related("actor"):
        act = Act(event.act)
        if act is Act.WRITE and before is Act.WRITE:  # of a row of savings the last is told
            events.pop()
        who = _("本网") if act in _OURS else (event.actor.get_full_name() if event.actor else "")
        words = str(_WORDS[act]) + (f"：{event.reason}" if event.reason else "")
        when = event.at.astimezone(SHANGHAI)
        events.append(
            {
                "when": f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}",
                "text": f"{who}　{words}",
                "current": False,
            }
        )
        before = act
    if events:
        events[-1]["current"] = True
    return events
