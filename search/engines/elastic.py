"""The Elasticsearch engine, through elasticsearch-dsl: the only module that imports it.

Two aliases, ``PREFIX-read`` and ``PREFIX-write``, point at a dated index; a rebuild fills a new one and moves both in one
step. Only features of the core server are used: no scripts, no plug-ins, no ``_reindex`` or ``_delete_by_query``.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, helpers
from elasticsearch_dsl import Q, Search
from elasticsearch_dsl.query import Query

from portal.common import clock
from search.documents import Document
from search.engines.base import (
    ENDED_UNDATED,
    Answer,
    DateBranch,
    EngineError,
    EngineUnavailable,
    Hit,
    Indexed,
    IndexMissing,
    date_branches,
    facet_counts,
    fields_of,
    from_stored,
    law_kinds,
)
from search.query import BODY, CONTEXT, NAME_SCORE, TITLE, Plan, Term

SEARCH_TIMEOUT = 1.2
"""Seconds a reader waits before the fallback is asked, which must have answered within 2 s of the question."""
WRITE_TIMEOUT = 60.0
FIELD_WEIGHTS = (("body", BODY), ("context", CONTEXT), ("title", TITLE))
_MOST_FACETS = 3000
_PAGE = 2000
_ABANDONED = timedelta(days=1)
_DATED = "%Y%m%d%H%M%S"

_KEYWORD = {"type": "keyword"}
_TOKENS = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys(("key", "source", "kind", "names", "facets", "end_reason"), _KEYWORD),
        **dict.fromkeys(("title", "context", "body"), _TOKENS),
        "valid_from": {"type": "integer"},
        "valid_to": {"type": "integer"},
        "digest": _STORED,
        "stored": _STORED,
    },
}


class ElasticEngine:
    """The engine of ``http://host:9200/PREFIX``."""

    name = "elasticsearch"

    def __init__(self, url: str, prefix: str = "fawang") -> None:
        self.url = url
        self.prefix = prefix
        self.read_alias, self.write_alias = f"{prefix}-read", f"{prefix}-write"
        self._clients: tuple[int, Elasticsearch] | None = None

    def search(self, plan: Plan) -> Answer:
        """Answer a plan."""
        with _failures():
            found = self._client.search(index=self.read_alias, **_request(plan))
        hits = tuple(
            Hit(hit["_id"], hit["_score"] or 0.0, from_stored(hit["_source"]["stored"]))
            for hit in found["hits"]["hits"][: plan.limit]
        )
        counts = found["aggregations"]
        facets = facet_counts(_buckets(counts["facets"]["values"]))
        for name, _values in plan.filters:
            facets[name] = facet_counts(_buckets(counts[f"facet-{name}"]["values"]), [name]).get(name, {})
        return Answer(hits, found["hits"]["total"]["value"], _buckets(counts["kinds"]["values"]), facets)

    def replace(self, source_keys: Sequence[str], documents: Iterable[Document]) -> None:
        """Make the index hold of these sources exactly these documents."""
        fields = [fields_of(document) for document in documents]
        new = {one["key"] for one in fields}
        with _failures():
            self._ensure_index()
            gone = [key for key in self._keys_of(source_keys) if key not in new]
            actions: list[dict[str, Any]] = [{"_op_type": "delete", "_id": key} for key in gone]
            actions += [{"_op_type": "index", "_id": one["key"], "_source": one} for one in fields]
            self._bulk(actions, self.write_alias, refresh=True, require_alias=True)

    def entries(self) -> Iterator[Indexed]:
        """Everything the index holds, as of one moment."""
        for hit in self._all(self.read_alias, {"match_all": {}}, ["key", "source", "digest"]):
            yield Indexed(hit["_source"]["key"], hit["_source"]["source"], hit["_source"]["digest"])

    @contextmanager
    def rebuild(self) -> Iterator[ElasticBuilder]:
        """Fill a new index aside; leaving the block without an exception moves both aliases to it in one step."""
        with _failures():
            self._delete_abandoned()
            index = self._create(building=True)
        try:
            yield ElasticBuilder(self, index)
            with _failures():
                self._finish(index)
                self._swap(index)
        except BaseException:
            with _failures():
                self._writer.indices.delete(index=index, ignore_unavailable=True)
            raise

    def count(self) -> int:
        """How many documents the index holds."""
        with _failures():
            return self._client.count(index=self.read_alias)["count"]

    @property
    def _client(self) -> Elasticsearch:
        """One client a process: connections are not carried over a fork."""
        if self._clients is None or self._clients[0] != os.getpid():
            client = Elasticsearch(self.url, request_timeout=SEARCH_TIMEOUT, max_retries=0, retry_on_timeout=False)
            self._clients = (os.getpid(), client)
        return self._clients[1]

    @property
    def _writer(self) -> Elasticsearch:
        return self._client.options(request_timeout=WRITE_TIMEOUT, max_retries=2, retry_on_timeout=True)

    def _bulk(self, actions: Iterable[dict[str, Any]], index: str, **options: Any) -> int:
        done = 0
        for is_done, result in helpers.streaming_bulk(
            self._writer, actions, index=index, chunk_size=500, raise_on_error=False, max_retries=3, **options
        ):
            outcome = next(iter(result.values()))
            if not is_done and outcome.get("status") != 404:
                raise EngineError(f"{outcome.get('_id')} was not indexed: {outcome.get('error')}")
            done += 1
        return done

    def _keys_of(self, source_keys: Sequence[str]) -> list[str]:
        query = {"terms": {"source": list(source_keys)}}
        return [hit["_id"] for hit in self._all(self.write_alias, query, False)]

    def _all(self, index: str, query: dict[str, Any], source: Any) -> Iterator[dict[str, Any]]:
        """Every hit of a query as of one moment: a point in time, read page by page."""
        with _failures():
            point = self._writer.open_point_in_time(index=index, keep_alive="2m")["id"]
        after: list[Any] | None = None
        try:
            while True:
                with _failures():
                    page = self._writer.search(
                        pit={"id": point, "keep_alive": "2m"},
                        query=query,
                        source=source,
                        size=_PAGE,
                        sort=["_shard_doc"],
                        search_after=after,
                        track_total_hits=False,
                    )
                point, hits = page["pit_id"], page["hits"]["hits"]
                if not hits:
                    return
                yield from hits
                after = hits[-1]["sort"]
        finally:
            with _failures():
                self._writer.close_point_in_time(id=point)

    def _create(self, *, building: bool) -> str:
        moment = clock.now().strftime(_DATED)
        index = f"{self.prefix}-{moment}-{secrets.token_hex(3)}"
        settings: dict[str, Any] = {"number_of_shards": 1}
        settings |= {"number_of_replicas": 0, "refresh_interval": "-1"} if building else {"auto_expand_replicas": "0-1"}
        self._writer.indices.create(index=index, settings=settings, mappings=MAPPING)
        return index

    def _ensure_index(self) -> None:
        """On a new server the first document makes the index; with aliases, or the server would guess a mapping."""
        if not self._writer.indices.exists_alias(name=self.write_alias):
            self._swap(self._create(building=False))

    def _finish(self, index: str) -> None:
        self._writer.indices.put_settings(
            index=index, settings={"refresh_interval": "1s", "auto_expand_replicas": "0-1"}
        )
        self._writer.indices.refresh(index=index)
        self._writer.cluster.health(index=index, wait_for_status="yellow", timeout="30s")

    def _swap(self, index: str) -> None:
        before = self._aliased()
        actions = [{"add": {"index": index, "alias": alias}} for alias in (self.read_alias, self.write_alias)]
        for old in before - {index}:
            # remove_index in the same step: an old index is gone the moment nobody asks it.
            actions.append({"remove_index": {"index": old}})
        self._writer.indices.update_aliases(actions=actions)

    def _aliased(self) -> set[str]:
        try:
            return set(self._writer.indices.get_alias(name=f"{self.read_alias},{self.write_alias}"))
        except NotFoundError:
            return set()

    def _delete_abandoned(self) -> None:
        """Delete what a killed rebuild left behind. A younger one may be at work."""
        aliased = self._aliased()
        for index in self._writer.indices.get(index=f"{self.prefix}-*", expand_wildcards="all"):
            dated = index.removeprefix(f"{self.prefix}-").split("-")[0]
            try:
                born = datetime.strptime(dated, _DATED).replace(tzinfo=UTC)
            except ValueError:
                continue
            if index not in aliased and clock.now() - born > _ABANDONED:
                self._writer.indices.delete(index=index, ignore_unavailable=True)


class ElasticBuilder:
    """An index being filled."""

    def __init__(self, engine: ElasticEngine, index: str) -> None:
        self._engine, self._index = engine, index

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many."""
        actions = ({"_id": one["key"], "_source": one} for one in map(fields_of, documents))
        with _failures():
            return self._engine._bulk(actions, self._index)


def _request(plan: Plan) -> dict[str, Any]:
    """The plan in the DSL. Kind and facets filter after the counting, so that each count lacks its own filter only."""
    search = Search().query(_query(plan)).source(["stored"]).extra(track_total_hits=True)
    search = search.sort({"_score": "desc"}, {"key": "asc"})[plan.offset : plan.offset + max(plan.limit, 1)]
    search = search.post_filter(Q("bool", filter=_choices(plan)))
    for label, field, choices in (
        ("kinds", "kind", _choices(plan.without_filter("kind"))),
        ("facets", "facets", _choices(plan)),
        *((f"facet-{name}", "facets", _choices(plan.without_filter(name))) for name, _values in plan.filters),
    ):
        search.aggs.bucket(label, "filter", filter=Q("bool", filter=choices)).bucket(
            "values", "terms", field=field, size=_MOST_FACETS
        )
    return {("from_" if key == "from" else key): value for key, value in _named(search.to_dict()).items()}


def _named(body: dict[str, Any]) -> dict[str, Any]:
    """The body's keys as the client's arguments."""
    renamed = {"_source": "source"}
    return {renamed.get(key, key): value for key, value in body.items()}


def _query(plan: Plan) -> Query:
    clauses = [_weighted("body", term, BODY) for term in plan.characters]
    clauses += [Q("constant_score", filter=Q("term", facets=facet), boost=weight) for facet, weight in plan.priors]
    excluded = [Q("terms", key=list(plan.excluded))] if plan.excluded else []
    return Q("bool", must=[_match(plan)], should=clauses, filter=[_dates(plan)], must_not=excluded)


def _match(plan: Plan) -> Query:
    groups = [_anywhere(term) for term in (*plan.terms, *plan.added)]
    words = Q("bool", should=groups, minimum_should_match=plan.at_least) if groups else Q("match_none")
    if not plan.name:
        return words
    named = Q("constant_score", filter=Q("term", names=plan.name), boost=NAME_SCORE)
    return Q("bool", should=[words, named], minimum_should_match=1)


def _anywhere(term: Term) -> Query:
    fields = [_weighted(field, term, weight) for field, weight in FIELD_WEIGHTS]
    return Q("bool", should=fields, minimum_should_match=1)


def _weighted(field: str, term: Term, weight: float) -> Query:
    return Q("term", **{field: {"value": term.token, "boost": weight * term.weight}})


def _choices(plan: Plan) -> list[Query]:
    chosen = [Q("term", kind=plan.kind)] if plan.kind else []
    return chosen + [Q("terms", facets=[f"{name}:{value}" for value in values]) for name, values in plan.filters]


def _dates(plan: Plan) -> Query:
    return Q("bool", should=[_branch(branch) for branch in date_branches(plan)], minimum_should_match=1)


def _branch(branch: DateBranch) -> Query:
    dates, filters, excluded = branch.dates, [], []
    if dates.from_at_most is not None:
        filters.append(Q("range", valid_from={"lte": dates.from_at_most}))
    if dates.from_after is not None:
        filters.append(Q("range", valid_from={"gt": dates.from_after}))
    if dates.to_after is not None:
        filters.append(Q("range", valid_to={"gt": dates.to_after}))
    if dates.ended is not None:
        over = [Q("range", valid_to={"lte": dates.ended}), Q("term", end_reason=ENDED_UNDATED)]
        filters.append(Q("bool", should=over, minimum_should_match=1))
    if dates.without_undated_repeals:
        excluded.append(Q("term", end_reason=ENDED_UNDATED))
    if branch.is_law is not None:
        (filters if branch.is_law else excluded).append(Q("terms", kind=law_kinds()))
    return Q("bool", filter=filters, must_not=excluded)


def _buckets(aggregation: Any) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}


@contextmanager
def _failures() -> Iterator[None]:
    """One name for each way a server fails."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing(f"Elasticsearch has no index: {error.message}") from error
    except BadRequestError as error:
        raise EngineError(f"Elasticsearch refused: {error}") from error
    except (TransportError, ApiError) as error:
        raise EngineUnavailable(f"Elasticsearch: {type(error).__name__}: {error}") from error
