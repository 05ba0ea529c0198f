"""No address without a declaration, no declaration without an address, no export and no action without its own row."""

from __future__ import annotations

from collections import Counter

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.settings.registry import registry as settings_registry

from tests.permissions.actors import ACTORS
from tests.permissions.configuration import configured
from tests.permissions.declaring import declared, sections
from tests.permissions.outcomes import METHODS

HOW = """
{count} address(es) of the URL configuration are in no section of the permission matrix:

{lines}

Open tests/permissions/sections/ (one file a room; a new room makes a new file) and say who may read and who may send, for example

    SECTION.add("{first}", read=EDITORS, send=REVIEWERS, things={{"pk": "your_thing"}})

`read` is GET, `send` is POST, None where the method does not exist; sets of roles are in tests/permissions/actors.py; a thing is a
function decorated with @thing that makes a row and returns its key. docs/permissions.md explains it in twenty lines.
"""


def test_every_address_of_the_url_configuration_is_declared() -> None:
    known = {address.route for address in declared()}
    missing = sorted(address.route for address in configured() if address.route not in known)

    assert not missing, HOW.format(
        count=len(missing), lines="\n".join(f"    {route}" for route in missing), first=missing[0]
    )


def test_nothing_is_declared_that_does_not_exist() -> None:
    there = {address.route for address in configured()}
    stale = sorted({address.route for address in declared()} - there)

    assert not stale, "Declared in tests/permissions/sections/, but no address any more:\n" + "\n".join(stale)


def test_nothing_is_declared_twice() -> None:
    names = Counter(address.name for address in declared())

    assert [name for name, count in names.items() if count > 1] == []


def test_every_list_that_can_be_exported_declares_its_export() -> None:
    exported = {address.route for address in declared() if address.query.startswith("?export=")}
    missing = sorted(
        address.route
        for address in configured()
        if isinstance(address.view_class, type)
        and issubclass(address.view_class, SpreadsheetExportMixin)
        and getattr(address.view_class, "list_export", None)
        and address.route not in exported
    )

    assert not missing, f'These lists export: add a row with case="export", query="?export=csv" for {missing}'


def test_every_bulk_action_is_declared() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    there = {
        f"{app}/{model}/{action}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    route = "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/"

    assert {address.case for address in declared() if address.route == route} >= there


def test_every_action_of_the_admins_own_api_is_declared() -> None:
    route = "admin/api/main/^pages/<int:pk>/action/<str:action_name>/"
    cases = {address.case for address in declared() if address.route == route and address.case}

    assert cases == set(PagesAdminAPIViewSet.actions)


def test_every_kind_of_settings_is_declared() -> None:
    route = "admin/settings/<slug:app_name>/<slug:model_name>/"
    there = {f"{model._meta.app_label}/{model._meta.model_name}" for model in settings_registry}

    assert {address.case for address in declared() if address.route == route} == there


def test_the_size_of_the_matrix_is_told(capsys) -> None:
    rows = list(declared())
    there = configured()
    undeclared = {address.route for address in there} - {address.route for address in rows}
    cells = len(rows) * len(ACTORS) * len(METHODS)
    with capsys.disabled():
        print(
            f"\nPermission matrix: {len(there)} addresses ({len(rows)} rows with their cases, {len(sections())} sections) "
            f"× {len(ACTORS)} actors × {len(METHODS)} methods = {cells} cells; {len(undeclared)} undeclared"
        )
    assert not undeclared
