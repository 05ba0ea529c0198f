"""Article 28: what is asked is no matter of this portal. The rule names the authority to turn to, from the editable table.

Two ways lead there. A line of an authority with ``*`` or ``[ ]`` in it is a wish by itself (路灯*[坏了|不亮]). A plain word
(公积金) only chooses the authority, once the text is seen to be a report, a demand on the administration, or a question of how
an office works. A text that asks what the law says is never out of scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from cms.wording.patterns import Form, PatternError, form_of
from portal.consultations.screening.asked import Asked, RuleCode, Suggestion
from portal.consultations.screening.initial_authorities import AuthorityHints
from portal.consultations.screening.passages import Passage, Span, merged

ARTICLE = "第二十八条"
ANYTHING = "citizen_hotline"
"""Where a report or demand goes that no authority's words fit."""
_MOST = 3  # authorities named at once

_WHOM = (
    r"(?:政府|部门|领导|街道|社区|城管|环卫|交警|警察|消防|环保|市监|工商|纪委|国家|市里|区里|县里|镇里|村里|"
    r"上级|主管|贵局|贵单位|你们|派人)"
)
_DONE = (
    r"(?:处理|解决|查|管|看看|治理|整治|打通|修|建|增加|增设|加装|取缔|重视|关注|落实|整改|改善|回复|答复|拆除|"
    r"清理|清运|安装|维修|出台|取消|调整|制止|严惩|介入|来|公布)"
)
_WISHES = (
    # A report: the clause begins with it, and it is not told as something that was done.
    re.compile(
        r"(?:^|[,。!?;\n]|我要|我想|现在?|特此|请求|来|实名|必须)(?:再次|实名|向.{2,8}|在此|继续)*"
        r"(?:举报|检举|控告|揭发|投诉|曝光)(?!过|了|到|后|之后|无果|没|不|给|人|信|材料|电话|被|也|都|渠道|他能|会)"
    ),
    re.compile(r"(?:我要|我想|现|特此|实名|向.{2,8})反映(?!过|了|到|后)"),
    re.compile(r"(?:请|麻烦)?(?:帮忙|帮我|帮着)(?:催|反映|协调|联系|转达|问问|查查)"),
    # A demand on the administration.
    re.compile(
        rf"(?:请|求|希望|恳请|恳求|要求|呼吁|建议|麻烦|盼|望|能不能|能否|可不可以)(?:.{{0,8}}){_WHOM}(?:.{{0,16}}){_DONE}"
    ),
)
_HOW_IT_WORKS = re.compile(
    r"(?:希望|建议|能不能).{0,14}(?:增加|增设|加开|新建|修建|安装|延长|开通)|吃.{1,6}(?:行吗|可以吗|管用|行不)|"
    r"(?:怎么|如何|咋)(?:查|办理|申请|预约|补|取|提|换|交|缴|报|登|开|填|弄|转|激活|迁|上|落|挂|坐|"
    r"走|用|操作|下载|注册|认证|缓解|调理|退税|算额|没到|选|考|关|取消|注销|充值|打印)(?!法院|庭|警)|"
    r"哪里(?:办|查|补|换|领|打|报|买|看)|(?:去|在|到)哪(?!里说理)|几天|几号|几点|什么时候|啥时候|何时|"
    r"要带|带什么|什么材料|能查|"
    r"查一下|查询|预约|点不进|打不开|进不去|登不上|找不到(?:入口|页面|地方)|流程|报名|开通|补办|注销|吃什么|几针|间隔|能下来|"
    r"还能(?:申请|办理|报名)|在哪(?:排队|申请|登记)|进度|多少分|挂什么|什么科|要不要(?:去医院|打|带|体检|预约|挂)|哪家(?:医院|银行)|哪个(?:医院|科|窗口)"
)
_DISPUTE = re.compile(r"对方|[不没](?:给|认|肯|赔|付)|负责|拒绝|被(?!子)|死不|逼|侵|吵|老板|公司|单位|扣(?!款|分)|骗")
"""Signs of a quarrel with somebody: then it is no question of how an office works."""


def out_of_scope(asked: Asked, authorities: Sequence[AuthorityHints]) -> Iterator[Suggestion]:
    """A wish that an authority fulfils and no lawyer."""
    passage = asked.passage
    if passage.asks_about_law:
        return
    found = _named_by_wishes(passage, authorities)
    wishes = merged(span for pattern in _WISHES for span in passage.spans(pattern))
    is_quiet = not passage.speaks_of_law and _DISPUTE.search(passage.text) is None
    asks_how = is_quiet and _HOW_IT_WORKS.search(passage.text) is not None
    if not found and (wishes or asks_how):
        found = [(one, spans) for one in authorities if (spans := merged(passage.forms(_forms(one.hints, plain=True))))]
    if not found and wishes:
        found = [(one, wishes) for one in authorities if one.code == ANYTHING]
    if not found:
        return
    found.sort(key=lambda pair: -sum(end - start for start, end in pair[1]))
    found = found[:_MOST]
    names = _("、").join(f"{authority.name}（{authority.contact}）" for authority, _spans in found)
    yield Suggestion(
        RuleCode.OUT_OF_SCOPE,
        _("提问人看来是请有关机关办事或者查处，没有问到法律怎么规定。可以告知的机关：%(names)s。") % {"names": names},
        ARTICLE,
        merged([*wishes, *(span for _authority, spans in found for span in spans)]),
        authorities=tuple(authority.code for authority, _spans in found),
    )


def _named_by_wishes(
    passage: Passage, authorities: Sequence[AuthorityHints]
) -> list[tuple[AuthorityHints, tuple[Span, ...]]]:
    return [(one, spans) for one in authorities if (spans := merged(passage.forms(_forms(one.hints, plain=False))))]


@lru_cache(maxsize=256)
def _forms(lines: tuple[str, ...], *, plain: bool) -> tuple[Form, ...]:
    """An authority's plain words, or its other lines, made ready. A line that cannot be read finds nothing: the form that
    saves it refuses it, and a question must never fail for one."""
    wanted = [line for line in lines if (not any(mark in line for mark in "*[")) is plain]
    return tuple(form for form in map(_form, wanted) if form is not None)


def _form(line: str) -> Form | None:
    try:
        return form_of(line)
    except PatternError:
        return None
