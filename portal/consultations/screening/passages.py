"""A text made ready for rules: folded, cut into sentences and clauses, with the way back to what the citizen typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cms.wording.folding import Folded, fold
from cms.wording.patterns import Form, form_of

Span = tuple[int, int]
"""From where to before where, in characters of the text as it was typed."""

_CLAUSE = re.compile(r"[^,。!?;\n…]+")
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]?")
_ASKS = re.compile(
    r"吗|怎么|怎样|如何|能不能|可不可以|可否|能否|是否|是不是|什么(?!破|垃圾|玩意|狗屁)|多少|多久|几年|"
    r"几天|谁|哪|呢|要不要|该不该|有没有|算不算|合不合|会不会|"
    r"咋|啥|么\?|\?|请问|想问|问一下|咨询|想知道|求助|帮帮"
)
_LEGAL = re.compile(
    r"法律|合法|违法|犯法|犯罪|违规|起诉|诉讼|打官司|告他|告她|告它|怎么告|能告|可以告|仲裁|赔|补偿|责任|"
    r"合同|协议|权利|有权|维权|权益|"
    r"判[刑决几多]|律师|证据|复议|法院|继承|抚养|离婚|立案|追究|时效|违约|侵权|无效|有效|撤销|要回|追回|"
    r"退(?!休|伍|役|烧|热|步|化|潮)|工资|劳动|工伤|"
    r"赡养|遗[产嘱]|财产|债|欠|借条|担保|抵押|过户|产权|拆迁|征[地收]|处罚|拘留|罪|法定|规定|条例|强制|"
    r"执行|公证|鉴定|调解|援助|义务|监护|不作为|告(?:政府|派出所|街道|学校|公司|他们|医院|物业|城管)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the folded text between two marks."""

    start: int
    text: str


class Passage:
    """One text, folded once for all rules."""

    def __init__(self, text: str) -> None:
        self.original = text
        self._folded: Folded = fold(text)
        self.text = self._folded.text

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What stands between two marks, in order."""
        return tuple(Clause(match.start(), match.group()) for match in _CLAUSE.finditer(self.text))

    @cached_property
    def sentences(self) -> tuple[Clause, ...]:
        """The sentences, with the mark that ends them."""
        return tuple(Clause(match.start(), match.group()) for match in _SENTENCE.finditer(self.text))

    @cached_property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return _ASKS.search(self.text) is not None

    @cached_property
    def asks_about_law(self) -> bool:
        """Whether one sentence both asks something and speaks of law, rights or money owed."""
        return any(_ASKS.search(one.text) and _LEGAL.search(one.text) for one in self.sentences)

    @cached_property
    def speaks_of_law(self) -> bool:
        """Whether law, rights or money owed are spoken of at all."""
        return _LEGAL.search(self.text) is not None

    def spans(self, pattern: re.Pattern[str]) -> tuple[Span, ...]:
        """Where a pattern is found: spans of the text as typed."""
        return tuple(self.span(*match.span()) for match in pattern.finditer(self.text) if match.end() > match.start())

    def span(self, start: int, end: int) -> Span:
        """The span of the text as typed that a span of the folded text stands for."""
        return self._folded.original(start, end)

    def forms(self, forms: Iterable[Form]) -> Iterator[Span]:
        """Where lines in the little language of the wording rules are found: spans of the text as typed."""
        for form in forms:
            for start, character in enumerate(self.text):
                if character in form.firsts and (end := form.end_at(self.text, start)) > 0:
                    yield self.span(start, end)
                    break


def forms_of(lines: Iterable[str]) -> tuple[Form, ...]:
    """Lines made ready. Raises PatternError, which says in words what is wrong with a line."""
    return tuple(form_of(line) for line in lines)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
