"""The columns of each kind of page: their names (the glossary's identifiers) and the words that stand for them as the heading
of a column or of a section of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cms.editorial.importers import cells
from cms.editorial.importers.cells import Read
from cms.editorial.institution_notice import NoticeKind
from cms.editorial.service_guide import ServiceKind

_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．部]分?|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])"
)
_AROUND = "【】[]〔〕《》#*：:。.　 "


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``is_text`` is running text, which a section of a Markdown or Word file may hold; ``is_field`` names a field of
    the page, other columns are read by ``checking``. ``label`` is what a heading that stands alone needs no mention of."""

    name: str
    headings: tuple[str, ...]
    read: Read
    is_text: bool = False
    is_field: bool = True


def _text(name: str, read: Read, *headings: str, is_field: bool = True) -> Column:
    return Column(name, headings, read, is_text=True, is_field=is_field)


def _helper(name: str, *headings: str) -> Column:
    return Column(name, headings, cells.words, is_field=False)


ABOUT: tuple[Column, ...] = (
    _helper("id", "编号", "序号"),
    Column("title", ("标题", "题目", "案例名称"), cells.line(255)),
    Column("summary", ("摘要",), cells.line(300)),
    _helper("topics", "专题"),
    _helper("keywords", "关键词", "关键字"),
    _helper("category", "类别", "分类"),
    _helper("articles", "引用条文", "法律依据", "依据"),
    Column("source_name", ("来源",), cells.line(200)),
    Column("source_url", ("来源网址", "原文网址"), cells.address),
    Column("author_name", ("作者",), cells.line(120)),
    Column("reviewer_name", ("审核人",), cells.line(120)),
    Column("last_reviewed_on", ("最近审核日期",), cells.day),
    Column("review_due_on", ("下次复核日期",), cells.day),
    Column("published_on", ("发布日期",), cells.day, is_field=False),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "knowledge_qa": (
        *ABOUT,
        _text("question", cells.lines(2000), "问题", "问题详情", "提问", "咨询内容"),
        _text("short_answer", cells.rich, "简短回答", "结论"),
        _text("answer", cells.words, "答案", "回答", "答复", "解答", "答", is_field=False),
        _text("detail", cells.stream, "详细说明", "详细解答", "分析", "法律分析"),
        _text("next_steps", cells.rich, "下一步怎么做", "下一步", "建议"),
    ),
    "typical_case": (
        *ABOUT,
        Column("court", ("审理法院或者办理机关", "审理法院", "办理机关", "法院"), cells.line(120)),
        Column("case_number", ("案号",), cells.line(120)),
        Column("decided_on", ("裁判日期", "判决日期"), cells.day),
        Column("is_guiding", ("指导性案例", "是否指导性案例"), cells.yes_or_no),
        Column("guiding_number", ("指导性案例编号",), cells.line(40)),
        _text("text", cells.words, "全文", "内容", "正文", is_field=False),
        _text("facts", cells.rich, "基本案情", "简要案情", "案情回顾", "案情简介", "案情", "案件事实", "基本事实"),
        _text("ruling", cells.rich, "裁判结果", "处理结果", "判决结果", "裁决结果", "审理结果", "法院裁判", "办理结果"),
        _text("reasoning", cells.rich, "裁判理由", "判决理由", "案例分析", "法院认为", "裁决理由"),
        _text(
            "rule_drawn",
            cells.rich,
            "裁判要旨（典型意义）",
            "裁判要旨",
            "裁判要点",
            "典型意义",
            "指导意义",
            "法官解读",
            "法官说法",
            "适用解析",
            "专家点评",
        ),
    ),
    "expert_reading": (
        *ABOUT,
        _helper("instruments", "解读的法律法规"),
        _text("body", cells.stream, "正文", "内容"),
    ),
    "news_article": (
        *ABOUT,
        Column("original_title", ("原标题",), cells.line(300)),
        Column("original_author", ("原作者",), cells.line(120)),
        Column("original_editor", ("原责任编辑", "责任编辑"), cells.line(120)),
        Column("original_published_on", ("原发布日期",), cells.day),
        _text("body", cells.stream, "正文", "内容"),
    ),
    "service_guide": (
        *ABOUT,
        Column("service_kind", ("服务类别",), cells.choice(ServiceKind)),
        _text("purpose", cells.rich, "能办什么"),
        _text("eligibility", cells.rich, "谁可以办"),
        _text("conditions", cells.rich, "办理条件"),
        _text("materials", cells.materials, "需要的材料", "材料"),
        _text("steps", cells.steps, "办理步骤", "步骤"),
        _text("duration", cells.line(200), "多长时间", "办理时限"),
        _text("fee", cells.line(300), "收费", "收费标准"),
        _text("place", cells.rich, "在哪里办", "办理地点"),
        Column("online_url", ("官方网上办理入口", "网上办理入口"), cells.address),
        Column("online_label", ("入口名称",), cells.line(80)),
        _text("remedies", cells.rich, "被拒绝了怎么办", "救济途径"),
    ),
    "institution_notice": (
        *ABOUT,
        _helper("institution", "发布机构"),
        Column("notice_kind", ("类型",), cells.choice(NoticeKind)),
        Column("holds_until", ("有效期至",), cells.day),
        _text("body", cells.stream, "正文", "内容"),
    ),
}
REST = {
    "knowledge_qa": "answer",
    "typical_case": "facts",
    "expert_reading": "body",
    "news_article": "body",
    "service_guide": "purpose",
    "institution_notice": "body",
}
"""Where running text goes that stands under no heading we know."""
ARTICLES = frozenset(
    {"相关法条", "司法解释相关法条", "司法解释相关条文", "法条链接", "关联法条", "相关法律规定", "相关条文"}
)
"""Headings of sections that name articles, often with their words."""


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by name."""
    return {column.name: column for column in COLUMNS[kind]}


@cache
def by_heading(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by every word that stands for them."""
    return {bare(word): column for column in COLUMNS[kind] for word in (column.name, *column.headings)}


def bare(heading: str) -> str:
    """A heading as it is compared: 一、【基本案情】： → 基本案情."""
    plain = "".join(heading.split()).strip(_AROUND)
    return _NUMBERING.sub("", plain).strip(_AROUND).lower()


def label_of(kind: str, column: Column) -> str:
    """What a person calls a column."""
    return column.headings[0] if column.headings else column.name
