"""The first topics, with everyday words for each. Editors manage the rows; what they changed is never overwritten."""

from __future__ import annotations

from typing import Any

# code, name, everyday words
INITIAL_TOPICS: tuple[tuple[str, str, str], ...] = (
    (
        "family",
        "婚姻家庭",
        "离婚 结婚 彩礼 抚养费 抚养权 探望孩子 夫妻共同财产 同居 出轨 分居 赡养 收养",
    ),
    ("inheritance", "继承", "遗产 遗嘱 分家产 继承权 遗赠 代位继承 老人去世房子归谁"),
    (
        "labour",
        "劳动人事",
        "欠薪 拖欠工资 辞退 开除 裁员 加班费 试用期 劳动合同 年休假 经济补偿 竞业限制 辞职",
    ),
    (
        "social_insurance",
        "社会保险与工伤",
        "工伤 社保 养老保险 医疗保险 生育津贴 失业金 上班路上受伤 职业病 退休金",
    ),
    (
        "traffic",
        "交通事故",
        "车祸 撞车 酒驾 交强险 事故责任 肇事逃逸 电动车 误工费 扣分",
    ),
    (
        "debt",
        "债权债务",
        "借钱不还 欠条 借条 民间借贷 高利贷 担保 讨债 催收 信用卡逾期 老赖",
    ),
    ("contract", "合同", "违约 定金 订金 解除合同 退款 签了合同反悔 违约金 格式条款"),
    ("property", "房产", "买房 卖房 租房 押金 房产证 过户 烂尾楼 二手房 房贷 中介"),
    ("tort", "侵权", "打伤 人身损害 赔偿 名誉 隐私 肖像 被狗咬 高空抛物 精神损失"),
    (
        "consumer",
        "消费者权益",
        "假货 退货 退一赔三 预付卡 网购 食品安全 霸王条款 健身卡 保修",
    ),
    ("medical", "医疗", "医疗事故 医疗纠纷 误诊 病历 手术同意书 医美"),
    ("company", "公司", "股东 股权 开公司 注册资本 法定代表人 分红 破产 注销公司 合伙"),
    ("intellectual_property", "知识产权", "商标 专利 版权 著作权 抄袭 盗版 商业秘密"),
    (
        "criminal",
        "刑事",
        "拘留 逮捕 取保候审 坐牢 判刑 诈骗 盗窃 故意伤害 自首 缓刑 报案",
    ),
    (
        "administrative",
        "行政",
        "行政处罚 罚款 行政复议 行政诉讼 告政府 信息公开 许可证 派出所",
    ),
    ("expropriation", "征收拆迁", "拆迁 征地 补偿款 安置房 强拆 回迁"),
    ("construction", "建设工程", "工程款 包工头 农民工工资 转包 分包 挂靠 工程质量"),
    ("rural_land", "农村土地", "宅基地 土地承包 土地流转 确权 外嫁女 集体土地"),
    (
        "minors_and_elderly",
        "未成年人与老年人",
        "校园欺凌 未成年人犯罪 监护 赡养费 虐待老人 养老院 网络游戏充值",
    ),
    (
        "procedure",
        "诉讼与仲裁程序",
        "起诉 立案 打官司 诉讼费 上诉 再审 仲裁 管辖 时效 强制执行 财产保全 传票",
    ),
    ("notary", "公证", "公证书 委托公证 遗嘱公证 公证处 公证费"),
    ("forensic", "司法鉴定", "伤残鉴定 亲子鉴定 笔迹鉴定 鉴定机构 重新鉴定"),
    ("legal_aid", "法律援助", "免费律师 请不起律师 法援 法律援助中心 经济困难"),
    ("mediation", "人民调解", "调解 调解协议 司法确认 调解委员会 私了"),
    ("family_violence", "家庭暴力", "家暴 被打 人身安全保护令 告诫书 虐待"),
    (
        "neighbours",
        "物业与邻里",
        "物业费 漏水 噪音 停车位 业主委员会 采光 邻居 占用楼道 广场舞",
    ),
    (
        "telecom_fraud",
        "电信网络诈骗",
        "被骗 刷单 网络诈骗 帮信罪 跑分 冻卡 冒充客服 杀猪盘",
    ),
    ("cross_border", "涉外涉港澳台", "涉外婚姻 签证 居留 港澳台 国外判决 外国人 移民"),
    ("other", "其他/不知道", ""),
)


def sow_topics(sender: Any = None, **kwargs: Any) -> None:
    """Add the initial topics that are missing (by code); rows that exist stay as editors left them."""
    from cms.core.models import Topic

    present = set(Topic.objects.values_list("code", flat=True))
    Topic.objects.bulk_create(
        [
            Topic(
                code=code,
                name=name,
                aliases="\n".join(words.split()),
                position=position,
            )
            for position, (code, name, words) in enumerate(INITIAL_TOPICS, start=1)
            if code not in present
        ],
        ignore_conflicts=True,
    )
