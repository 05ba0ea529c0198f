"""The Wagtail admin's own search: its SQLite and PostgreSQL backends, with text and query passed through ``search.text``.

The stock backends split at white space, so that a Chinese sentence is one word and nothing inside it is found. Here both
sides are tokens already when the database sees them. ``WAGTAILSEARCH_BACKENDS`` names this module; the class is chosen
by the database in use.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Lookup
from django.utils.encoding import force_str
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from portal.common.mixins import Beside
from search.text import index_text, tokens

SHORT_TEXT = 500
"""Characters up to which single characters are indexed too: someone may look for a law by one; in a long text by none."""
MOST_TOKENS = 40


def segmented_text(value: Any) -> str:
    """A field's value as tokens joined by spaces; lists and mappings by their values, as Wagtail flattens them."""
    if isinstance(value, dict):
        return " ".join(segmented_text(item) for item in value.values())
    if isinstance(value, list):
        return " ".join(segmented_text(item) for item in value)
    text = force_str(value)
    return index_text(text) if len(text) <= SHORT_TEXT else " ".join(tokens(text))


def segmented_query(query: SearchQuery) -> SearchQuery:
    """The same query over tokens; words without any letter or digit find nothing."""
    if isinstance(query, PlainText):
        found = tokens(query.query_string)[:MOST_TOKENS]
        return PlainText(" ".join(found), operator=query.operator, boost=query.boost) if found else Not(MatchAll())
    if isinstance(query, Phrase):
        return Phrase(" ".join(tokens(query.query_string)[:MOST_TOKENS]))
    if isinstance(query, And | Or):
        return type(query)([segmented_query(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(segmented_query(query.subquery))
    if isinstance(query, Boost):
        return Boost(segmented_query(query.subquery), query.boost)
    return query


class SegmentedObject:
    """An object as the index takes it: the same key, its fields giving tokens instead of text."""

    def __init__(self, instance: Any) -> None:
        self.instance = instance
        self.pk = instance.pk

    def get_search_fields(self) -> list[BaseField]:
        """The fields of the object, each giving tokens."""
        return [_segmented_field(field) for field in self.instance.get_search_fields()]


def _segmented_field(field: BaseField) -> BaseField:
    clone = copy.copy(field)
    if isinstance(field, RelatedFields):
        clone.get_value = lambda target: field.get_value(_unwrapped(target))
        clone.fields = [_segmented_field(one) for one in field.fields]
    else:
        clone.get_value = lambda target: segmented_text(field.get_value(_unwrapped(target)))
    return clone


def _unwrapped(target: Any) -> Any:
    return target.instance if isinstance(target, SegmentedObject) else target


class SegmentedIndexMixin(Beside):
    """An index that stores tokens."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Index objects."""
        super().add_items(model, [SegmentedObject(instance) for instance in objs])

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Norms are refreshed by ``update_index`` alone: after every save the stock index reads all entries with their
        texts, so that importing n laws costs n². A new entry ranks with the neutral norm until then."""
        if full:
            super()._refresh_title_norms(full=True)


class SegmentedCompilerMixin(Beside):
    """A query compiler that asks for tokens."""

    query: SearchQuery

    def __init__(self, queryset: Any, query: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(queryset, query, *args, **kwargs)
        self.query = segmented_query(self.query)

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        """Conditions on what is counted (how often a file is used) hold by themselves: the database is asked for the queryset
        as it is, and the stock check knows only columns."""
        if check_only and isinstance(where_node, Lookup) and not hasattr(where_node.lhs, "target"):
            return None
        return super()._get_filters_from_where_node(where_node, check_only)


def SearchBackend(params: dict[str, Any]) -> Any:
    """Make the backend of the database in use."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres import postgres as stock

        # English stemming would cut tokens that are no English.
        return _backend(stock, "Postgres", {"SEARCH_CONFIG": "simple", **params})
    from modelsearch.backends.database.sqlite import sqlite as stock

    return _backend(stock, "SQLite", params)


_made: dict[str, type] = {}


def _backend(stock: Any, prefix: str, params: dict[str, Any]) -> Any:
    """The stock backend with index and compilers mixed in; its modules can be imported only once models are loaded."""
    if prefix not in _made:

        def mixed(mixin: type, name: str) -> type:
            return type(f"Segmented{prefix}{name}", (mixin, getattr(stock, f"{prefix}{name}")), {})

        _made[prefix] = type(
            f"Segmented{prefix}SearchBackend",
            (getattr(stock, f"{prefix}SearchBackend"),),
            {
                "index_class": mixed(SegmentedIndexMixin, "Index"),
                "query_compiler_class": mixed(SegmentedCompilerMixin, "SearchQueryCompiler"),
                "autocomplete_query_compiler_class": mixed(SegmentedCompilerMixin, "AutocompleteQueryCompiler"),
            },
        )
    return _made[prefix](params)
