"""Article 30, personal data in the text; article 25, what looks like a state secret."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.common.redaction import LABELS, find_personal_data
from portal.consultations.screening.asked import Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.passages import merged

ARTICLE_30 = "第三十条"
ARTICLE_25 = "第二十五条"

_SECRET = (
    # Marks as documents carry them: 机密★10年, 密级：秘密, (绝密).
    r"(?:绝密|机密|秘密|内部)[★☆*]",
    r"密级(?:是|为|定为)?[:：]?(?:绝密|机密|秘密)",
    r"[\[(【〔](?:绝密|机密|秘密)(?:级)?[\])】〕]",
    r"[\"“”']?(?:绝密|机密|秘密)[\"“”']?级(?:别)?(?:的)?(?:文件|材料|资料|会议|电报|图纸|数据|公文|项目|任务|情报)",
    (
        r"(?:绝密|机密|涉密)(?:文件|材料|资料|电报|图纸|会议纪要|公文|载体|u盘|光盘|硬盘|数据)(?:的)?(?:内容|"
        r"原文|全文|复印件|照片|截图|如下|里|写|编号|显示|发给|传|附)"
    ),
    (
        r"(?:内容|原文|全文|附件|照片|截图|复印件|附上|上传|发给你们?|贴出来|抄录).{0,10}(?:绝密|机密|涉密|"
        r"国家秘密|军事秘密)(?!.{0,4}罪)"
    ),
    (
        r"(?:内部|涉密)(?:文件|资料|材料|通知|电报|明电)[,，]?.{0,8}(?:严禁外传|不得外传|禁止外传|注意保存|"
        r"妥善保管|阅后即?[焚毁]|不得扩散|请勿外传|限.{0,6}阅)"
    ),
    r"(?:严禁外传|不得外传|不得扩散|阅后即?[焚毁]|仅限.{0,8}传达|传达(?:到|至)县团级|密码电报|内部明电|机要(?:文件|件)编号)",
    (
        r"(?:部队|基地|导弹|雷达|军港|军用机场|弹药库|潜艇|哨所|阵地|舰艇|武器)(?:的)?.{0,10}(?:坐标|部署|"
        r"兵力|编制人数|番号和|布防|换防|口令|密码本|作战计划|演习计划|试验数据|性能参数)"
    ),
)
_SECRETS = tuple(map(re.compile, _SECRET))
_COMMON = re.compile(r"(?:商业|个人|公司|技术|通信|保守|企业|银行|客户|患者|经营)(?:的)?秘密|最高机密大")


def personal_data(asked: Asked) -> Iterator[Suggestion]:
    """Names, numbers, addresses: the citizen may be asked to hide them before anyone else reads the text."""
    findings = find_personal_data(asked.text)
    if not findings:
        return
    counts = Counter(LABELS[finding.kind] for finding in findings)
    kinds = _("、").join(f"{label}×{number}" if number > 1 else label for label, number in counts.items())
    yield Suggestion(
        RuleCode.PERSONAL_DATA,
        _("文字里看来有个人信息：%(kinds)s。解答用不着的，请提示提问人隐去。") % {"kinds": kinds},
        ARTICLE_30,
        tuple((finding.start, finding.end) for finding in findings),
    )


def state_secret(asked: Asked) -> Iterator[Suggestion]:
    """Marks of secrecy and what a secret document says: quarantined until the one named role has looked."""
    passage = asked.passage
    common = passage.spans(_COMMON)
    spans = merged(
        span
        for pattern in _SECRETS
        for span in passage.spans(pattern)
        if not any(start <= span[0] < end or start < span[1] <= end for start, end in common)
    )
    if spans:
        yield Suggestion(
            RuleCode.STATE_SECRET,
            _("文字看来带有密级标志或者涉密内容。本件已经隔离：不索引、不发信、不导出，只由指定的人打开。"),
            ARTICLE_25,
            spans,
            Urgency.NOW,
        )
