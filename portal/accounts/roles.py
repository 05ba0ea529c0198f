"""Who may do what, as one table: code, pages and tests read the same rows.

A role is a group. The group's name is what people see, the code is what programs call it. The table is the authority: each
``migrate`` sets the roles' permissions to what stands here (``sowing.py``); whoever needs an exception makes a group of
their own beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group

_READ_LAWS = ("laws.view_instrument", "laws.view_instrumentversion", "core.view_topic")
_DRAFT_LAWS = (
    *_READ_LAWS,
    "laws.add_instrument",
    "laws.change_instrument",
    "laws.add_instrumentversion",
    "laws.change_instrumentversion",
)
_REVIEW_LAWS = (
    *_DRAFT_LAWS,
    "laws.delete_instrument",
    "laws.publish_instrumentversion",
    "laws.delete_instrumentversion",
    "laws.lock_instrumentversion",
    "laws.unlock_instrumentversion",
    "core.add_topic",
    "core.change_topic",
    "core.delete_topic",
)
_MANAGE = (
    "common.view_auditentry",
    "accounts.add_user",
    "accounts.change_user",
    "accounts.delete_user",
    "accounts.view_user",
    "auth.add_group",
    "auth.change_group",
    "auth.delete_group",
    "auth.view_group",
    "core.change_sitesettings",
    "wagtailcore.add_site",
    "wagtailcore.change_site",
    "wagtailcore.delete_site",
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
    "wagtailcore.delete_workflow",
    "wagtailcore.add_task",
    "wagtailcore.change_task",
    "wagtailcore.delete_task",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)
_DRAFT_PAGES = ("add_page", "change_page")
_REVIEW_PAGES = (*_DRAFT_PAGES, "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
_USE_FILES = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
)
_MANAGE_FILES = (
    *_USE_FILES,
    "wagtailimages.change_image",
    "wagtailimages.delete_image",
    "wagtaildocs.change_document",
    "wagtaildocs.delete_document",
)
_MANAGE_COLLECTIONS = (
    "wagtailcore.add_collection",
    "wagtailcore.change_collection",
    "wagtailcore.delete_collection",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role: permissions (``app.codename``), those over all pages (codenames), those over all image and file collections."""

    code: str
    name: str
    permissions: tuple[str, ...]
    page_permissions: tuple[str, ...] = ()
    collection_permissions: tuple[str, ...] = ()


CONTENT_EDITOR = Role(
    code="content_editor",
    name="内容编辑",
    permissions=("wagtailadmin.access_admin", *_DRAFT_LAWS),
    page_permissions=_DRAFT_PAGES,
    collection_permissions=_USE_FILES,
)
REVIEWING_EDITOR = Role(
    code="reviewing_editor",
    name="审核编辑",
    permissions=("wagtailadmin.access_admin", *_REVIEW_LAWS),
    page_permissions=_REVIEW_PAGES,
    collection_permissions=_MANAGE_FILES,
)
ADMINISTRATOR = Role(
    code="administrator",
    name="系统管理员",
    permissions=("wagtailadmin.access_admin", *_REVIEW_LAWS, *_MANAGE),
    page_permissions=_REVIEW_PAGES,
    collection_permissions=(*_MANAGE_FILES, *_MANAGE_COLLECTIONS),
)

AUDITOR = Role(
    code="auditor",
    name="审计员",
    permissions=(
        "wagtailadmin.access_admin",
        *_READ_LAWS,
        "accounts.view_user",
        "auth.view_group",
        "common.view_auditentry",
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in (CONTENT_EDITOR, REVIEWING_EDITOR, AUDITOR, ADMINISTRATOR)}


def group_of(code: str) -> Group:
    """Give the group of a role; KeyError for a code that is no role, Group.DoesNotExist before the first ``migrate``."""
    return Group.objects.get(name=ROLES[code].name)
