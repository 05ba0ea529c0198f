"""How names are spelt, for those who type 张国成 as zgc or zhangguocheng."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[0-9a-z]+")

# Surnames read otherwise than the character usually is.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "任": "ren", "朴": "piao",
    "盖": "ge", "秘": "bi", "尹": "yin", "缪": "miao", "覃": "qin", "洗": "xian", "冼": "xian", "乐": "yue",
    "折": "she", "员": "yun", "贠": "yun", "黑": "he", "繁": "po", "哈": "ha", "翟": "zhai", "召": "shao",
    "逄": "pang", "华": "hua", "燕": "yan", "种": "chong", "重": "chong", "谌": "chen", "万俟": "mo qi",
    "尉迟": "yu chi", "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "宓": "mi", "祭": "zhai",
}  # fmt: skip
# What institutions of a kind are all called: nobody types it to find one of them.
GENERIC_ENDINGS = (
    "公共法律服务中心", "人民调解委员会", "基层法律服务所", "司法鉴定中心", "司法鉴定所", "法律援助中心",
    "律师事务所", "法律服务所", "仲裁委员会", "调解委员会", "公证处", "司法所",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in toneless pinyin: its syllables in order, and the first letter of each."""

    syllables: tuple[str, ...]

    @property
    def spaced(self) -> str:
        """``zhang guo cheng``."""
        return " ".join(self.syllables)

    @property
    def initials(self) -> str:
        """``zgc``; a number or a foreign word stands whole."""
        return "".join(syllable if syllable.isdigit() else syllable[0] for syllable in self.syllables)


def spell(name: str, *, is_person: bool = False) -> Spelling:
    """Spell a name; of a person's, the surname as surnames are read. Letters and digits stay as they are."""
    plain = "".join(unicodedata.normalize("NFKC", name).lower().split())
    surname = next((plain[:size] for size in (2, 1) if is_person and plain[:size] in _SURNAMES), "")
    first = tuple(_SURNAMES[surname].split()) if surname else ()
    return Spelling(first + _syllables(plain[len(surname) :]))


def short_initials(name: str) -> str:
    """The initials of an institution without what all of its kind are called; "" where nothing else is left."""
    for ending in GENERIC_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return spell(name.removesuffix(ending)).initials
    return ""


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its dictionaries take a second to load: only who spells pays

    pieces = lazy_pinyin(text, v_to_u=False)
    return tuple(word for piece in pieces for word in _WORD.findall(piece.replace("ü", "v")))
