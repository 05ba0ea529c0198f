"""Making the labelled texts from templates written by hand: ``python -m tests.public_board.redaction_texts.making``.

Every person, firm, place and number is invented. Templates and values of the two splits are different, and were written before
the rules were tuned on the first.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EACH = 5
SLOT = re.compile(r"\{([a-z]+)(\d?)(?:\.([a-z]+))?\}")
PARTS = {"Q": "question", "A": "answer", "X": "further", "F": "file"}

POOLS: dict[str, dict[str, list[str]]] = {
    "train": {
        "surname": "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 马 朱 胡 郭 何 林 高 罗".split(),
        "given": "建国 秀英 伟 丽娟 志强 海燕 敏 春花 国栋 小军 玉兰 晓明 文静 涛 德福 美玲 俊杰 红梅 永胜 雪".split(),
        "firm": "华宇兴达 顺捷安 新禾源 中科嘉禾 百川汇 鑫隆达 天悦 宏图伟业".split(),
        "trade": "科技 物流 餐饮管理 商贸 建筑工程 物业管理 信息咨询".split(),
        "school": "示范区第三小学 阳光双语幼儿园 北辰职业技术学院 育英中学".split(),
        "hospital": "示范区第二人民医院 仁和骨科医院 康宁妇产医院".split(),
        "shop": "好滋味饭馆 小李理发店 鑫源五金店 悦己美容院".split(),
        "community": "阳光花园小区 翠湖家园 金色时光小区 和平里社区".split(),
        "village": "柳树沟村 大王庄村 石桥镇东河村 南营村三组".split(),
        "road": "建国路 幸福大街 中山北路 学院南路".split(),
        "district": "朝阳区 海淀区 丰台区 通州区".split(),
        "court": "北京市朝阳区人民法院 通州区人民法院 海淀法院".split(),
        "bank": "工商银行 建设银行 农业银行".split(),
    },
    "held_out": {
        "surname": "郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 袁 潘 蒋 蔡 余 杜 叶 程 苏 魏 吕 丁 任 沈 姚".split(),
        "given": "丽华 建军 桂芳 鹏 子涵 宝林 淑珍 浩然 晓东 金凤 爱民 雅琴 磊 立新 佳怡 长顺 艳 振华 翠萍 思远".split(),
        "firm": "恒瑞通 博远天成 金桥 瑞丰祥 启航 联创鼎盛 绿源 万家乐居".split(),
        "trade": "网络科技 劳务派遣 装饰工程 保安服务 房地产开发 教育咨询 电子商务 汽车销售服务".split(),
        "school": "城关镇中心小学 启明星幼儿园 南郊第一中学 东方外国语学校 华北理工职业学院".split(),
        "hospital": "城北区中医院 博爱康复医院 市第三人民医院 安贞堂诊所".split(),
        "shop": "老五火锅店 洁美干洗店 张记羊汤馆 优客健身房 大众汽修厂".split(),
        "community": "锦绣江南小区 怡海花园 龙湖半岛 天通苑北一区 望江公寓".split(),
        "village": "前进村 上马台镇李家窑村 红旗屯 东坡村五组 下洼子村".split(),
        "road": "解放东路 长江大道 文化西街 青年胡同 滨河路".split(),
        "district": "大兴区 昌平区 房山区 石景山区 顺义区".split(),
        "court": "大兴区人民法院 北京市第二中级人民法院 昌平法院 北京市房山区人民法院".split(),
        "bank": "招商银行 邮储银行 交通银行".split(),
    },
}
ALIASES = {
    "mou": "{s}某",
    "old": "老{s}",
    "small": "小{s}",
    "boss": "{s}总",
    "mgr": "{s}经理",
    "sir": "{s}先生",
    "mother": "{s}阿姨",
    "lawyer": "{s}律师",
}
KINDS = {
    "n": "name",
    "phone": "phone",
    "idn": "identity_number",
    "card": "bank_card",
    "email": "email",
    "wx": "account",
    "qq": "account",
    "plate": "plate",
    "addr": "address",
    "comm": "place",
    "village": "place",
    "firm": "organisation",
    "shop": "organisation",
    "school": "school",
    "hospital": "hospital",
    "court": "court",
    "courtcase": "case_number",
    "order": "serial",
    "contract": "serial",
    "birth": "birth_date",
    "licence": "serial",
    "cert": "serial",
    "bank": "bank_card",
    "passport": "travel_document",
}


class Values:
    """The invented values of one text: the same slot has the same value in every part."""

    def __init__(self, split: str, chance: random.Random) -> None:
        self.pool, self.chance, self.kept = POOLS[split], chance, {}
        self.surnames = chance.sample(self.pool["surname"], 4)
        self.givens = chance.sample(self.pool["given"], 4)

    def of(self, slot: str, number: str, alias: str) -> str:
        """What stands for a slot."""
        if slot == "n":
            surname, given = self.surnames[int(number) - 1], self.givens[int(number) - 1]
            if alias == "g":
                return given if len(given) == 2 else surname + given
            return ALIASES[alias].format(s=surname) if alias else surname + given
        name = slot + number
        if name not in self.kept:
            self.kept[name] = getattr(self, f"_{slot}")()
        whole = self.kept[name]
        return whole.removeprefix("北京").split("　")[0][: self.short] if alias == "short" else whole.replace("　", "")

    def _pick(self, name: str) -> str:
        return self.chance.choice(self.pool[name])

    def _digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def _firm(self) -> str:
        name = self._pick("firm")
        self.short = len(name)
        ending = self.chance.choice(["有限公司", "有限责任公司", "股份有限公司", "有限公司"])
        return f"{self.chance.choice(['北京', ''])}{name}　{self._pick('trade')}{ending}"

    def _phone(self) -> str:
        number = self.chance.choice(["138", "159", "186", "177"]) + self._digits(8)
        return f"{number[:3]} {number[3:7]} {number[7:]}" if self.chance.random() < 0.2 else number

    def _idn(self) -> str:
        body = f"110105{self.chance.randint(1960, 2000)}{self.chance.randint(1, 12):02}{self.chance.randint(1, 28):02}"
        body += self._digits(3)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return body + "10X98765432"[sum(int(one) * by for one, by in zip(body, weights, strict=True)) % 11]

    def _card(self) -> str:
        body = "622202" + self._digits(12)
        total = sum(
            int(one) if place % 2 else sum(divmod(int(one) * 2, 10)) for place, one in enumerate(reversed(body))
        )
        return f"{body}{-total % 10}"

    def _bank(self) -> str:
        return self._pick("bank") + self._card()

    def _email(self) -> str:
        return f"{self.chance.choice(['li', 'happy', 'zhao', 'sunny'])}{self._digits(4)}@example.com"

    def _wx(self) -> str:
        return f"{self.chance.choice(['wx', 'lucky', 'abc_', 'huang'])}{self._digits(5)}"

    def _qq(self) -> str:
        return f"{self.chance.randint(1, 9)}{self._digits(8)}"

    def _plate(self) -> str:
        return f"{self.chance.choice('京冀津')}{self.chance.choice('ABNPQ')}{self._digits(5)}"

    def _addr(self) -> str:
        where = f"{self._pick('district')}{self._pick('road')}{self.chance.randint(1, 99)}号"
        home = self._pick("community")
        unit = f"{self.chance.randint(1, 20)}号楼{self.chance.randint(1, 5)}单元{self.chance.randint(101, 1802)}室"
        return self.chance.choice([f"{where}{home}{unit}", f"{where}院{unit}", f"{home}{unit}", where])

    def _comm(self) -> str:
        return self._pick("community")

    def _village(self) -> str:
        return self._pick("village")

    def _shop(self) -> str:
        return self._pick("shop")

    def _school(self) -> str:
        return self._pick("school")

    def _hospital(self) -> str:
        return self._pick("hospital")

    def _court(self) -> str:
        return self._pick("court")

    def _courtcase(self) -> str:
        kind = self.chance.choice(["民初", "民终", "执", "刑初", "民申"])
        return f"（20{self.chance.randint(18, 24)}）京01{self._digits(2)}{kind}{self.chance.randint(100, 29999)}号"

    def _order(self) -> str:
        return self.chance.choice(["2023", "SF", "JD", "6"]) + self._digits(12)

    def _contract(self) -> str:
        return f"{self.chance.choice(['HT', 'ZL-', 'BJ'])}{self._digits(4)}-{self._digits(4)}"

    def _licence(self) -> str:
        return "1" + self._digits(16)

    def _cert(self) -> str:
        return f"京（20{self.chance.randint(16, 23)}）{self.chance.choice('朝海丰通')}不动产权第{self._digits(7)}号"

    def _birth(self) -> str:
        year, month, day = self.chance.randint(1940, 2005), self.chance.randint(1, 12), self.chance.randint(1, 28)
        return self.chance.choice([f"{year}年{month}月{day}日", f"{year}.{month}.{day}", f"{year}年{month}月"])

    def _passport(self) -> str:
        return "E" + self._digits(8)


def filled(template: str, split: str, chance: random.Random) -> tuple[dict[str, str], list[list[Any]]]:
    """A template with values: its parts, and where what must be hidden stands in them."""
    values = Values(split, chance)
    parts: dict[str, str] = {}
    spans: list[list[Any]] = []
    for line in template.splitlines():
        part, written = PARTS[line[0]], line[3:]
        text, last = "", 0
        for match in SLOT.finditer(written):
            text += written[last : match.start()]
            value = values.of(*(match[group] or "" for group in (1, 2, 3)))
            kind = "alias" if match[3] and match[3] != "g" else KINDS[match[1]]
            name = len(value) - len(value.lstrip("工商建设农业招邮储交通银行")) if match[1] == "bank" else 0
            spans.append([part, len(text) + name, len(text) + len(value), kind])
            text, last = text + value, match.end()
        parts[part] = text + written[last:]
    return parts, spans


def rows() -> Iterator[dict[str, Any]]:
    """Every labelled text; the same each time."""
    for split, file in (("train", "templates_train.txt"), ("held_out", "templates_held.txt")):
        templates = HERE.joinpath(file).read_text(encoding="utf-8").strip().split("\n\n")
        for number, template in enumerate(templates):
            for copy in range(EACH):
                chance = random.Random(f"{split}-{number}-{copy}")
                parts, spans = filled(template, split, chance)
                yield {"id": f"{split}-{number:02}-{copy}", "split": split, "parts": parts, "spans": spans}


def main() -> None:
    """Write ``labelled.jsonl``."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
    HERE.joinpath("labelled.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
