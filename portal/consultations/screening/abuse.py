"""Article 29, paragraph 1: the service used for something else (滥用). Insults, adverts, trials, typing at random, the same
thing sent in bulk, errands that have nothing to do with law. Whoever tells of an insult and asks about it is no abuser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.consultations.screening.asked import Asked, RuleCode, Suggestion
from portal.consultations.screening.passages import Passage, Span, merged

ARTICLE = "第二十九条第一款"
BULK = 10
"""Questions by one person within 24 hours from which a moderator is told."""

_CURSE = (
    r"(?:垃圾|废物|骗子|狗屁|傻[逼叉x比b]|sb|煞笔|智障|脑残|混蛋|王八蛋|畜生|狗东西|狗腿子|走狗|白痴|蠢货|"
    r"饭桶|吃干饭|吃屎|去死|不得好死|操你|草你|艹|妈的|他妈|滚|死全家|nmsl|臭不要脸|不要脸|吃白饭|吃狗屎|人渣|"
    r"败类|王八)"
)
_US = r"(?:你们|你这|你个|这(?:个|什么|种)?破?(?:网站?|平台|律师|客服|系统|法网)|什么破|法网|这帮|这群|这些|一群|一帮|律师)"
_INSULT = (
    re.compile(rf"{_US}.{{0,10}}{_CURSE}"),
    re.compile(rf"(?:^|[,。!?;\n]){_CURSE}.{{0,8}}(?:你们|网站?|平台|律师|客服|法网|$|[,。!])"),
    re.compile(r"(?:操|草|艹|日|干)你(?:妈|娘|大爷|全家)|你们?(?:去死|全家死|不得好死|吃屎)|滚(?:蛋|犊子|你妈)"),
)
_ADVERT = (
    re.compile(
        r"(?:加|\+|联系|咨询|扫|私信|详询|添加)(?:我|客服|微信|薇信|威信|v信|vx|v|qq|扣扣|电话|"
        r"二维码).{0,24}(?:办理|代办|办证|贷款|下款|刻章|优惠|免费领|领取|返利|日结|兼职|代理|推广|开票|"
        r"发票|代写|套现|提额|包过|刷单|货源|资源)"
    ),
    re.compile(
        r"(?:专业|代办|专办|承接|低价|诚招|招收|招募|出售|批发|提供|急招|高薪|诚聘|出租|转让|收购|代理|"
        r"代开|正规).{0,24}(?:加微信?|\+?v(?:x|信)|微信|qq|扣扣|电话|联系|热线|咨询电话|私聊|日结|"
        r"加我)[^吗?]*$"
    ),
    re.compile(
        r"(?:无抵押|无视黑白|秒下款|黑户可|当天放款|包下款|包过|稳赚不赔|日赚|月入过万|躺赚|零风险|名额有限|"
        r"限时优惠|点击链接|免费试听|扫码进群|全网最低)[^?吗]{0,60}$"
    ),
    # An invitation to talk elsewhere, and nothing asked.
    re.compile(
        r"(?:加|➕|\+|联系|添加)(?:我的?)?(?:v|vx|wx|微|薇|微信|威信|q|qq|扣扣|企鹅|电报|飞机)号?[:："
        r"]?[a-z0-9_-]{4,}"
    ),
    re.compile(
        r"(?:低息|免息|免审|免征信|凭身份证|不看征信|不查征信|急用钱|资金周转)[^?吗]{0,40}(?:放款|贷|加|联系|"
        r"找我|办理)"
    ),
    re.compile(r"(?:https?://|www\.)\S+"),
)
_VICTIM = re.compile(r"[不没]退|被骗|拉黑|上当|退款|退钱|交了|转了|报警|投诉|举报|怎么办|维权|违约|不认账|跑路")
"""Whoever lost something to such an advert tells of it in its words."""
_TRY = re.compile(r"测试(?!费|题|仪|纸|卡|员|软件)|test|试一下|试试|测一下|随便写|有没有人理")
_TRIAL = re.compile(
    r"^(?:这是)?(?:一?个?)?(?:测试|test(?:ing)?|试试|试一下|试用|测一下|测试一下|调试|hello(?:world)?|"
    r"喂+|随便(?:写写|看看|试试|填填|填的|打的)|看看(?:能不能用|有没有人|好不好用|会怎样)|(?:随便)?(?:测试|试|"
    r"写|填|打)(?:一下|写|试|看看|着玩)*(?:能不能用|有没有人.{0,6}|有人.{0,4}吗?|好不好使)?|"
    r"试试看?(?:能不能用|有没有人|好不好用)?|没事|没什么事|"
    r"测试(?:数据|内容|问题|账号|用例|咨询)?|无|没有|不知道|哈+|嘿+|呵+|啊+|嗯+|哦+|路过|打酱油|玩玩|"
    r"点错了|发错了|按错了|[\d\s]+|[a-z]|[.。,，!！?？~、]+)(?:\d*|一下|而已|呢|看看|请忽略|勿回|"
    r"不用回复?|忽略|请勿回复|[,，。.!！~请不用回复忽略]+)*$"
)
_ERRAND = re.compile(
    r"(?:帮我|给我|替我|请你?|麻烦)?(?:写|作|编|来)(?:一)?(?:首|篇|段|个)(?:.{0,6})(?:诗|作文|小说|情书|"
    r"歌词|代码|程序|检讨|演讲稿|发言稿|故事|笑话|文案|对联|读后感|周报|总结)|"
    r"(?:帮|给)我?(?:写|编|改|调试).{0,8}(?:代码|程序|脚本|python|java|爬虫|ppt)|今天(?:天气|星期几|几号)|"
    r"(?:帮|给|替)(?:我|忙)(?:想|起|取)(?:一)?(?:个|几个)?.{0,8}(?:名字|店名|网名|公司名|标题|口号|网名|"
    r"昵称)|征婚|你们(?:律师|客服).{0,8}(?:赚|挣|工资|收入|多少钱一个月)|宇宙|外星人|捣乱|(?<!是)闹着玩|"
    r"逗你们?玩|世界末日|(?:找|介绍)(?:个)?(?:对象|女朋友|男朋友)|(?:帮|给|替)我写(?:一)?(?:篇|份|段|首|"
    r"个)?.{0,10}(?:心得|体会|作文|总结|检讨|演讲|文案|简历|情书|"
    r"周报|感想)|天气(?:怎么样|预报)|(?:讲|说)个?(?:笑话|故事)|"
    r"算(?:个|一?下|一)?(?:命|卦|八字)|双色球|大乐透|彩票.{0,4}(?:号|预测|推荐)|(?:世界杯|比赛|"
    r"球赛).{0,6}谁(?:赢|会赢)|陪我聊(?:天|会)|我好无聊|无聊死了|交个?朋友|"
    r"你是(?:机器人|人工智能|ai|真人)|推荐.{0,6}(?:剧|电影|小说|歌|书|餐厅|饭店|手机|游戏|旅游|景点)|(?:红烧肉|鱼|菜|"
    r"饺子)怎么(?:做|烧)|(?:翻译|translate)(?:一下|成)|你叫什么|谁是最|王者荣耀.{0,6}(?:怎么|出装)|数学题|"
    r"1\+1"
)
_GREETING = re.compile(
    r"(?:您好|你好|大家好|早上好|晚上好|下午好|老师|律师|在吗|在不在|有人吗|有人在吗|hi|hello|哈喽|请问|喂+|有没有人啊?|"
    r"打扰了|[,，。.!！?？~…\s])+"
)
_OVER_AND_OVER = re.compile(r"(.{1,6}?)\1{2,}.{0,5}")
_LATIN_RUN = re.compile(r"[a-z]{8,}")
_LAUGHS = re.compile(r"[哈呵嘿啊嗯哦呃]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COMMON_SHARE = 0.6
"""A Chinese text has nearly all its characters among the 3755 most common ones; one typed at random has not."""


def abuse(asked: Asked) -> Iterator[Suggestion]:
    """What gives the impression that nothing is asked of a lawyer, with the words for it."""
    passage = asked.passage
    for found in (_insult(passage), _advert(passage), _trial(passage), _gibberish(passage), _bulk(asked)):
        if found is not None:
            spans, why = found
            yield Suggestion(RuleCode.ABUSE, why, ARTICLE, spans)
            return


Found = tuple[tuple[Span, ...], str]


def _insult(passage: Passage) -> Found | None:
    spans = merged(span for pattern in _INSULT for span in passage.spans(pattern))
    if not spans or passage.asks_about_law:
        return None
    return spans, _("文字里有辱骂，没有见到要问的法律问题。")


def _advert(passage: Passage) -> Found | None:
    if passage.asks_about_law or (passage.asks and passage.speaks_of_law) or _VICTIM.search(passage.text):
        return None
    spans = merged(span for pattern in _ADVERT for span in passage.spans(pattern))
    return (spans, _("文字像是推广、招揽的广告，没有见到要问的法律问题。")) if spans else None


def _trial(passage: Passage) -> Found | None:
    if not passage.text:
        return None
    errands = passage.spans(_ERRAND)
    if errands and not passage.speaks_of_law:
        return errands, _("请求的事与法律无关。")
    if len(passage.text) <= 14 and _TRY.search(passage.text) and not passage.speaks_of_law:
        return (passage.span(0, len(passage.text)),), _("文字像是试用，没有写出问题。")
    rest = _GREETING.sub("", passage.text)
    if _TRIAL.match(rest or passage.text) and (rest or not _HAN.search(passage.text)):
        return (passage.span(0, len(passage.text)),), _("文字像是试用，没有写出问题。")
    return None


def _gibberish(passage: Passage) -> Found | None:
    """Typing at random: keys in a row, one thing over and over, characters that hardly ever stand beside each other."""
    text = re.sub(r"[\s,。!?;:、.]", "", passage.text)
    if len(text) < 4:
        return None
    whole = (passage.span(0, len(passage.text)),)
    if _OVER_AND_OVER.fullmatch(text):
        return whole, _("同样的字反复出现，没有写出问题。")
    if max(Counter(text).values()) > 0.6 * len(text) or len(set(text)) * 6 < len(text) <= 400:
        return whole, _("同样的字反复出现，没有写出问题。")
    han = _HAN.findall(text)
    if _LAUGHS.fullmatch(re.sub(r"[a-z]+", "", text)) and _is_keyboard(text):
        return whole, _("文字像是随意敲击键盘，没有写出问题。")
    if not han and _LATIN_RUN.search(text) and _is_keyboard(text):
        return whole, _("文字像是随意敲击键盘，没有写出问题。")
    if len(han) >= 8 and sum(map(_is_common, han)) < _COMMON_SHARE * len(han):
        return whole, _("文字连不成句子，没有写出问题。")
    return None


def _is_keyboard(text: str) -> bool:
    """Latin letters that are no words of any language: hardly a vowel, or rows of keys."""
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    vowels = sum(letter in "aeiou" for letter in letters)
    rows = re.findall(r"qwer|wert|asdf|sdfg|dfgh|fghj|ghjk|hjkl|zxcv|xcvb|cvbn|uiop|yuio", text)
    return vowels < 0.15 * len(letters) or len(rows) * 4 > 0.3 * len(letters)


def _bulk(asked: Asked) -> Found | None:
    if asked.asked_lately < BULK:
        return None
    return (), _("同一个人在24小时内已经提了%(number)d个问题。请看是不是各有其事。") % {"number": asked.asked_lately}


def _is_common(character: str) -> bool:
    """Whether a character is of the first level of GB 2312."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
