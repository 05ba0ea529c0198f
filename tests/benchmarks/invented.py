"""An invented corpus of any size, in the importer's manifest format, for machines without real texts."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from portal.common.numbering import to_chinese

_SUBJECTS = "出租人 承租人 用人单位 劳动者 经营者 消费者 业主 物业服务企业 监护人 申请人 主管部门 登记机关".split()
_ACTS = "应当 可以 不得 有权 有义务".split()
_OBJECTS = "支付租金 退还押金 订立书面合同 提出申请 提供证明材料 支付劳动报酬 承担赔偿责任 办理登记 公开收费标准 申请调解".split()
_TERMS = "三日内 七日内 十五日内 三十日内 六个月内 一年内 在合理期限内 自收到通知之日起".split()
_FIELDS = "租赁 用工 消费 物业 登记 援助 调解 公证 鉴定 交通 医疗 教育 养老 环境 食品 药品 旅游 快递 保险 金融".split()
_FORMS = "条例 办法 规定 实施细则".split()


def write_corpus(folder: Path, instruments: int, articles: int = 43, seed: int = 7) -> Path:
    """Write ``instruments`` invented texts of ``articles`` articles each with a manifest; returns the folder."""
    pick = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow("path title level category region published effective repealed".split())
        for number in range(instruments):
            title = f"示例{pick.choice(_FIELDS)}{pick.choice(_FIELDS)}{pick.choice(_FORMS)}（第{to_chinese(number + 1)}号示范文本）"
            path = f"{number}.md"
            (folder / path).write_text(_text(title, articles, pick), encoding="utf-8")
            level = pick.choice(("法律", "行政法规", "司法解释", "部门规章"))
            writer.writerow([path, title, level, "", "", "2020-01-01", f"{2000 + number % 25}-06-01", 0])
    return folder


def _text(title: str, articles: int, pick: random.Random) -> str:
    lines = [f"# {title}", "本文本为示范文本，内容系编造", "<!-- INFO END -->"]
    for number in range(1, articles + 1):
        if number % 12 == 1:
            lines.append(f"## 第{to_chinese(number // 12 + 1)}章 {pick.choice(_FIELDS)}管理")
        lines.append(f"第{to_chinese(number)}条 {_sentence(pick)}{_sentence(pick)}")
        if number % 5 == 0:
            lines += [f"（{to_chinese(item)}）{pick.choice(_OBJECTS)}；" for item in range(1, 4)]
    return "\n\n".join(lines) + "\n"


def _sentence(pick: random.Random) -> str:
    return (
        f"{pick.choice(_SUBJECTS)}{pick.choice(_TERMS)}{pick.choice(_ACTS)}向{pick.choice(_SUBJECTS)}{pick.choice(_OBJECTS)}，"
        f"并{pick.choice(_ACTS)}{pick.choice(_OBJECTS)}。"
    )
