"""The public list of words: ours below, and what editors keep with each topic (its name and everyday words). Nothing else of a
question is ever written down in clear, so no name of a person can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from portal.common.redaction import masked
from search.text import normalise

LONGEST = 20
EVERYDAY = frozenset(
    """
    劳动合同 试用期 拖欠工资 欠薪 加班费 加班 辞退 裁员 辞职 离职 经济补偿 赔偿金 双倍工资 年休假 病假 产假 哺乳期 孕期 三期女工
    竞业限制 劳务派遣 外包 灵活就业 外卖员 网约车 快递员 骑手 包工头 农民工 工地 工伤 工伤认定 职业病 社保 五险一金 公积金
    养老保险 医疗保险 失业金 生育津贴 退休 返聘 仲裁 劳动仲裁 劳动监察 调岗 降薪 绩效 奖金 提成 押证 培训费 服务期 违约金
    离婚 结婚 彩礼 嫁妆 订婚 抚养费 抚养权 探望 赡养 收养 监护 共同财产 夫妻债务 离婚冷静期 家暴 人身安全保护令 分居 出轨 同居
    继承 遗嘱 遗产 公证 代位继承 房产证 过户 赠与 析产 户口 宅基地 承包地 土地流转 征地 拆迁 补偿款 安置房 回迁
    买房 二手房 新房 期房 烂尾楼 延期交房 定金 首付 贷款 断供 房贷 开发商 预售 公摊 漏水 装修 装修公司 增项 质保 中介 中介费
    租房 押金 房东 租客 退租 转租 二房东 长租公寓 群租 涨租 租金 解约 物业费 物业 停车位 电梯 加装电梯 业主委员会 维修基金
    噪音 噪声 邻居 采光 通风 高空抛物 宠物 狗咬 养狗 飞线充电 电动车 充电桩
    借条 欠条 借款 利息 高利贷 网贷 校园贷 还款 逾期 催收 暴力催收 征信 担保 抵押 保证人 老赖 强制执行 失信
    合同 违约 解除合同 定作 承揽 加盟 加盟费 代理 保密 格式条款 电子合同
    消费者 退货 退款 退费 预付卡 健身房 健身卡 美容院 培训班 教培 退课 网购 直播带货 直播打赏 假货 三倍赔偿 十倍赔偿 食品安全
    外卖 快递 丢件 机票 酒店 旅行社 旅游 演唱会 黄牛 会员 自动续费 盲盒 游戏充值 未成年人充值 二手车 汽车 新能源车 召回 三包
    交通事故 酒驾 醉驾 逃逸 误工费 护理费 伤残鉴定 交强险 保险公司 拒赔 理赔 驾照 扣分 罚单
    医疗事故 医疗纠纷 误诊 手术 病历 整形 医美 疫苗
    诈骗 电信诈骗 刷单 杀猪盘 投资理财 虚拟货币 冒充客服 冒充公检法 帮信罪 洗钱 银行卡冻结 非法集资 传销
    刑事拘留 取保候审 缓刑 谅解书
    盗窃 故意伤害 寻衅滋事 轻伤 立案 报警 行政处罚 行政复议 行政诉讼 信息公开 城管 违建 强拆
    公司 股东 股权 注销 法定代表人 营业执照 破产 清算 入股 合伙 分红 增资
    商标 专利 著作权 版权 侵权 抄袭 肖像权 名誉权 隐私 个人信息 人脸识别 网暴 谣言
    诉讼 起诉 上诉 诉讼费 管辖 时效 证据 录音 聊天记录 转账记录 鉴定 调解 执行 律师费 法律援助 低保 残疾人 老年人 未成年人
    校园欺凌 幼儿园 学校 学区 托管班 留学 移民 签证 涉外 港澳 台湾 翻译
    """.split()
)


@lru_cache(maxsize=4)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def listed(topics: Iterable[tuple[str, Iterable[str]]]) -> frozenset[str]:
    """The list, with the names and everyday words of topics: two characters at least."""
    theirs = (word for name, words in topics for word in (*re.split("[、和与]", name), *words))
    return frozenset(word for each in (*EVERYDAY, *theirs) if 2 <= len(word := normalise(each).strip()) <= LONGEST)


def terms_of(text: str, words: frozenset[str]) -> frozenset[str]:
    """The words of the list that a text holds: what points at persons hidden first, from the left, the longest at a place."""
    return frozenset(_pattern(words).findall(normalise(masked(text))))
