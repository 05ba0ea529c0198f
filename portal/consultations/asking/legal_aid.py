"""法律援助提示: the right, the conditions, how to apply, and which signs speak for it. Signs are said as 可能符合, never decided.

What matters can be helped with, and who is not asked for proof of want: 法律援助法 articles 31, 32, 42.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.consultations.models.choices import AgeBand

_WAGES = re.compile(r"工资|劳动报酬|欠薪|工伤|加班费")
_MIGRANT = re.compile(r"农民工|打工|外来务工|进城务工|工地|包工头")
_SUPPORT = re.compile(r"赡养费|抚养费|扶养费|抚恤|救济金|社会保险|养老金|失业金")
_VIOLENCE = re.compile(r"家暴|家庭暴力|虐待|遗弃|打我|殴打")
_INJURY = re.compile(r"交通事故|车祸|医疗事故|误诊|食物中毒|食品安全|工伤|被撞")
_POOR = re.compile(
    r"低保|特困|(?:我|家里|自己)(?:也|又|现在|实在)*(?:没有?钱|很?穷)|经济困难|生活困难|请不起|残疾|失业了|没有收入|五保"
)
_WAGES_TOPICS = ("labour", "social_insurance")


@dataclass(frozen=True, slots=True)
class LegalAidHint:
    """``signs`` in words; empty where none was found: the right is told of all the same."""

    signs: tuple[str, ...]

    @property
    def may_fit(self) -> bool:
        """Whether anything speaks for it."""
        return bool(self.signs)


def legal_aid_hint(question: str, *, topic: str = "", age_band: str = "") -> LegalAidHint:
    """What in a question, its topic (code) and the age band speaks for legal aid."""
    return LegalAidHint(tuple(_signs(question, topic, age_band)))


def _signs(question: str, topic: str, age_band: str) -> Iterator[str]:
    if _WAGES.search(question) or topic in _WAGES_TOPICS:
        yield _("要求支付劳动报酬、工伤待遇，属于可以申请法律援助的事项")
        if _MIGRANT.search(question):
            yield _("进城务工人员要求支付劳动报酬或者工伤赔偿的，不用核查经济困难状况")
    if _VIOLENCE.search(question) or topic == "family_violence":
        yield _("受虐待、遗弃或者家庭暴力的受害人，申请法律援助不受经济困难条件限制")
    if _SUPPORT.search(question):
        yield _("要求给付赡养费、抚养费、扶养费、社会保险待遇、抚恤金、救济金，属于可以申请法律援助的事项")
    if _INJURY.search(question) or topic in ("traffic", "medical"):
        yield _("交通、医疗、食品药品等事故造成人身损害，属于可以申请法律援助的事项")
    if age_band in (AgeBand.UNDER_14, AgeBand.FROM_14, AgeBand.FROM_60):
        yield _("无固定生活来源的未成年人、老年人，不用核查经济困难状况")
    if _POOR.search(question):
        yield _("经济困难的，符合条件可以免费得到律师帮助")
