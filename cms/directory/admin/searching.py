"""Finding entries in the admin: a part of the name, pinyin initials, the beginning of a number.

Every way reads an index: numbers and initials by their beginning, parts of a name over the index of names alone (some
milliseconds for a hundred thousand). Words that very many names hold (律师事务所) are not turned into a list of keys: they
stay a condition of the page's own query, which finds its fifty soon.
"""

from __future__ import annotations

import unicodedata
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from cms.directory.models import Entry, Institution
from cms.directory.models.enums import InstitutionKind, PractitionerKind

MOST_KEYS = 1000
SHORTEST_NUMBER = 4


def plain_words(typed: str) -> str:
    """What was typed, without gaps, full-width letters made plain."""
    return "".join(unicodedata.normalize("NFKC", typed).split())[:200]


def find(entries: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Keep the entries that what was typed finds: one query more, at any size."""
    words = plain_words(typed)
    if not words:
        return entries
    model = entries.model
    keys = list(_keys(model, words)[: MOST_KEYS + 1])
    if len(keys) > MOST_KEYS:
        return entries.filter(reduce(or_, _conditions(model, words)))
    return entries.filter(pk__in=keys)


def subjects(model: type[Entry], typed: str) -> QuerySet[Any]:
    """The keys of entries that what was typed finds, for a condition on what is about them."""
    return _keys(model, plain_words(typed))


def _keys(model: type[Entry], words: str) -> QuerySet[Any]:
    """Each condition as a query of its own, so that each reads its own index."""
    rows: QuerySet[Any] = model._default_manager.order_by()
    parts = [rows.filter(condition).values_list("pk", flat=True) for condition in _conditions(model, words)]
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _conditions(model: type[Entry], words: str) -> list[Q]:
    found = [_name_holds(words)]
    if words.isascii():
        initials = "".join(character for character in words.lower() if character.isalnum())
        if initials:
            found.append(begins("initials", initials))
        if any(character.isdigit() for character in words) and len(words) >= SHORTEST_NUMBER:
            number = words.upper()
            # The index of licence numbers begins with the kind: naming all of them lets it be used.
            kinds = Q(kind__in=(InstitutionKind if model is Institution else PractitionerKind).values)
            found.append(kinds & begins("licence_number", number))
            if model is Institution:
                found.append(begins("unified_social_credit_code", number))
    if model is Institution:
        found.append(Q(former_names__contains=words))
    return found


def begins(field: str, text: str) -> Q:
    """A condition on the beginning of a column of letters of one case and digits, which a plain index serves on every
    database: LIKE would not (SQLite with an escape, PostgreSQL with a collation)."""
    last = "z" if text.islower() else "Z"
    return Q(**{f"{field}__gte": text, f"{field}__lte": text + last * 20})


def _name_holds(words: str) -> Q:
    ignoring_case = words.lower() != words.upper()
    return Q(**{f"name__{'icontains' if ignoring_case else 'contains'}": words})
