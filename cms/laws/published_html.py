"""The one place where stored HTML of a law is trusted.

``RenderedPart.html`` is written by ``cms.laws.rendering`` alone, which escapes every word of the text; what is added here
is escaped here. No template marks anything of a law safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.laws.locators import anchor_of, is_locator
from cms.laws.tables import table_html
from portal.common.numbering import to_chinese

_ARTICLE = re.compile(
    r'<article id="([^"]+)" class="law-article[^"]*"><p class="law-article__number">.*?(?=</p>)', re.S
)


def trusted(htmls: Iterable[str], changed: Mapping[str, str]) -> SafeString:
    """Give stored parts as one piece of a page; ``changed`` leads from the anchor of each article whose wording is not that
    of the other text to its place in the comparison."""
    html = "".join(htmls)
    if changed:
        html = _ARTICLE.sub(lambda found: found[0] + _mark(changed.get(found[1])), html)
    return mark_safe(html)  # noqa: S308 - escaped by cms.laws.rendering


@dataclass(frozen=True, slots=True)
class IndexSection:
    """A division in the list of all articles of a split law: where it is, and the locators of its articles by page."""

    title: str
    url: str
    anchor: str
    depth: int
    articles: Mapping[str, Sequence[str]]


def index_html(sections: Iterable[IndexSection]) -> SafeString:
    """Give the list of all divisions and articles as links, each carrying the id of its place, so that
    ``/laws/SLUG/#art-577`` lands on what leads there. There may be a thousand: no template is asked for each."""
    return mark_safe("".join(_section(section) for section in sections))  # noqa: S308 - escaped piece by piece


def cited_table(text: str, anchor: str) -> SafeString | None:
    """Give the HTML of what is a table, read and escaped anew; None for what is none."""
    return mark_safe(table_html(text, anchor)) if text[:1] in "|<" and table_html(text, anchor) else None  # noqa: S308 - escaped by cms.laws.tables


def _section(section: IndexSection) -> str:
    title = escape(section.title)
    own_id = f' id="{escape(section.anchor)}"' if section.anchor else ""
    html = (
        f'<div class="law-index-section law-index-depth-{section.depth:d}">'
        f'<p class="law-index-title"><a{own_id} href="{escape(section.url)}">{title}</a></p>'
    )
    links = "".join(link for page, locators in section.articles.items() for link in _links(escape(page), locators))
    articles = f'<ol class="law-index-articles" aria-label="{title}">{links}</ol>' if links else ""
    return f"{html}{articles}</div>"


def _links(page: str, locators: Iterable[str]) -> Iterator[str]:
    for locator in locators:
        # Letters, digits and hyphens: nothing to escape.
        if is_locator(locator):
            anchor = anchor_of(locator)
            yield f'<li><a id="{anchor}" href="{page}#{anchor}">{_short(locator)}</a></li>'


def _mark(address: str | None) -> str:
    if not address:
        return ""
    return format_html(' <a class="law-changed" href="{}">{}</a>', address, _("条文有变动"))


def _short(locator: str) -> str:
    """Write an article's locator as briefly as can be: ``133-1`` → 133之一."""
    last = locator.rsplit("art-", 1)[-1].split("~")[0]
    if last.isdigit():
        return last
    number, *inserted = last.split("-")
    return number + "".join(f"之{to_chinese(int(part))}" for part in inserted if part.isdigit())
