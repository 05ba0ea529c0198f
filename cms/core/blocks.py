"""Blocks that editorial pages share. Each has one meaning, so that another front end can show it its own way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PROSE = ("bold", "ol", "ul", "link", "document-link")
"""What running text may hold: no pictures, no embedded things, no headings (they are blocks of their own)."""


class HeadingBlock(blocks.CharBlock):
    """A heading within the page."""

    class Meta:
        icon = "title"
        label = _("小标题")
        max_length = 60
        template = "core/blocks/heading.html"


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": list(PROSE), **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("正文")
        template = "core/blocks/prose.html"


class FigureBlock(blocks.StructBlock):
    """A picture with what it says. Its alternative text is the image's own description."""

    image = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图片说明"), required=False, max_length=200, help_text=_("显示在图片下面。"))

    class Meta:
        icon = "image"
        label = _("图片")
        template = "core/blocks/figure.html"


class FileBlock(blocks.StructBlock):
    """A file to download, shown with its title, kind and size."""

    document = DocumentChooserBlock(label=_("文件"))

    class Meta:
        icon = "doc-full"
        label = _("附件下载")
        template = "core/blocks/file.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else."""

    words = blocks.TextBlock(label=_("引文"), rows=3)
    speaker = blocks.CharBlock(label=_("出自"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("引文")
        template = "core/blocks/quote.html"


class NoteBlock(blocks.StructBlock):
    """Something to mind: set apart from the running text."""

    words = blocks.TextBlock(label=_("内容"), rows=2)

    class Meta:
        icon = "warning"
        label = _("提示")
        template = "core/blocks/note.html"


BODY: tuple[tuple[str, blocks.Block], ...] = (
    ("heading", HeadingBlock()),
    ("prose", ProseBlock()),
    ("figure", FigureBlock()),
    ("file", FileBlock()),
    ("quote", QuoteBlock()),
    ("note", NoteBlock()),
)
"""What the body of every editorial page may hold."""
