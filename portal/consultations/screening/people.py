"""People who need more: a child who writes, a text that is not in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.common.numbering import to_int
from portal.consultations.screening.asked import Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.passages import Passage, Span, merged

_AGE = re.compile(
    r"(?:我|本人|俺)(?:今年|现在|才|只有|刚|刚满|还|已经|,|是|是个|一个|今年才|今年刚满|叫[^,。"
    r"]{1,5},)*?(?:今年|才|刚满|只有|刚|现在)?(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})(?:周?岁|"
    r"歲)(?!.{0,2}(?:的?(?:儿子|女儿|孩子|弟弟|妹妹|外甥|侄|孙|表|堂|时|那年|就|开始|以前|之前)))"
)
_PUPIL = re.compile(
    r"(?:我|俺|本人)(?:今年|现在|还)?(?:是|是个|是一名|是一个|在读|在上|上|读|念|才上|才读|"
    r"刚上)(?:的)?(?:一名|一个)?(?:在校|高[一二三]的?|初[一二三]的?)?(?:小学[一二三四五六]?(?:年级)?|"
    r"小学生|初中[一二三]?|初中生|初[一二三]|高中[一二三]?|高中生|高[一二三]|中学生|"
    r"[一二三四五六七八九]年级|中专生?一年级)(?!生?(?:毕业|老师|教师|时|的时候|的?家长|的?(?:妈|爸|母|父|"
    r"奶|爷)|文化|学历|教|班主任|校长))|"
    r"我(?:还|仍|目前|现在)?(?:是|是个|属于)(?:一?个?)?(?:未成年人?|小孩子?|小学生|初中生|高中生|"
    r"中学生)(?!的?(?:家长|老师|妈|爸|母|父|奶|爷|班主任))|"
    r"我(?:还没|没|未|不到|还不到|没有)(?:满|到)?(?:18|十八|16|十六|14|十四)(?:周?岁)?|我还?没成年|"
    r"我才上(?:小学|初中|高中)"
)
_ADULT_AGE, _CONSENT_AGE = 18, 14
_UNDER_14 = re.compile(r"小学|[一二三四五六]年级|初一")
_CHINESE_SHARE = 0.3
_LEAST_LETTERS = 12
_FOREIGN_LETTERS = 4


def minor(asked: Asked) -> Iterator[Suggestion]:
    """A child writes: the age band says so, or the text does. Under 14 no time limit ever sends it on by itself."""
    ages, spans = _ages(asked.passage)
    if asked.age_band not in ("under_14", "from_14") and not spans:
        return
    if asked.age_band == "under_14" or any(age < _CONSENT_AGE for age in ages):
        why = _(
            "提问人看来不满14周岁：需要监护人同意（监护人就是对方当事人或者情况危急的除外），由专门人员办理，永不公开。"
        )
        yield Suggestion(RuleCode.UNDER_14, why, spans=spans, urgency=Urgency.SOON)
    else:
        why = _("提问人看来是未成年人：请由熟悉未成年人工作的人员办理，永不公开。")
        yield Suggestion(RuleCode.MINOR, why, spans=spans, urgency=Urgency.SOON)


def language(asked: Asked) -> Iterator[Suggestion]:
    """Text that is not in Chinese: it may be deferred for translation, and is nobody's typing at random."""
    scripts = Counter(script for character in asked.text if (script := _script(character)))
    letters = sum(scripts.values())
    others = {script: number for script, number in scripts.items() if script != "CJK"}
    if not others:
        return
    name, number = max(others.items(), key=lambda pair: pair[1])
    least = _LEAST_LETTERS if name == "LATIN" else _FOREIGN_LETTERS
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if number < least or (scripts["CJK"] > _CHINESE_SHARE * letters and kana < 0.2 * letters):
        return
    if name == "LATIN" and not re.search(r"(?<![A-Za-z])[A-Za-z]{2,}[\s,.'’]+[A-Za-z]+", asked.text):
        return
    yield Suggestion(
        RuleCode.LANGUAGE,
        _("文字看来不是中文（%(script)s）：可以约期答复，先请人翻译。")
        % {"script": _SCRIPT_NAMES.get(name, lambda: name)()},
        details=(("script", name.lower()),),
    )


def _ages(passage: Passage) -> tuple[list[int], tuple[Span, ...]]:
    """Ages under 18 that the text gives to its author, with where it says so."""
    ages, spans = [], []
    for match in _AGE.finditer(passage.text):
        age = to_int(match["age"])
        if age is not None and 5 <= age < _ADULT_AGE:
            ages.append(age)
            spans.append(passage.span(*match.span()))
    for match in _PUPIL.finditer(passage.text):
        ages.append(_CONSENT_AGE - 1 if _UNDER_14.search(match.group()) else _CONSENT_AGE)
        spans.append(passage.span(*match.span()))
    return ages, merged(spans)


def _script(character: str) -> str:
    if not character.isalpha():
        return ""
    name = unicodedata.name(character, "")
    return "CJK" if name.startswith("CJK") else name.split(" ", 1)[0].split("-")[0]


_SCRIPT_NAMES = {
    "LATIN": lambda: _("拉丁字母"),
    "ARABIC": lambda: _("阿拉伯字母，例如维吾尔文、哈萨克文"),
    "TIBETAN": lambda: _("藏文"),
    "MONGOLIAN": lambda: _("蒙古文"),
    "HANGUL": lambda: _("朝鲜文"),
    "HIRAGANA": lambda: _("日文"),
    "KATAKANA": lambda: _("日文"),
    "CYRILLIC": lambda: _("西里尔字母"),
    "THAI": lambda: _("泰文"),
    "YI": lambda: _("彝文"),
}
