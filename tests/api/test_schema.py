"""The OpenAPI description: whole, without a warning, and true (a fuzz asks of every address what it describes)."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client, override_settings
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from rest_framework.settings import api_settings
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.core.models import HomePage, StandardPage
from cms.editorial.api.serializers import prefix_of
from cms.editorial.catalogue import PAGE_MODELS
from portal.wsgi import application
from tests.api.laws import index, law, text
from tests.directory.builders import SUSPENSION, institution, practitioner, shown_penalty, shown_sanction
from tests.editorial.builders import published
from tests.public_board.publications import a_citation, a_page, an_answer, public

EXAMPLES = 25
PATHS = (
    "/api/v2/",
    "/api/v2/schema/",
    "/api/v2/instruments/",
    "/api/v2/instruments/{slug}/",
    "/api/v2/instruments/{slug}/versions/",
    "/api/v2/instruments/{slug}/versions/{day}/",
    "/api/v2/instruments/{slug}/download.json",
    "/api/v2/instruments/{slug}/download.txt",
    "/api/v2/instruments/{slug}/provisions/",
    "/api/v2/provisions/",
    "/api/v2/search/",
    *(f"/api/v2/{prefix_of(kind)}/{rest}" for kind in PAGE_MODELS for rest in ("", "{slug}/")),
    "/api/v2/topics/",
    "/api/v2/standard-pages/",
    "/api/v2/standard-pages/{path}/",
    "/api/v2/drafts/{token}/",
    "/api/v2/consultations/",
    "/api/v2/consultations/{code}/",
    "/api/v2/institutions/",
    "/api/v2/institutions/{slug}/",
    "/api/v2/institutions/{slug}/team/",
    "/api/v2/practitioners/",
    "/api/v2/practitioners/{slug}/",
    "/api/v2/administrative-penalties/",
    "/api/v2/professional-sanctions/",
    "/api/v2/timeliness/",
    "/api/v2/open-data/",
)

UNQUESTIONED = ("/api/v2/", "/api/v2/schema/", "/api/v2/drafts/{token}/")
"""They take no query, and their path takes any word."""


def test_the_description_is_made_without_a_warning_and_is_valid_openapi() -> None:
    reset_generator_stats()
    description = SchemaGenerator(api_version="2").get_schema(request=None, public=True)
    assert not GENERATOR_STATS._warn_cache, dict(GENERATOR_STATS._warn_cache)
    assert not GENERATOR_STATS._error_cache, dict(GENERATOR_STATS._error_cache)
    validate_schema(description)


def test_every_address_is_described_and_none_that_is_not_ours(client: Client) -> None:
    description = client.get("/api/v2/schema/").json()
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == set(PATHS)
    for path, operations in description["paths"].items():
        assert set(operations) == {"get"}, path
        for status in ("400", "404", "406", "429"):
            assert "application/problem+json" in operations["get"]["responses"][status]["content"], (path, status)


def test_the_root_lists_what_can_be_read(client: Client) -> None:
    listed = client.get("/api/v2/").json()
    assert {"instruments", "provisions", "search", "schema"} <= set(listed)
    assert all(address == f"/api/v2/{name}/" for name, address in listed.items())


def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Let every other request ask for a law (or a firm, or a lawyer) that exists."""
    if path_parameters and len(str(path_parameters.get("slug", ""))) % 2:
        path_parameters["slug"] = "shi-fan-fa"
    if path_parameters and len(str(path_parameters.get("path", ""))) % 2:
        path_parameters["path"] = "shi-fan-fa"
    if path_parameters and len(str(path_parameters.get("code", ""))) % 2:
        path_parameters["code"] = "shi-fan-fa"
    return path_parameters


def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Likewise where the law is named in the query."""
    if query and len(str(query.get("instrument", ""))) % 2:
        query["instrument"] = "shi-fan-fa"
    return query


@pytest.fixture(scope="module")
def described(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BaseSchema]:
    """The API as it describes itself, with some law in it and nobody counting the requests.

    Written once for all questions, which only read, and rolled back after the last.
    """
    asked_only = {"SEARCH_URL": f"embedded://{tmp_path_factory.mktemp('schema') / 'index'}"}
    with django_db_blocker.unblock(), override_settings(**asked_only), transaction.atomic():
        _write()
        # A request would close the connection that the transaction is open on (Django's own client does the same).
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        with patch.dict(api_settings.DEFAULT_THROTTLE_RATES, {"address": None}):
            schema = schemathesis.openapi.from_wsgi("/api/v2/schema/", application)
            schema.hook(map_path_parameters)
            schema.hook(map_query)
            yield schema
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        transaction.set_rollback(True)


def _write() -> None:
    law(
        "示范法",
        text(date(2001, 1, 1), "## 第一章 总则\n\n第一条 甲：\n\n（一）乙。\n\n第一条之一 丙。"),
        text(date(2020, 1, 1), "序言之词。\n\n第一条 丁。\n\n附件一\n\n第一条 戊。"),
        text(None, "一、己。\n\n（一）庚。"),
    )
    law("已废止的示范法", text(date(2001, 1, 1), is_repealed=True))
    for kind in PAGE_MODELS:
        published(kind, slug="shi-fan-fa")
    HomePage.objects.get().add_child(instance=StandardPage(title="示范页", slug="shi-fan-fa", body="<p>示范。</p>"))
    firm = institution(slug="shi-fan-fa", founded_on=date(2001, 1, 1), latitude="39.9", longitude="116.4")
    lawyer = practitioner(firm, slug="shi-fan-fa", first_licensed_on=date(2015, 1, 1))
    for _number in range(2):
        shown_penalty(lawyer, **SUSPENSION, display_until=date(2999, 1, 1))
        shown_sanction(practitioner(firm), display_until=date(2999, 1, 1))
    public(a_page(answers=(an_answer(citations=(a_citation(slug="shi-fan-fa", locator="1"),)),)), code="shi-fan-fa")
    index()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "mode"),
    # Where nothing can be said no nonsense can be.
    [(path, GenerationMode.POSITIVE) for path in PATHS]
    + [(path, GenerationMode.NEGATIVE) for path in PATHS if path not in UNQUESTIONED],
    ids=lambda value: getattr(value, "value", value),
)
def test_every_answer_is_as_described(described: BaseSchema, path: str, mode: GenerationMode) -> None:
    """Whatever is asked, sense or nonsense: no fault, and status, format and shape that the description names.

    Same requests in every run, so that a red build can be run again; raise EXAMPLES to look further.
    """

    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @hypothesis_settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case) -> None:
        case.call_and_validate(
            checks=[not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
        )

    ask()
