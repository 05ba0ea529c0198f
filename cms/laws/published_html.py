"""The one place where stored HTML of a law is trusted.

``RenderedPart.html`` is written by ``cms.laws.rendering`` alone, which escapes every word of the text; what is added here
is escaped here. No template marks anything of a law safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.laws.locators import anchor_of, is_locator
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


def article_links(pages: Mapping[str, Sequence[str]]) -> SafeString:
    """Give article numbers as links, each carrying the id of its article, so that ``/laws/SLUG/#art-577`` lands on what
    leads there; ``pages`` leads from a page of the law to the locators on it. There may be a thousand: no template is
    asked for each."""
    items = []
    for page, locators in pages.items():
        for locator in locators:
            if is_locator(locator):  # letters, digits and hyphens: nothing to escape
                anchor = anchor_of(locator)
                items.append(f'<li><a id="{anchor}" href="{page}#{anchor}">{_short(locator)}</a></li>')
    return mark_safe("".join(items))  # noqa: S308 - locators checked above; pages are addresses of ours


def _mark(address: str | None) -> str:
    if not address:
        return ""
    return format_html(' <a class="law-changed" href="{}">{}</a>', address, _("条文有变动"))


def _short(locator: str) -> str:
    """Write an article's locator as briefly as can be: ``133-1`` → 133之一."""
    last = locator.rsplit("art-", 1)[-1].split("~")[0]
    number, *inserted = last.split("-")
    return number + "".join(f"之{to_chinese(int(part))}" for part in inserted if part.isdigit())
