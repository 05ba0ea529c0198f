"""A period of limitation that may be about to run out: found from the dates given, said to whoever answers, so that the
question goes first. Nobody is ever told that a limit has passed: when it began, and what interrupted it, only a person knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.consultations.screening.asked import Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.dates import Moment, add_months, moments
from portal.consultations.screening.passages import Span, merged

_LOOSEST = 100  # days; a date less exact than this says nothing


@dataclass(frozen=True, slots=True)
class Limit:
    """A period: ``months`` and ``days`` from the event; flagged while its end is at most ``near`` days away, on either side,
    since the day it began may be another than the one written."""

    name: Promise | str
    basis: str
    months: int
    days: int
    near: int
    signs: re.Pattern[str]
    topics: frozenset[str] = frozenset()

    def is_near(self, moment: Moment, today: date) -> bool:
        """Whether the period may end about now."""
        first, last = (add_months(day, self.months) + timedelta(days=self.days) for day in (moment.first, moment.last))
        return first - timedelta(days=self.near) <= today <= last + timedelta(days=self.near)


def _limit(name: Promise | str, basis: str, length: tuple[int, int], near: int, signs: str, topics: str = "") -> Limit:
    return Limit(name, basis, *length, near, re.compile(signs), frozenset(topics.split()))


LIMITS: tuple[Limit, ...] = (
    _limit(
        gettext_lazy("道路交通事故认定的复核申请"),
        "道路交通事故处理程序规定第七十一条",
        (0, 3),
        6,
        r"事故认定书?|责任认定书?|交警.{0,6}认定",
    ),
    _limit(
        gettext_lazy("对一审判决的上诉"),
        "民事诉讼法第一百七十一条",
        (0, 15),
        15,
        r"一审.{0,6}(?:判|裁)|(?:收到|拿到|下来).{0,6}一审|上诉期",
    ),
    _limit(
        gettext_lazy("对劳动仲裁裁决的起诉"),
        "劳动争议调解仲裁法第五十条",
        (0, 15),
        15,
        r"(?:仲裁).{0,6}(?:裁决|裁定|结果|输|败)|裁决书",
    ),
    _limit(gettext_lazy("对支付令的异议"), "民事诉讼法第二百二十七条", (0, 15), 15, r"支付令"),
    _limit(
        gettext_lazy("行政复议申请"),
        "行政复议法第二十条",
        (0, 60),
        25,
        (
            r"(?:行政)?处罚决定|罚款|拘留|吊销|强拆|强制拆除|征收决定|责令|行政决定|信息公开.{0,6}(?:答复|"
            r"告知)|不予(?:许可|受理|登记|公开)|复议"
        ),
        "administrative expropriation",
    ),
    _limit(
        gettext_lazy("行政诉讼起诉"),
        "行政诉讼法第四十六条",
        (6, 0),
        45,
        (
            r"(?:行政)?处罚决定|罚款决定|强拆|强制拆除|征收决定|行政决定|不予(?:许可|受理|登记|公开)|复议决定|"
            r"告(?:政府|派出所|街道|公安局|城管)"
        ),
        "administrative expropriation",
    ),
    _limit(
        gettext_lazy("工伤认定申请"),
        "工伤保险条例第十七条",
        (12, 0),
        60,
        (
            r"工伤(?!保险费)|(?:上班|下班|干活|工地|车间|厂里|工作|施工|作业|出差|送外卖|"
            r"上夜班).{0,14}(?:受伤|摔伤|砸伤|压伤|轧|骨折|触电|断|烫伤|伤了|摔断|晕倒)"
        ),
        "social_insurance",
    ),
    _limit(
        gettext_lazy("劳动争议仲裁申请"),
        "劳动争议调解仲裁法第二十七条",
        (12, 0),
        60,
        (
            r"辞退|开除|解雇|裁员|被裁|欠薪|拖欠.{0,4}工资|工资|加班费|劳动合同|经济补偿|双倍工资|二倍工资|"
            r"年终奖|离职|辞职|年休假|劳动仲裁|竞业"
        ),
        "labour",
    ),
    _limit(
        gettext_lazy("申请强制执行"),
        "民事诉讼法第二百五十条",
        (24, 0),
        90,
        r"(?:判决|调解书|裁决|判|仲裁).{0,16}(?:生效|不履行|不执行|不给|不还|没还|没给)|申请(?:强制)?执行",
    ),
    _limit(
        gettext_lazy("一般民事请求的诉讼时效"),
        "民法典第一百八十八条",
        (36, 0),
        90,
        (
            r"借(?:了|给|款|钱|条|走)|欠(?:条|款|我|钱|了)|货款|工程款|尾款|押金|定金|违约|赔偿|撞|打伤|摔|"
            r"咬伤|手术|误诊|退款|退钱|租金|还钱|不还|合同|彩礼|损失|受伤"
        ),
        "debt contract tort traffic consumer medical property construction company neighbours",
    ),
)
"""From the shortest on: the first that fits and is near is the one to tell."""

_SAID = re.compile(
    r"(?:还剩|还有|只剩|剩下|仅剩|最后)(?:不到)?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:天|"
    r"日)(?!.{0,4}(?:假|发货|到货|开学|退休|生日|过年|班))|"
    r"(?:明天|后天|今天|这周|本周|下周|月底)(?:就)?(?:是)?(?:最后(?:一天|期限)|到期|截止|过期)|(?:时效|"
    r"期限|上诉期|复议期|起诉期限?)(?:马上|快|就要|即将)(?:要|就)?(?:到|过|满|届满)|(?:快|马上|就要|"
    r"即将)(?:到|过|超过?)(?:了)?(?:诉讼)?(?:时效|上诉期|起诉期|期限)"
)


_OVER = re.compile(r".{0,3}(?:就|已经?)?(?:履行完|还清|结清|付清|结婚|离婚|毕业|入职|买的|退休|开的|成立|登记)")
"""What a date tells of that begins no period."""


def limitation(asked: Asked, today: date) -> Iterator[Suggestion]:
    """The first period whose end may be near, by the dates of the text and of the intake; or the text says so itself."""
    passage = asked.passage
    said = passage.spans(_SAID)
    found = [one for one in moments(passage, today) if not _OVER.match(asked.text[one.span[1] : one.span[1] + 8])]
    latest = max(found, key=lambda moment: moment.last, default=None)
    given = _given(asked)
    candidates = [moment for moment in (latest, given) if moment is not None and moment.width <= _LOOSEST]
    for limit in LIMITS:
        near = [moment for moment in candidates if limit.is_near(moment, today)]
        if near and (limit.signs.search(passage.text) or asked.topic in limit.topics):
            yield _suggestion(limit, merged([*said, *(moment.span for moment in near if moment.span != (0, 0))]))
            return
    if said:
        yield Suggestion(
            RuleCode.LIMITATION,
            _("提问人说到期限很近。期限怎么起算、有没有中断或者中止要由律师核对，请优先办理。"),
            spans=said,
            urgency=Urgency.SOON,
        )


def _given(asked: Asked) -> Moment | None:
    """When it happened, as the intake was told; what goes on still has no end to count from."""
    last = asked.happened_to or asked.happened_from
    if last is None or asked.ongoing:
        return None
    return Moment(last, last, (0, 0))


def _suggestion(limit: Limit, spans: tuple[Span, ...]) -> Suggestion:
    return Suggestion(
        RuleCode.LIMITATION,
        _(
            "按所写的日期推算，%(name)s的期限（%(basis)s）可能临近。怎么起算、有没有中断或者中止要由律师核对，请优先办理。"
        )
        % {"name": limit.name, "basis": limit.basis},
        spans=spans,
        urgency=Urgency.SOON,
        details=(("basis", limit.basis),),
    )
