"""Compiling ``locale/**/django.po`` without gettext: a bare machine has no msgfmt, so the compiled file is committed and
this makes it. Reads what our own catalogue uses of the format: comments, contexts, plurals, strings over several lines.
"""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")')


class CatalogueError(Exception):
    """The file is no catalogue; the message names the line."""


def read_catalogue(text: str) -> dict[str, str]:
    """Read a .po file: keys as the compiled file has them (context and plural joined in), empty translations left out."""
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    current = ""
    for number, raw in enumerate([*text.splitlines(), 'msgid ""'], start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = _KEYWORD.fullmatch(line)
        if found is None:
            if not (line.startswith('"') and current):
                raise CatalogueError(f"line {number}: {line[:60]}")
            entry[current] += _unquoted(line, number)
            continue
        keyword, index, words = found.groups()
        begins = keyword == "msgctxt" or (keyword == "msgid" and "msgid" in entry)
        if begins and "msgid" in entry:
            _keep(entry, messages)
            entry = {}
        current = f"{keyword}[{index}]" if index else keyword
        entry[current] = _unquoted(words, number)
    return messages


def compiled(messages: dict[str, str]) -> bytes:
    """Write the binary catalogue (GNU .mo, little endian, no hash table), sorted by key as its readers expect."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count = len(pairs)
    keys_at, values_at = 28, 28 + 8 * count
    offset = 28 + 16 * count
    keys_table: list[bytes] = []
    values_table: list[bytes] = []
    blob = b""
    for table, column in ((keys_table, 0), (values_table, 1)):
        for pair in pairs:
            table.append(struct.pack("<II", len(pair[column]), offset + len(blob)))
            blob += pair[column] + b"\x00"
    header = struct.pack("<IIIIIII", 0x950412DE, 0, count, keys_at, values_at, 0, offset)
    return header + b"".join(keys_table) + b"".join(values_table) + blob


def compile_file(source: Path) -> bytes:
    """Compile one .po file."""
    return compiled(read_catalogue(source.read_text(encoding="utf-8")))


def _keep(entry: dict[str, str], messages: dict[str, str]) -> None:
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if "msgid_plural" in entry:
        key += f"\x00{entry['msgid_plural']}"
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr[")]
        value = "\x00".join(forms)
    else:
        value = entry.get("msgstr", "")
    if value:
        messages[key] = value


def _unquoted(words: str, number: int) -> str:
    try:
        value = ast.literal_eval(words)
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(f"line {number}: {words[:60]}") from error
    return str(value)
