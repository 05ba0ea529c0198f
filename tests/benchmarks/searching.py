"""Search: rebuilding, the page's own share of CPU, growth with the number of articles, both engines on real questions."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import Client
from elasticsearch import Elasticsearch, helpers

from portal.common import clock
from search import engines, indexing
from search.documents import Document
from search.engines.base import Engine, fields_of
from search.engines.elastic import MAPPING
from search.query import make_plan
from tests.benchmarks.figures import Figure, at_least, at_most, count
from tests.benchmarks.measure import manage, paired_ratio, wall_seconds

WORDS = (
    "试用期被辞退",
    "租赁合同押金不退",
    "拖欠工资怎么办",
    "离婚后孩子抚养费",
    "工伤认定",
    "交通事故赔偿",
    "欠钱不还",
    "加班费",
)
QUESTIONS = "questions/dev.jsonl"
RAW_INDEX = "fawang-bench-raw"


def figures(work: Path, environment: Mapping[str, str], root: Path, elastic_url: str) -> Iterator[Figure]:
    """All search figures on the database and index that importing left; ``elastic_url`` is "" without a server."""
    today = clock.today()
    yield _rebuild()
    yield from _page_share()
    yield _growth("embedded", engines.primary(), engines.engine_at(f"embedded://{work / 'tenth'}"), today)
    yield from _relevance("embedded", environment, root)
    if not elastic_url:
        yield Figure("everything about Elasticsearch", "", "not measured", None, "no server: make services")
        return
    elastic = engines.engine_at(f"{elastic_url}/bench")
    yield _bulk_rate(elastic, elastic_url)
    yield _growth("elasticsearch", elastic, engines.engine_at(f"{elastic_url}/bench-tenth"), today)
    yield from _relevance("elasticsearch", {**environment, "SEARCH_URL": f"{elastic_url}/bench"}, root)


def _rebuild() -> Figure:
    seconds = wall_seconds(lambda: indexing.rebuild("search.primary"))
    return at_most(
        "index rebuild, embedded, all documents", seconds, 60, " s", f"{engines.primary().count()} documents"
    )


def _page_share() -> Iterator[Figure]:
    client = Client()
    engine = engines.primary()
    spent = 0.0
    original = type(engine).search

    def timed(self: Engine, plan: Any) -> Any:
        nonlocal spent
        start = time.process_time()
        try:
            return original(self, plan)
        finally:
            spent += time.process_time() - start

    client.get("/search/", {"q": WORDS[0]})
    own = []
    with mock.patch.object(type(engine), "search", timed):
        for word in WORDS * 4:
            spent, start = 0.0, time.process_time()
            assert client.get("/search/", {"q": word}).status_code == 200
            own.append(time.process_time() - start - spent)
    median = sorted(own)[len(own) // 2] * 1000
    yield at_most("search view minus engine time, CPU, median", median, 10, " ms", form="{:.1f}".format)


def _growth(name: str, whole: Engine, tenth: Engine, today: date) -> Figure:
    keys = list(indexing.all_source_keys())
    with tenth.rebuild() as builder:
        builder.add(indexing.documents_of(keys[::10]))
    plans = [make_plan(word, today=today) for word in WORDS]

    def ask(engine: Engine) -> None:
        for plan in plans:
            engine.search(plan)

    ratio, all_of_it, part = paired_ratio(lambda: ask(whole), lambda: ask(tenth), rounds=15, clock=wall_seconds)
    each = f"{all_of_it / len(plans) * 1000:.1f} and {part / len(plans) * 1000:.1f} ms a search"
    return at_most(f"search at all articles against a tenth, {name}", ratio, 1.5, "×", each)


def _bulk_rate(engine: Engine, url: str) -> Figure:
    """Our rebuild against raw bulk of the same documents; reading the database is in neither, segmentation in both."""
    documents = list(islice(_all_documents(), 20_000))

    def ours() -> None:
        with engine.rebuild() as builder:
            builder.add(documents)

    client = Elasticsearch(url, request_timeout=60)

    def raw() -> None:
        client.options(ignore_status=404).indices.delete(index=RAW_INDEX)
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
        client.indices.create(index=RAW_INDEX, mappings=MAPPING, settings=settings)
        fields = (fields_of(document) for document in documents)
        helpers.bulk(client, ({"_index": RAW_INDEX, "_id": one["key"], "_source": one} for one in fields))
        client.indices.refresh(index=RAW_INDEX)

    ratio, theirs, mine = paired_ratio(raw, ours, rounds=3, clock=wall_seconds)
    client.indices.delete(index=RAW_INDEX)
    with engine.rebuild() as builder:
        builder.add(_all_documents())
    rates = f"{len(documents) / mine:.0f} and {len(documents) / theirs:.0f} documents/s"
    return at_least("index rebuild, Elasticsearch, documents/s against raw bulk", ratio, 0.7, "×", rates)


def _all_documents() -> Iterable[Document]:
    keys = iter(list(indexing.all_source_keys()))
    while batch := list(islice(keys, 50)):
        yield from indexing.documents_of(batch)


def _relevance(name: str, environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    corpus = os.environ.get("FAWANG_CORPUS", "")
    questions = Path(corpus).parent / QUESTIONS if corpus else None
    if questions is None or not questions.is_file():
        yield Figure(f"relevance, {name}", "", "not measured", None, "FAWANG_CORPUS has no questions beside it")
        return
    output = manage(["evaluate_search", str(questions), "--json"], environment, root).output
    scores = json.loads(output[output.index("{") :])
    for key, target in (("r_at_10", 0.45), ("r_at_100", 0.65), ("mrr_at_10", 0.38)):
        yield at_least(f"{key}, {name}", scores[key], target, note=f"{count(scores['n'])} questions")
