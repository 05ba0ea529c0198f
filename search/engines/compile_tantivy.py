"""A plan as tantivy's query. The meaning is written on ``search.query.Plan``; ``elastic`` says the same in its DSL."""

from __future__ import annotations

import tantivy

from search.engines.base import ENDED_UNDATED, DateBranch, date_branches, law_kinds
from search.query import BODY, CONTEXT, NAME_SCORE, TITLE, Plan, Term

FIELD_WEIGHTS = (("body", BODY), ("context", CONTEXT), ("title", TITLE))

_must, _should, _must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Query = tantivy.Query


def schema() -> tantivy.Schema:
    """The schema of the embedded index; its hash names the folder, so a changed one never meets an old index."""
    builder = tantivy.SchemaBuilder()
    for name in ("key", "source", "end_reason", "names"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "facets"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("title", "context", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("valid_from", "valid_to"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("digest", "stored"):
        builder.add_bytes_field(name, stored=True, indexed=False)
    return builder.build()


SCHEMA = schema()
SCHEMA_NAME = "1;raw:key,source,end_reason,names;fast:kind,facets;freq:title,context,body;int:valid;bytes:digest,stored"


def scored_query(plan: Plan) -> tantivy.Query:
    """What ranks: the match, the single characters, the priors, behind all filters."""
    clauses = [(_must, _match(plan))]
    clauses += [(_should, _weighted("body", term, BODY)) for term in plan.characters]
    clauses += [(_should, _Query.const_score_query(_keyword("facets", facet), weight)) for facet, weight in plan.priors]
    return _Query.boolean_query(clauses + _filters(plan))


def counting_query(plan: Plan) -> tantivy.Query:
    """What counts: the same hits, without what only ranks them."""
    return _Query.boolean_query([(_must, _match(plan)), *_filters(plan)])


def source_query(source_keys: list[str]) -> tantivy.Query:
    """Everything made from these sources."""
    return _Query.term_set_query(SCHEMA, "source", source_keys)


def _match(plan: Plan) -> tantivy.Query:
    groups = [(_should, _anywhere(term)) for term in (*plan.terms, *plan.added)]
    words = _Query.boolean_query(groups, minimum_number_should_match=plan.at_least) if groups else _Query.empty_query()
    if not plan.name:
        return words
    named = _Query.const_score_query(_keyword("names", plan.name), NAME_SCORE)
    return _Query.boolean_query([(_should, words), (_should, named)])


def _anywhere(term: Term) -> tantivy.Query:
    return _Query.boolean_query([(_should, _weighted(field, term, weight)) for field, weight in FIELD_WEIGHTS])


def _weighted(field: str, term: Term, weight: float) -> tantivy.Query:
    query = _Query.term_query(SCHEMA, field, term.token, index_option="freq")
    return _Query.boost_query(query, weight * term.weight)


def _keyword(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, index_option="basic")


def _filters(plan: Plan) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    kept = []
    if plan.kind:
        kept.append(_keyword("kind", plan.kind))
    for name, values in plan.filters:
        kept.append(_Query.term_set_query(SCHEMA, "facets", [f"{name}:{value}" for value in values]))
    branches = [_branch(branch) for branch in date_branches(plan)]
    kept.append(branches[0] if len(branches) == 1 else _Query.boolean_query([(_should, one) for one in branches]))
    clauses = [(_must, _Query.const_score_query(query, 0.0)) for query in kept]
    if plan.excluded:
        clauses.append((_must_not, _Query.term_set_query(SCHEMA, "key", list(plan.excluded))))
    return clauses


def _branch(branch: DateBranch) -> tantivy.Query:
    dates, kept, refused = branch.dates, [], []
    if dates.from_at_most is not None:
        kept.append(_range("valid_from", upper=dates.from_at_most))
    if dates.from_after is not None:
        kept.append(_range("valid_from", lower=dates.from_after + 1))
    if dates.to_after is not None:
        kept.append(_range("valid_to", lower=dates.to_after + 1))
    if dates.ended is not None:
        over = _range("valid_to", upper=dates.ended)
        kept.append(_Query.boolean_query([(_should, over), (_should, _keyword("end_reason", ENDED_UNDATED))]))
    if dates.without_undated_repeals:
        refused.append(_keyword("end_reason", ENDED_UNDATED))
    if branch.is_law is not None:
        (kept if branch.is_law else refused).append(_Query.term_set_query(SCHEMA, "kind", law_kinds()))
    # A query that only refuses finds nothing: everything first.
    clauses = [(_must, query) for query in kept or [_Query.all_query()]]
    return _Query.boolean_query([*clauses, *((_must_not, query) for query in refused)])


def _range(field: str, lower: int | None = None, upper: int | None = None) -> tantivy.Query:
    return _Query.range_query(SCHEMA, field, tantivy.FieldType.Integer, lower_bound=lower, upper_bound=upper)
