"""Sources and collected news of the demo: invented, and they say so. Nothing is ever fetched for it: the one source that
could be is not approved, and its address is none (``.example`` belongs to nobody)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cms.collecting.models import Outcome, Source, SourceKind, Way
from cms.collecting.reading.found import Found
from cms.collecting.services.checking import begin_check, end_check
from cms.collecting.services.sorting import sort_in

DAY = timedelta(days=1)
MONTH = 720
"""Hours."""
_MARKET = (
    "示范市司法局昨日在示范公园举办普法市集，邀请居民参加模拟法庭。活动中，律师为居民解答了租房押金、试用期工资等问题，并发放了示范手册。\n"
    "参加活动的居民说，这样的形式容易看懂，也容易记住。据介绍，今年示范市还将举办十二场这样的活动。\n（示范文本，内容是编写的。责任编辑：李示范）"
)
_STORIES = (
    Found(
        "https://news.example/2026/11/market.html",
        "示范公园普法市集开市，居民当场问押金怎么退（示范）",
        author="王示范",
        editor="李示范",
        text=_MARKET,
    ),
    Found(
        "https://news.example/2026/11/market-2.html",
        "普法市集走进示范公园（示范）",
        author="赵示范",
        editor="李示范",
        text=_MARKET.replace("昨日", "11月20日").replace("十二场", "多场"),
    ),
    Found(
        "https://news.example/2026/11/noise.html",
        "示范区法院公开审理一起邻里噪音案（示范）",
        author="王示范",
        editor="周示范",
        text="示范区法院近日公开审理一起邻里噪音案，居民代表到场旁听。法官在庭后解答了提问，并提醒：有矛盾可以先找人民调解委员会，"
        "调解不收费。\n（示范文本，内容是编写的。责任编辑：周示范）",
    ),
)


def seed_collecting(moment: datetime) -> None:
    """Make sure of the demo's sources and the stories that wait; a second call changes nothing."""
    if Source.objects.exists():
        return
    looked_at = (
        ("示范市司法局机构名录（示范）", SourceKind.INSTITUTION, 3),
        ("示范市司法局执业人员名录（示范）", SourceKind.PRACTITIONER, 3),
        ("示范市律师协会行业处分通报（示范）", SourceKind.PENALTY, 41),
        ("示范典型案例发布页（示范）", SourceKind.TYPICAL_CASE, 12),
        ("示范法律知识问答汇编（示范）", SourceKind.KNOWLEDGE_QA, 6),
    )
    for name, kind, days in looked_at:
        source = Source(kind=kind, way=Way.HAND, name=name, address="https://office.example/", interval_hours=MONTH)
        source.save()
        then = moment - days * DAY
        end_check(begin_check(source, moment=then), Outcome.UNCHANGED, moment=then, words="与来源一致（示范）")
    news = Source(
        kind=SourceKind.NEWS,
        way=Way.FEED,
        name="示范法治报（示范，不会采集）",
        address="https://news.example/feed.xml",
        source_name="示范法治报",
        interval_hours=24,
    )
    news.save()
    check = begin_check(news, moment=moment)
    stories = [replace(story, published_at=moment - DAY) for story in _STORIES]
    found = sort_in(news, stories, moment=moment)
    end_check(check, Outcome.NEW, moment=moment, counts=found.counts, report={"new": found.titles})
