"""Names of bodies and places: the word that says what it is (学校, 医院, 村) and, before it, the words "
"that say which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.common.redaction import Finding, Kind
from portal.common.redaction_words import Word

_NUMBERED = re.compile(r"^第?[一二三四五六七八九十0-9]+$")
_CLOSED_TAGS = frozenset("r p c y q d u uj ul uz ud ug uv m z o e t f".split())
"""Kinds of words that stand in no name where they are two characters long."""
_COMMON_VERB, _FORMAL_VERB = 60, 1500
"""A verb as frequent as this is of the sentence; before 有限公司 many a verb is a name."""
_FORMAL = re.compile(r"新村$|花园$|家园$|苑$|有限(?:责任)?公司$|合伙企业$|专业合作社$|律师事务所$")
_CLOSED = 800
"""Pronouns, adverbs and the like that are rarer may be names: 大自然."""
_ORDINARY = 50
_AUSPICIOUS = frozenset(
    "嘉和 泰和 祥和 永和 义和 安和 中和 太和 瑞和 万和 惠和 康和 兴和 融和 同和 大同 共同 会同 永同".split()
)
"""Names of firms that end with a word that joins others."""
_NO_NAME = re.compile(
    r"国务院|机构|机关|部门|政府|监督|规定|办法|条例|当事人|债权|债务|或者|以及|有关|相关|许可|申请|XX|××|其他"
)
_SINGLE_STOPS = frozenset(
    "我你他她它咱俺您谁哪这那某每各在从向往对把被将由给跟和与同比为因以用按经沿自于至到离除当随朝替及或并而但不没也都就才又再还已刚曾很太最更只仅均未非"
    "先后的了过着地得吗呢吧啊个家所位间套辆份张条笔次年月日时分元块万是有叫说要找去来回进出看做问请让送转读办开任住签买租卖退搬换收告骗接拿起入投应"
)
_STOPS = frozenset(
    "在 去 到 和 与 跟 给 被 由 是 叫 从 往 向 把 将 对 的 了 过 着 我 你 他 她 这 那 一 家 个 所 某 读 "
    "上 转 送 开 办 当 任 入职 住 位于 于 说 "
    "要 找 起诉 收到 告 经 叫做 名叫 就读 入住 来自 通过 因 因为 等 及 或者 以及 现在 之前 以后 后 楼下 "
    "楼上 门口 附近 隔壁 签 买 租 卖 退 搬 换 进 出 "
    "回 见 做 看 问 请 让 用 接 拿 新开 名为 名下 开发 介绍 去年 今年 前年 起 有 没有 属于 承包 经营 位 "
    "户口 老家 购买 投资 加盟 应聘 面试 联系 举报 投诉 "
    "控告 公司 单位 学校 医院 小区 孩子 儿子 女儿 父母 本 该 各 其 每 全 老 原 原来 是否 可以 "
    "应当 需要 必须 我家 我们 他们 你们 大家 附属于 甲方 "
    "乙方 丙方 上诉 方 案号 送到 送 地 址 地址 来 想 已经 正在 还 也 都 就 才 又 再 并 或 但 而 则 为 使 "
    "令 骗 被告 原告 住址 住在 发往 寄 寄到 货 工地 "
    "向 经过 比如 例如 包括 外卖 合伙 担任 挂靠 登记 注册 工商 转入 转给 打工 上班 工作 毕业 回到 "
    "离开 称 称为 号 路过 路 请求 依照 按照 根据 对方".split()
)


@dataclass(frozen=True, slots=True)
class _Body:
    kind: Kind
    ending: re.Pattern[str]
    general: re.Pattern[str]
    most: int = 7


def _body(kind: Kind, endings: str, general: str, most: int = 7) -> _Body:
    return _Body(kind, re.compile(rf"(?:{endings})$"), re.compile(rf"^(?:{general})*$"), most)


_SIZE = (
    "大|小|中|老|新|某|私立|公立|民办|公办|国有|集体|私营|当地|本地|外地|市里|县里|区里|镇上|村里|"
    "附近|楼下|楼上|门口|一家|知名|正规|普通|各级|各类|有关|其他|任何|所有|原|国家|地方|下属|上级|定点|指定|"
    "合作|基层|农村|城市|城镇|城乡|部分|两|多"
)
_TRADES = (
    "传播|制造|供应链|典当|印务|园林|绿化|勘察|测绘|种业|酒业|茶业|珠宝|眼镜|器械|体育|影视|演艺|会展|策划|营销|推广|数码|智能|自动化|仪器|电气|五金|"
    "钢铁|矿业|新材料|材料|包装|纺织|服饰|百货|连锁|供应|配送|仓储|报关|旅行社|酒店管理|健康管理|经纪|小额贷款|资本|"
    "物业|保险|快递|融资|出租车|供气|骗子|租赁|报业|物流|开发|建筑|装修|装饰|中介|劳务|派遣|母|子|分|"
    "外包|网络|科技|搬家|租车|租赁|贷款|担保|投资|管理|服务|贸易|运输|保安|保洁|家政|旅游|"
    "出租|汽车|电商|电子|商务|上市|股份|有限|责任|集团|施工|房地产|房产|地产|置业|通信|电信|拍卖|培训|"
    "教育|咨询|信息|技术|文化|传媒|广告|食品|餐饮|医药|医疗|"
    "供电|供水|自来水|燃气|热力|电力|公交|地铁|航空|铁路|石油|证券|基金|信托|期货|小额|消费|金融|资产|"
    "评估|会计|审计|税务|律师|律所|法律|知识产权|代理|"
    "总|本|贵|该|我|你|他|工程|建设|建材|建设工程|承包|发包|用工|用人|加盟|总承包|第三方|平台|软件|"
    "互联网|外卖|销售|零售|批发|经销|生产|制造|加工|设备|设计|"
    "监理|检测|环保|能源|化工|机械|印刷|服装|农业|种植|养殖|原|新|老|大|小|两|三|一|家|个|全|跨国|外资|"
    "合资|国有|民营|私人|空壳|皮包|关联|项目|目标|控股|"
    "相关|其他|他们|我们|你们|咱们|任何|所有|多|几|别的|另|做|开|多数|代账|财务|催收|支付|人力资源|人力|"
    "资源|职业|中外合资|中外合作|经营|有限责任|股份有限|募集|"
    "公众|一人|独资|公益|营利|非营利|境外|境内|外国|国内|特殊目的|发起|被保险|再保险|财产|人寿|承运|客运|"
    "货运|船舶|民用|安装|维修|电梯|消防|食|药品|与|和|及"
)
_TRADE_WORD = re.compile(rf"^(?:{_TRADES})+$")
_BODIES = (
    _body(
        Kind.SCHOOL,
        "小学|中学|初中|高中|幼儿园|学院|大学|学校|技校|党校|托管班",
        rf"{_SIZE}|非营利性|营利性|现有|同级|同类|指导|高等|普通|职业|技术|专科|本科|重点|寄宿制|"
        rf"义务教育|特殊教育|培训|成人|师范|医学|民族|高级|初级|完全|专门|中等|职业教育|驾驶|体育|"
        rf"实验|外国语|附属|网络|函授|工读|中小|九年一贯制|双语|国际|中外合作办学|军队|公安|司法|警察|"
        rf"艺术|全日制|学前|教育|幼儿师范|工业|农业|理工|政法|开放|老年|中心|进修|教师|中国|全国",
    ),
    _body(
        Kind.HOSPITAL,
        "医院|卫生院|诊所|卫生室|保健院|疗养院|康复中心|体检中心|门诊部|养老院|敬老院|诊堂|月子中心",
        rf"{_SIZE}|综合|专科|中医|人民|三甲|二甲|三级|二级|甲等|乡镇|社区|妇幼|精神病?|儿童|口腔|眼科|"
        rf"骨科|整形|美容|妇产|传染病|康复|护理|急救|中心|医学|"
        rf"互联网|军队|中西医|结合|非营利性|营利性|医疗|精神|卫生|个体|戒毒|强制",
    ),
    _body(
        Kind.ORGANISATION,
        "公司|集团|工厂|合伙企业|合作社|事务所|商行|商贸行|门市部|经营部|工作室|俱乐部",
        _TRADES + "|专业|农民|供销|信用|消费|互助|股份|手工业|村|会计师?|鉴定|司法|专利|商标|企业",
    ),
    _body(
        Kind.ORGANISATION,
        "饭馆|饭店|餐馆|餐厅|酒楼|火锅店|理发店|美发店|美容院|五金店|超市|便利店|干洗店|健身房|汽修厂|"
        "修理厂|羊汤馆|面馆|茶楼|宾馆|旅馆|酒店|网吧|药店|药房|"
        "发廊|客栈|茶馆|书店|影院|酒吧|菜馆|车行|加油站|养殖场|农场|商场|商城|汽车城|家具城|建材城|服装店|水果店|烧烤店|烤肉店|奶茶店|咖啡馆|咖啡店|洗衣店|洗浴中心|养生馆|"
        "足疗店|影楼|婚介所|照相馆|宠物店|花店|蛋糕店|早餐店|小吃店|"
        "快餐店|棋牌室|托管中心|瑜伽馆|游泳馆|家政中心|食品厂|服装厂|电子厂|机械厂|砖厂|家具厂|玩具厂|"
        "鞋厂|饲料厂|化工厂|饰品店|手机店|琴行|驾校",
        rf"{_SIZE}|网上|人家|商场|美团|开|做|经营|个体|连锁|大型|小型|中型|网红|夫妻|零售|批发|星级|快捷|民宿|农家乐|烧烤|"
        rf"汽车|摩托车|电动车|机动车|家电|美容|美发|女子|"
        rf"儿童|网|实体|线下|中|西|川|湘|快|早|特许|加盟|直营|社会|零售|食品|进口|超市|旗舰|专卖|平价|连锁性",
        5,
    ),
    _body(
        Kind.PLACE,
        "世纪城|凤凰城|国际城|阳光城|[东南西北]园|苑|小区|社区|花园|家园|公寓|庄园|新村|新城|嘉园|雅苑|名苑|佳苑|名邸|华府|半岛|名都|雅园|雅居|"
        "[东南西北中一二三四五六七八九十]区",
        rf"{_SIZE}|居民|住宅|封闭|回迁|安置|商品房|居住|智慧|老年|养老|人才|青年|长租|商务|酒店|单身|"
        rf"职工|学生|员工|廉租|高档|园林|绿色|平安|"
        rf"老旧|学区|拆迁|开放|国际|同一|整个|隔壁|物业|空中|屋顶|自家|辖|本|试验|示范|经济|行政|林|矿|"
        rf"城|郊|景|山|牧|灾|库|社会主义|社会|"
        rf"社|港澳|东部|西部|和",
    ),
)
_VILLAGE = re.compile(r"(?:村|屯|寨|庄|营子)(?:[一二三四五六七八九十0-9]+(?:组|社|队))?$")
_VILLAGE_GENERAL = re.compile(
    r"^(?:农|乡|城中|行政|自然|我们|你们|他们|本|该|全|外|邻|同|各|新|进|回|出|到|每|镇|美丽|贫困|示范|"
    r"隔壁|老家|娘家|婆家|别的|个|这|那|整|家|咱们?|我|你|他|她|"
    r"周边|边远|少数|民族|度假|地球|农家|海边|山|小|大|老|渔|空心|城边|移民|安置|中心|先进|文明|选手|"
    r"奥运|由|以|在|对|与|和|为|向|涉及|两|几|多|建制|撤|并|所在|传统|"
    r"特色|名|古|下|驻|包|跨|联|牧|旅游|重点|有关|其他|乡镇|街|[一二三四五六七八九十])*(?:村|屯|寨|庄|"
    r"营子)(?:[一二三四五六七八九十]+(?:组|社|队))?$"
)
_ROAD = re.compile(r"(?:[东南西北中]?路|大街|[东南西北]街|大道|胡同|[^街]{2}街|巷)$")
_ROAD_GENERAL = re.compile(
    r"^(?:道|公|铁|马|水|陆|高速公?|修|走|半|出|思|线|网|电|一|上|下|小|大|门|顺|带|岔|农村|乡村|村|城市|"
    r"城市道|专用|进出|过|各|同|问|跑|拦|堵|让|绕|指|领|套|"
    r"销|生|财|活|后|退|养|赶|去|回|来|逃|抢|主干|快速|车|人行|消防通?道?|通|土|柏油|水泥|主|支|岔|街|"
    r"小区道|公用道|短|集成电|航|管|气|油|血|消化|神经|"
    r"步行|商业|美食|临|沿|整条|这条|那条|一条|主要|陌生|老|死|横)*(?:路|街|巷|大街|大道|胡同)$"
)
_ORDINARY_WORD = re.compile(r"^[\u4e00-\u9fff](?:路|村|庄|巷|街|寨)$|^[\u4e00-\u9fff]{2,3}(?:公路|道路|铁路|线路)$")
_NO_ROAD = re.compile(r"(?:公路|道路|铁路|线路|航路|水路|回路|电路|流路|化路|套路|跑路|网路|井巷|主路|弯路)$")
_COURT = re.compile(r"(?:人民法院|法院|人民法庭|仲裁委员会|仲裁委|检察院)$")
_COURT_GENERAL = re.compile(
    r"^(?:最高|人民|高级|中级|基层|上级|下级|当地|本地|受理|一审|二审|原审|再审|执行|有管辖权的|管辖|"
    r"有权|专门|军事|海事|互联网|知识产权|铁路运输|金融|审判|"
    r"地方|各级|劳动|人事|争议|农村|土地|承包|经营|纠纷|调解|体育|国际|商事|被告|所在地|住所地|"
    r"第[一二三四]|向|或者?|和|与|委托|作出|生效|外国|中国|国家|"
    r"省|市|区|县|自治区|自治州|直辖市|设区|旗)*(?:人民法院|法院|人民法庭|仲裁委员会|仲裁委|检察院)$"
)
_REGION = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|市|区|县|旗|州)$")


def bodies_in(text: str, words: tuple[Word, ...]) -> Iterator[Finding]:
    """Schools, hospitals, firms, shops, estates, villages and roads that have a name of their own."""
    for place in range(len(words)):
        for start, body in _endings(text, words, place):
            end = words[place].end
            is_formal = bool(_FORMAL.search(text[max(0, end - 6) : end]))
            first = _first_word(
                words, place, 9 if is_formal else body.most if body else 6, _FORMAL_VERB if is_formal else _COMMON_VERB
            )
            begin = words[first].start
            found = _named(text, begin, start, end, body) if body else _named_place(text, begin, end)
            if found is not None:
                yield found


def courts_in(text: str, words: tuple[Word, ...]) -> Iterator[Finding]:
    """Courts by name, and arbitration commissions: hidden where a case's number is."""
    for place, word in enumerate(words):
        end = word.end
        if not _COURT.search(text[max(0, end - 8) : end]):
            continue
        begin = words[_first_word(words, place, 7)].start
        name = text[begin:end]
        if not _COURT_GENERAL.match(name) and "某" not in name:
            yield Finding(begin, end, Kind.COURT)


def _endings(text: str, words: tuple[Word, ...], place: int) -> Iterator[tuple[int, _Body | None]]:
    end = words[place].end
    if words[place].frequency >= _ORDINARY and words[place].text != "新村" and _ORDINARY_WORD.match(words[place].text):
        return
    tail = text[max(0, end - 5) : end]
    if re.match(r"[\u4e00-\u9fff]", tail[-1:]) is None and not tail.endswith(("组", "社", "队")):
        return
    for body in _BODIES:
        match = body.ending.search(tail)
        if match is not None:
            yield end - len(match[0]), body
            return
    if _VILLAGE.search(tail) or _ROAD.search(tail):
        yield end, None


def _first_word(words: tuple[Word, ...], place: int, most: int, common: int = _COMMON_VERB) -> int:
    """The first of the words that belong to a name that ends with the word at ``place``."""
    first = place
    while first > 0 and place - first < most:
        before = words[first - 1]
        if before.start and first > 1 and words[first - 2].text + before.text in _AUSPICIOUS:
            first -= 2
            continue
        if before.text in _STOPS or before.text.endswith(("的", "了", "在", "是")):
            break
        if _stops(before, common):
            break
        first -= 1
    while first < place and _NUMBERED.match(words[first].text) and not words[first].text.startswith("第"):
        first += 1
    return first


def _stops(word: Word, common: int) -> bool:
    """Whether a word is of the sentence, and no part of a name."""
    if _NUMBERED.match(word.text) or _is_letters(word):
        return False
    if len(word.text) == 1:
        return word.tag == "x" or word.text in _SINGLE_STOPS
    if _TRADE_WORD.match(word.text):
        return False
    if word.text.endswith(("公司", "企业", "单位")):
        return True
    return (
        word.tag == "x"
        or (word.tag in _CLOSED_TAGS and word.frequency >= _CLOSED)
        or (word.tag in ("v", "vn", "vd", "ad", "b") and word.frequency >= common)
    )


def _is_letters(word: Word) -> bool:
    return bool(re.match(r"^[A-Za-z]+$", word.text))


def _named(text: str, begin: int, start: int, end: int, body: _Body) -> Finding | None:
    """A finding, unless the words before say only what kind it is."""
    own = text[begin:start]
    if len(own) < 2 and not (len(own) == 1 and body.kind is Kind.ORGANISATION):
        return None
    if (
        "某" in own
        or _NO_NAME.search(own)
        or len(own) < 2
        or body.general.match(own)
        or _REGION.match(own)
        or re.fullmatch(r"第?[一二三四五六七八九十两几\d]+", own)
    ):
        return None
    return Finding(begin, end, body.kind)


def _named_place(text: str, begin: int, end: int) -> Finding | None:
    name = text[begin:end]
    if "某" in name or len(name) < 3 or _NO_NAME.search(name):
        return None
    if _VILLAGE.search(name):
        return None if _VILLAGE_GENERAL.match(name) else Finding(begin, end, Kind.PLACE)
    return None if _ROAD_GENERAL.match(name) or _NO_ROAD.search(name) else Finding(begin, end, Kind.PLACE)
