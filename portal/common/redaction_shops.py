"""Shops, trainers and managers of estates whose names the dictionary breaks apart: found by what stands around them, as in
在云上健身房办卡, where 上 is no word of the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.common.redaction import Finding, Kind
from portal.common.redaction_given import NEVER
from portal.common.redaction_words import Word

_ENDING = re.compile(
    r"健身(?:房|馆|中心|俱乐部|会所)|美(?:容院|容店|发店|甲店)|理发店|养生馆|足疗店|瑜伽馆|游泳馆|舞蹈室|月子中心|"
    r"(?:培训|教育|早教|辅导)(?:机构|中心|学校)|驾校|琴行|画室|影楼|婚介所|家政|装饰|中介|"
    r"(?:火锅|奶茶|蛋糕|服装|手机|宠物|干洗|便利|水果|烧烤|小吃|咖啡|快餐|眼镜|家具|五金|4S|酒)店|咖啡馆|饭店|餐厅|面馆|茶楼|"
    r"超市|商场|宾馆|旅馆|客栈|民宿|网吧|酒吧|药店|药房|物业(?!费|管理费|服务|合同|公司|管理|纠纷|用房|经理|师傅)"
)
_BEFORE = frozenset("在到去找跟和与向被给从由告对把让").union("，。；、！？,.;!?:：“”\"'（(）)\n \t")
_MOST = 7
_GENERAL = re.compile(
    r"^(?:大|小|新|老|旧|某|一|两|几|这|那|该|本|原|前|后|家|间|个|所|的|里|外|上|下|开|网|网上|美团|人家|暑期|暑假|寒假|晚托|早托|[三四五]?星级|快捷|农家|商场|附近|楼下|楼上|门口|隔壁|对面|小区|社区|居民|商场|商业|当地|本地|县城|"
    r"镇上|市里|街上|村里|知名|正规|普通|高档|大型|小型|连锁|加盟|私人|个体|品牌|专业|社会|民办|校外|校内|课外|线上|线下|网络|"
    r"职业|技能|技术|教育|学科|非学科|少儿|儿童|幼儿|成人|英语|外语|语言|编程|艺术|舞蹈|音乐|美术|体育|书法|钢琴|游泳|瑜伽|健身|考研|考公|公考|公务员|"
    r"会计|厨师|美容|美发|美甲|理发|驾驶|汽车|电脑|学习|私教|房产|房屋|租房|装修|装饰|设计|建筑|室内|婚姻|婚庆|大学|中学|小学|前期|后期|现在|现有|原来|"
    r"业主|业委会|业主委员会|业主大会|开发商|居委会|村委会|街道|派出所|房东|租客|邻居|法院|住建|大厦|写字楼|公寓|别墅|住宅|单位|公司|企业|国有|"
    r"我们|你们|他们|咱们|自己|孩子|朋友|同事|老板|先|再|请|叫|因|由于|因为|关于|以及|或者|如果|所有|全部|其他|别的|有关|多次|已经)+$"
)
_TRADE_AFTER = re.compile(
    r"(?:少儿|儿童|幼儿|成人|英语|外语|语言|编程|艺术|舞蹈|音乐|美术|体育|书法|职业|技能|教育|技术|考研|考公|公考|美容|美发|汽车|连锁|品牌|私教|健身|装饰)+$"
)
_NO_START = frozenset(
    "我你他她它这那有没不是开新租买卖做办去来到看要想会能可应须请叫让说问等因为以用把被将就"
    "都也还又再才先后前每各某其该本两几多第"
)
_COMMON = 300
"""A word of two characters that is as frequent, and that the dictionary takes for no name, is of the sentence."""


def shops_in(text: str, words: tuple[Word, ...]) -> Iterator[Finding]:
    """Names of two to four characters between a preposition or the edge of a clause and the word for the trade."""
    edges = {word.start for word in words}
    for match in _ENDING.finditer(text):
        start = _start(text, match.start(), edges)
        own = [word for word in words if start <= word.start and word.end <= match.start()]
        name = text[start : match.start()]
        core = _TRADE_AFTER.sub("", name)
        if 2 <= len(core) <= 4 and not _GENERAL.match(name) and _may_name(core, start, own):
            yield Finding(start, match.end(), Kind.ORGANISATION)


def _start(text: str, end: int, edges: set[int]) -> int:
    """Where the name before ``end`` begins: after the nearest word or mark that leads to a place."""
    for place in range(end, max(0, end - _MOST), -1):
        if text[place - 1] in _BEFORE and place - 1 in edges and place in edges | {end}:
            return place
    return 0 if end <= _MOST else end


def _may_name(core: str, start: int, words: list[Word]) -> bool:
    if core[0] in _NO_START or not NEVER.isdisjoint(core) or re.search(r"[^\u4e00-\u9fffA-Za-z0-9]", core):
        return False
    inside = (word for word in words if word.start < start + len(core) and len(word.text) > 1)
    return all(word.frequency < _COMMON or word.tag in ("nz", "nr") for word in inside)
