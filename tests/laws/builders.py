"""Invented laws for the tests of the law library: as short as the rule they show allows."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cms.laws.models import Instrument, InstrumentVersion
from cms.laws.services.publishing import publish
from portal.common.numbering import article_label

COLUMNS = ("path", "title", "level", "category", "region", "published", "effective", "repealed")

TEXT = """# 示范园林法

2020年1月2日 示范大会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了示范，制定本法。

第二条 园林应当对公众开放。

有下列情形之一的，可以关闭：

（一）树木修剪；

（二）积水未退。

## 第二章 附则

第三条 本法自2020年5月1日起施行。
"""


def law_text(title: str, articles: Mapping[int, str] | list[str], head: str = "") -> str:
    """Write a law of one paragraph an article."""
    numbered = articles if isinstance(articles, Mapping) else dict(enumerate(articles, 1))
    body = "\n\n".join(f"{article_label(number)} {words}" for number, words in numbered.items())
    return f"# {title}\n\n{head}\n\n<!-- INFO END -->\n\n{body}\n"


def instrument(title: str = "示范园林法", level: str = "law", **values: Any) -> Instrument:
    """Save an instrument without texts."""
    made = Instrument(title=title, level=level, **values)
    made.save()
    return made


def published(
    of: Instrument, text: str = TEXT, effective_on: date | None = date(2020, 5, 1), **values: Any
) -> InstrumentVersion:
    """Publish a text of an instrument the way an editor's button does."""
    return publish(InstrumentVersion(instrument=of, source_text=text, effective_on=effective_on, **values))


def manifest_folder(folder: Path, rows: list[dict[str, str]], texts: Mapping[str, str | bytes]) -> Path:
    """Write a manifest folder: rows (columns left out are empty) and files."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow({column: row.get(column, "") for column in COLUMNS})
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
