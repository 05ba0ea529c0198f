"""Rows without which nobody can work: the roles' groups and the review that publishing goes through.

Sown after each ``migrate`` and safe to sow again. It runs when the last app has its permissions, and not before.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.core.collections import SOWN, collection, sow_collections
from portal.accounts.roles import REVIEWING_EDITOR, ROLES, Role

REVIEW_NAME = "审核"
STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"
REVIEWED_SNIPPETS = (("laws", "instrumentversion"),)


def sow_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, plan: Any = None, **kwargs: object) -> None:
    """Receive ``post_migrate``: sow once, when the last app with models has been told."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.label != last.label or using != DEFAULT_DB_ALIAS:
        return
    create_permissions(last, verbosity=0, using=using)
    # A migration to an earlier state (of a test, say) may leave an app without the tables that are filled here.
    if not _tables_exist():
        return
    with transaction.atomic():
        sow()


def sow() -> None:
    """Write the collections, the groups with their permissions and the default review; a second call changes nothing."""
    if Collection.get_first_root_node() is not None:  # a flushed database has none
        sow_collections()
    for role in ROLES.values():
        _sow_role(role)
    _sow_review()
    _retire_stock()


def missing_permissions(role: Role) -> list[str]:
    """List the permissions a role names that do not exist (a typing error, or an app that is not installed)."""
    wanted = {
        *role.permissions,
        *role.collection_permissions,
        *(name for names in role.in_collections.values() for name in names),
        *(f"wagtailcore.{name}" for name in role.page_permissions),
    }
    found = {_full_name(permission) for permission in _permissions(sorted(wanted))}
    return sorted(wanted - found)


def _tables_exist() -> bool:
    from django.db import connection

    tables = set(connection.introspection.table_names())
    needed = (Group, Permission, GroupPagePermission, GroupCollectionPermission, Workflow, WorkflowContentType)
    return all(model._meta.db_table in tables for model in needed)


def _sow_role(role: Role) -> None:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.set(_permissions(role.permissions))
    root = Page.get_first_root_node()
    if root is not None:  # a flushed database has none until the site is built anew
        wanted = _permissions([f"wagtailcore.{name}" for name in role.page_permissions])
        for permission in wanted:
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        GroupPagePermission.objects.filter(group=group, page=root).exclude(permission__in=wanted).delete()
    _sow_files_of(role, group)


def _sow_files_of(role: Role, group: Group) -> None:
    """What a role may do with images and files: over all of them, or over its rooms' collections."""
    root = Collection.get_first_root_node()
    if root is None:
        return
    wanted: dict[Collection, tuple[str, ...]] = {root: role.collection_permissions}
    wanted |= {collection(name): role.in_collections.get(name, ()) for name in SOWN}
    for place, names in wanted.items():
        permissions = _permissions(names)
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=place, permission=permission)
        held = GroupCollectionPermission.objects.filter(group=group, collection=place)
        held.exclude(permission__in=permissions).delete()


def _sow_review() -> None:
    """One review of one step, for laws and for pages. An administrator's other choice is left as it stands."""
    workflow, created = Workflow.objects.get_or_create(name=REVIEW_NAME)
    if created or not workflow.workflow_tasks.exists():
        task, _created = GroupApprovalTask.objects.get_or_create(name=REVIEW_NAME)
        task.groups.add(Group.objects.get(name=REVIEWING_EDITOR.name))
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for app_label, model in REVIEWED_SNIPPETS:
        content_type = ContentType.objects.filter(app_label=app_label, model=model).first()
        if content_type is not None and not WorkflowContentType.objects.filter(content_type=content_type).exists():
            WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)
    root = Page.get_first_root_node()
    if root is not None:
        assigned = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
        if assigned is None:
            WorkflowPage.objects.create(page=root, workflow=workflow)
        elif assigned.workflow.name == STOCK_WORKFLOW:
            assigned.workflow = workflow
            assigned.save()


def _retire_stock() -> None:
    """Take away the groups and the workflow that Wagtail brings along, as long as nobody uses them."""
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW, active=True):
        if not workflow.workflow_pages.exists() and not workflow.workflow_states.exists():
            for task in workflow.tasks:
                task.delete()
            workflow.delete()
    Group.objects.filter(name__in=STOCK_GROUPS, user__isnull=True).delete()


def _permissions(names: list[str] | tuple[str, ...]) -> list[Permission]:
    if not names:
        return []
    query = Q()
    for name in names:
        app_label, codename = name.split(".")
        query |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(query).select_related("content_type"))


def _full_name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
