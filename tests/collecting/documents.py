"""Invented feeds, sitemaps and pages."""

from __future__ import annotations

STORY = """<p>示范市司法局昨日在示范公园举办普法市集，邀请居民参加模拟法庭。</p>
<p>活动中，律师为居民解答了租房押金、试用期工资等问题，
并发放了示范手册。参加活动的居民说，这样的形式容易看懂，也容易记住。</p><p>据介绍，今年示范市还将举办十二场这样的活动。</p>
<p>（责任编辑：李示范）</p><script>alert(1)</script>"""


def rss(*items: tuple[str, str, str], head: str = "") -> str:
    """A feed of (address, title, HTML)."""
    stories = "".join(
        f"<item><title>{title}</title><link>{address}</link><pubDate>Fri, 20 Nov 2026 10:00:00 +0800</pubDate>"
        f"<author>news@example.test (王示范)</author><description><![CDATA[{text}]]></description></item>"
        for address, title, text in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel><title>示范法治报</title>'
        f"<link>http://news.example.test/</link><managingEditor>赵示范</managingEditor>{stories}</channel></rss>"
    )


def sitemap(*entries: tuple[str, str]) -> str:
    """A sitemap of (address, day)."""
    urls = "".join(f"<url><loc>{address}</loc><lastmod>{day}</lastmod></url>" for address, day in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def page(title: str, text: str = STORY, *, author: str = "王示范", day: str = "2026-11-20 10:00") -> str:
    """A page as public offices write them."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_示范市司法局</title>'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day}">'
        f'<meta name="ContentSource" content="示范法治报"><meta name="Author" content="{author}"></head>'
        f'<body><nav><p>首页 要闻 公告</p></nav><div class="TRS_Editor">{text}</div><footer><p>版权所有</p></footer></body></html>'
    )


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
"""A billion laughs, as the head of a document: &j; is ha a billion times over."""
