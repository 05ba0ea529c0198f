"""What is written to people outside of the portal: each text is registered by the room that sends it.

A phone and a mailbox are read by others too: partners, parents, colleagues. So a text says that there is something to read
and never what about, nor by whom; it holds no address to follow. What a room registers is held against this on start-up,
and what is put into a text can be a number, a date, an hour or a code and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

LONGEST_SMS = 70
"""Characters, the sender's name included: a longer one is sent, and paid, as two."""
LONGEST_PARAMETER = 20
TELLING_WORDS = tuple(
    (
        "法律 法网 法院 法庭 律 咨询 解答 答复 回答 提问 起诉 上诉 申诉 投诉 应诉 "
        "胜诉 败诉 诉讼 诉状 案 庭审 判决 仲裁 调解 公证 鉴定 援助 离婚 婚姻 继承 "
        "遗产 抚养 赡养 家暴 暴力 虐待 侵害 骚扰 强奸 劳动 工伤 欠薪 债 借款 赔偿 "
        "纠纷 合同 房产 拆迁 事故 医疗 刑事 行政 拘留 公安 报警 警 检察 司法 诈骗 "
        "未成年 监护 维权 证据 http www"
    ).split()
)

_NAMES = re.compile(r"%\((\w+)\)s")
_PARAMETER = re.compile(rf"[0-9A-Za-z年月日时分点:：\-. ]{{1,{LONGEST_PARAMETER}}}")


@dataclass(frozen=True, slots=True)
class MessageText:
    """One text: ``sms`` for phones; ``subject`` and ``body`` for mail. ``%(name)s`` stands for a parameter.

    ``is_secret``: what is put into it (a one-time code) is forgotten once it was sent or can be used no more; it is sent at
    once whatever the hour, and must expire.
    """

    code: str
    label: str | Promise
    sms: str | Promise
    subject: str | Promise
    body: str | Promise
    is_secret: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The parameters it takes."""
        return frozenset(_NAMES.findall(f"{self.sms}{self.subject}{self.body}"))

    def checked(self, params: Mapping[str, object]) -> dict[str, str]:
        """The parameters as words; raises ValueError where one is missing, not asked for, or could tell something."""
        words = {name: str(value) for name, value in params.items()}
        if set(words) != self.names:
            raise ValueError(f"{self.code} takes {sorted(self.names)}, not {sorted(words)}")
        unfit = sorted(name for name, value in words.items() if not _PARAMETER.fullmatch(value) or _telling(value))
        if unfit:
            raise ValueError(f"{self.code}: only numbers, dates, hours and codes may be put into a text: {unfit}")
        return words

    def as_sms(self, params: Mapping[str, str]) -> str:
        """What the phone shows, under the neutral name of the sender."""
        return f"【{settings.MESSAGE_SENDER}】{str(self.sms) % params}"

    def as_mail(self, params: Mapping[str, str]) -> tuple[str, str]:
        """Subject and text of a mail."""
        return str(self.subject) % params, str(self.body) % params


_TEXTS: dict[str, MessageText] = {}


def register_text(text: MessageText) -> None:
    """Add a text; called from ``AppConfig.ready``. The same one twice does no harm.

    Raises ImproperlyConfigured for a code that another text has, for words that tell, and for a text no SMS has room for.
    """
    if _TEXTS.get(text.code, text) != text:
        raise ImproperlyConfigured(f"two texts are called {text.code}")
    faults = faults_of(text)
    if faults:
        raise ImproperlyConfigured(f"{text.code}: {'; '.join(faults)}")
    _TEXTS[text.code] = text


def text_of(code: str) -> MessageText:
    """The text of a code; raises LookupError."""
    try:
        return _TEXTS[code]
    except KeyError:
        raise LookupError(f"no text is called {code}") from None


def registered_texts() -> list[MessageText]:
    """Every text, by code."""
    return [_TEXTS[code] for code in sorted(_TEXTS)]


def faults_of(text: MessageText) -> list[str]:
    """What keeps a text from being sent to a phone that others read."""
    faults = [f"says {word}" for word in _telling(f"{text.sms} {text.subject} {text.body}")]
    # A parameter is counted at half of its longest: dates and codes are shorter than what is allowed.
    length = len(_NAMES.sub("#" * (LONGEST_PARAMETER // 2), str(text.sms))) + len(f"【{settings.MESSAGE_SENDER}】")
    if length > LONGEST_SMS:
        faults.append(f"{length} characters, {LONGEST_SMS} go into one SMS")
    return faults


def _telling(words: str) -> list[str]:
    return [word for word in TELLING_WORDS if word in words]
