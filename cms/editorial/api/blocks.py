"""Bodies as typed blocks: ``{"id", "type", "value"}``, the value a string, or an object with the parts of its type.

Another front end shows each type its own way; nothing in a value is ours to style. Running text is HTML with the few tags
of ``cms.core.blocks.PROSE``; its links are full paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from cms.core.models import CustomDocument, CustomImage
from cms.laws.cited_places import CitedPlace

PICTURE = "max-960x960|format-webp"
"""The size that API and pages show pictures in."""

_WORDS = {"type": "string"}
_OPTIONAL_URL = {"type": "string", "format": "uri-reference"}
PICTURE_SCHEMA = {
    "type": "object",
    "required": ["url", "width", "height", "alt"],
    "properties": {"url": _OPTIONAL_URL, "width": {"type": "integer"}, "height": {"type": "integer"}, "alt": _WORDS},
}
FILE_SCHEMA = {
    "type": "object",
    "required": ["title", "url", "size", "extension"],
    "properties": {
        "title": _WORDS,
        "url": _OPTIONAL_URL,
        "size": {"type": "integer", "nullable": True, "description": "Bytes."},
        "extension": _WORDS,
    },
}
_VALUES: dict[str, dict[str, Any]] = {
    "heading": _WORDS,
    "prose": {"type": "string", "description": "HTML."},
    "figure": {
        "type": "object",
        "required": ["image", "caption"],
        "properties": {"image": {**PICTURE_SCHEMA, "nullable": True}, "caption": _WORDS},
    },
    "file": {"type": "object", "required": ["document"], "properties": {"document": {**FILE_SCHEMA, "nullable": True}}},
    "quote": {"type": "object", "required": ["words", "speaker"], "properties": {"words": _WORDS, "speaker": _WORDS}},
    "note": {"type": "object", "required": ["words"], "properties": {"words": _WORDS}},
    "citation": {
        "type": "object",
        "required": ["instrument", "locator", "read_on", "title", "url"],
        "properties": dict.fromkeys(("instrument", "locator", "read_on", "digest", "title", "url", "known"), _WORDS),
    },
    "step": {"type": "object", "required": ["title", "text"], "properties": {"title": _WORDS, "text": _WORDS}},
    "material": {
        "type": "object",
        "required": ["name", "note", "is_optional"],
        "properties": {"name": _WORDS, "note": _WORDS, "is_optional": {"type": "boolean"}},
    },
}


def blocks_schema(types: Iterable[str]) -> dict[str, Any]:
    """Describe a body that may hold blocks of these types."""
    shapes = [
        {
            "type": "object",
            "required": ["id", "type", "value"],
            "properties": {
                "id": {"type": "string"},
                "type": {"type": "string", "enum": [name]},
                "value": _VALUES[name],
            },
        }
        for name in types
    ]
    return {"type": "array", "items": {"oneOf": shapes} if len(shapes) > 1 else shapes[0]}


def typed_blocks(stream: StreamValue) -> list[dict[str, Any]]:
    """Give the blocks of a body; its pictures' sizes are asked for together (one query, two where one is made anew)."""
    blocks = list(stream)
    pictures = pictures_of(
        block.value["image"] for block in blocks if block.block_type == "figure" and block.value["image"]
    )
    return [
        {"id": block.id or "", "type": block.block_type, "value": _shown(block.block_type, block.value, pictures)}
        for block in blocks
    ]


def html_of(source: str) -> str:
    """Give stored rich text as HTML another front end can show."""
    return expand_db_html(source) if source else ""


def pictures_of(images: Iterable[CustomImage]) -> dict[int, dict[str, Any]]:
    """Give what is shown of each image, by its key."""
    images = list({image.pk: image for image in images}.values())
    if not images:
        return {}
    renditions = CustomImage.get_rendition_model().objects.filter(
        image__in=[image.pk for image in images], filter_spec=PICTURE, focal_point_key=""
    )
    made = {rendition.image_id: rendition for rendition in renditions}
    return {image.pk: picture(image, made.get(image.pk)) for image in images}


def picture(image: CustomImage, rendition: Any = None) -> dict[str, Any]:
    """Give address, size and alternative text of a picture."""
    rendition = rendition or image.get_rendition(PICTURE)
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.description or "",
    }


def file(document: CustomDocument) -> dict[str, Any]:
    """Give title, address, size and kind of a file to download."""
    return {
        "title": document.title,
        "url": document.url,
        "size": document.file_size,
        "extension": document.file_extension.lower(),
    }


def _shown(kind: str, value: Any, pictures: Mapping[int, dict[str, Any]]) -> Any:
    show = _SHOWN.get(kind)
    return show(value, pictures) if show else value


_SHOWN: dict[str, Callable[[Any, Mapping[int, dict[str, Any]]], Any]] = {
    "heading": lambda value, _: str(value),
    "prose": lambda value, _: html_of(value.source if isinstance(value, RichText) else str(value)),
    "figure": lambda value, pictures: {
        "image": pictures.get(value["image"].pk) if value["image"] else None,
        "caption": value.get("caption") or "",
    },
    "file": lambda value, _: {"document": file(value["document"]) if value["document"] else None},
    "quote": lambda value, _: {"words": value["words"], "speaker": value.get("speaker") or ""},
    "note": lambda value, _: {"words": value["words"]},
    "citation": lambda value, _: (
        {**value.as_json(), "title": value.words, "url": value.url} if isinstance(value, CitedPlace) else {}
    ),
    "step": lambda value, _: {"title": value["title"], "text": value.get("text") or ""},
    "material": lambda value, _: {
        "name": value["name"],
        "note": value.get("note") or "",
        "is_optional": bool(value.get("is_optional")),
    },
}
