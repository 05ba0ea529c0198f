"""Where a person's name stands in a Chinese text: the words before it, the surnames, and what is no "
"name after all."""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏锺汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴华车冉房边邬钟闫肖付代"
)
DOUBLE = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "慕容", "令狐", "夏侯", "独孤")
_HAN = r"[\u4e00-\u9fff]"
_RELATION = (
    "老公|老婆|丈夫|妻子|前夫|前妻|男友|女友|男朋友|女朋友|父亲|母亲|爸爸|妈妈|儿子|女儿|哥哥|弟弟|姐姐|"
    "妹妹|公公|婆婆|岳父|岳母|"
    "邻居|同事|朋友|房东|租客|老板|经理|包工头|工头|债务人|借款人|担保人|司机|中介|肇事者|对方|被告|原告|"
    "法定代表人|法人代表|负责人|股东"
)
_END = (
    r"(?=[，。；、！？,.;!?:：\s（(）)〕】]|$|"
    r"[向在给从找以把和与跟于借欠说称打拒不将因是曾的及一已开骗拖又出打骂跑要还没有也都总经])"
)

NAME_AFTER = re.compile(
    rf"(?:(?:我的名字|名字|姓名|联系人|当事人|收款人|户名)(?:是|叫|为)?[:：]?\s*|(?:我叫|我是叫|本人|名叫|"
    rf"叫做|名为|真名叫?|他叫|她叫|人叫)[:：]?\s*"
    rf"|(?:{_RELATION})(?:叫|是|为|[:：])\s*)(?P<name>{_HAN}{{2,4}}?){_END}"
)
TITLED_NAME = re.compile(rf"(?:{_RELATION}|我是)(?P<name>{_HAN}{{2,4}}?){_END}")
_NOT_NAMES = re.compile(
    r"[某我你他她它们这那年月日钱万块费款家房车]|何[时人种地]|什么|没有|常常|时候|时常|任何|任意|高薪|"
    r"安全|方[面式]|单[位方独]|关系|强[行制迫占拆]|"
    r"查看|解[除释约雇散]|路[上过口]|金额|石头|马[上路]|于[是今]|包[括工办养]|成[立为功]|严重|应[该当]|"
    r"和平|华人|代[理表]|游客|左右|谷歌|边上|司机|"
    r"位于|向来|一直|曾经|温柔|白[天白]|黄金|[田林]地|公司|项目|管理|时间|文化|安[排装]|史上|毛病|易怒|"
    r"平时|支付|施工|段时间|周[末一]|江[湖边]|"
    r"柜台|关[门闭]|申[请诉报]|许[诺多可]|顾客|祝福|毕[业竟]|夏天|康复|宁可|尤其|齐全|焦急|辛[苦勤]|"
    r"任[职教]|石油|林业|余下|武[力器]|童工|纪律|"
    r"季度|女士|先生|老师|经理|老板|师傅|阿姨|叔叔|大[爷妈姐哥]|总$|主任|局长|厂长|队长"
)
FREQUENT = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文肖"
)
"""The hundred surnames that most people bear."""
EVERYDAY = frozenset(
    "常连向于时管解单强位代付成毕和方易万应严安白左温包计关全项任段史曲余童祝祁席卫解闵燕谷车查施沿行石文康雷"
)
"""Surnames that mostly begin another word: only where the text says that a name follows."""


def is_name(words: str, announced: bool = True) -> bool:
    """Whether two to four characters may be a name: they begin with a surname and are no everyday word.

    ``announced``: the words before say so (名叫, 姓名); else surnames that are everyday words do not count.
    """
    if _NOT_NAMES.search(words):
        return False
    if words[:2] in DOUBLE:
        return 3 <= len(words) <= 4
    return 2 <= len(words) <= 3 and words[0] in SURNAMES and (announced or words[0] not in EVERYDAY)
