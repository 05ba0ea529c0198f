"""All words of a page, and where they stand; nothing that is no words."""

from __future__ import annotations

import pytest
from wagtail import blocks

from cms.core.models import HomePage, StandardPage
from cms.core.page_text import Passage, _of_block, page_text, plain_text
from cms.laws.citation_block import CitationBlock

pytestmark = pytest.mark.django_db


def test_rich_text_becomes_paragraphs_and_no_word_is_torn_by_its_markup():
    html = "<h2>标题</h2><p>包<b>赢</b>官<i>司</i>&amp;<br/>下一行</p><ul><li>一</li><li>二</li></ul>"
    assert plain_text(html) == "标题\n\n包赢官司&\n下一行\n\n一\n\n二"


def test_a_page_gives_title_search_fields_and_body_and_no_addresses():
    page = StandardPage(title="示范", slug="shi-fan", seo_title="搜索标题", search_description="", body="<p>正文</p>")
    assert [(passage.path, passage.text) for passage in page_text(page)] == [
        ("title", "示范"),
        ("seo_title", "搜索标题"),
        ("body", "正文"),
    ]
    assert next(passage.label for passage in page_text(page) if passage.path == "body") == "正文"


def test_short_texts_of_a_page_are_passages_too():
    assert "一句话" in [passage.text for passage in page_text(HomePage(title="首页", introduction="一句话"))]


class Row(blocks.StructBlock):
    name = blocks.CharBlock(label="名称")
    link = blocks.URLBlock(required=False)
    kind = blocks.ChoiceBlock(choices=[("a", "甲")], required=False)
    steps = blocks.ListBlock(blocks.TextBlock(), label="步骤")
    inner = blocks.StreamBlock([("prose", blocks.RichTextBlock(label="段落"))], label="更多")


STREAM = blocks.StreamBlock(
    [("row", Row(label="事项")), ("prose", blocks.RichTextBlock()), ("number", blocks.IntegerBlock()),
     ("raw", blocks.RawHTMLBlock()), ("citation", CitationBlock())]
)  # fmt: skip


def test_blocks_are_gone_through_to_the_innermost_and_citations_are_no_words():
    row = {
        "name": "申请",
        "link": "https://example.org/包赢",
        "kind": "a",
        "steps": ["第一步", "第二步"],
        "inner": [{"type": "prose", "value": "<p>里面</p>"}],
    }
    value = STREAM.to_python(
        [
            {"type": "row", "value": row},
            {"type": "prose", "value": "<p>段<b>落</b></p>"},
            {"type": "number", "value": 7},
            {"type": "raw", "value": "<div>原样</div>"},
            {"type": "citation", "value": {"slug": "mfd", "locator": "39", "title": "示范法"}},
        ]
    )
    assert list(_of_block(STREAM, value, "body", "正文")) == [
        Passage("body.1.name", "正文 › 第 1 块“事项” › 名称", "申请"),
        Passage("body.1.steps.1", "正文 › 第 1 块“事项” › 步骤 › 第 1 项", "第一步"),
        Passage("body.1.steps.2", "正文 › 第 1 块“事项” › 步骤 › 第 2 项", "第二步"),
        Passage("body.1.inner.1", "正文 › 第 1 块“事项” › 更多 › 第 1 块“段落”", "里面"),
        Passage("body.2", "正文 › 第 2 块“Prose”", "段落"),
        Passage("body.4", "正文 › 第 4 块“Raw”", "原样"),
    ]
