"""Bytes to text: what the header, the mark or the document itself says, from a short list of encodings."""

from __future__ import annotations

import codecs
import re

from cms.collecting.reading.found import Unreadable

_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w-]+)")
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def decoded(body: bytes, content_type: str = "") -> str:
    """Give the text of a document. Raises Unreadable for one that is none in the encodings known."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _tried(body, [name])
    said = [found.group(1) for found in [_CHARSET.search(content_type)] if found]
    said += [found.group(1).decode() for found in (_XML.match(body), _META.search(body[:4096])) if found]
    named = [_KNOWN[name.lower()] for name in said if name.lower() in _KNOWN]
    # Many pages say one thing and are the other of the two; anything can be read as cp1252, so it comes last.
    named = [name for name in named if name != "cp1252"] + ["utf-8", "gb18030"] + [n for n in named if n == "cp1252"]
    return _tried(body, list(dict.fromkeys(named)))


def _tried(body: bytes, names: list[str]) -> str:
    for name in names:
        try:
            return body.decode(name)
        except UnicodeError:
            continue
    raise Unreadable("读不出文字：编码不认识")
