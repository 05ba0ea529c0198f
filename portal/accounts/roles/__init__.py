"""Who may do what, as one table: code, pages and tests read the same rows.

A role is a group. The group's name is what people see, the code is what programs call it. The table is the authority: each
``migrate`` sets the roles' permissions to what stands here (``sowing.py``); whoever needs an exception makes a group of
their own beside them. Permissions stand by room in ``grants.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import Group

from cms.core import collections
from portal.accounts.roles import grants


@dataclass(frozen=True, slots=True)
class Role:
    """A role: permissions (``app.codename``), those over all pages (codenames), those over every collection of images
    and files, and those over one collection by its name."""

    code: str
    name: str
    permissions: tuple[str, ...]
    page_permissions: tuple[str, ...] = ()
    collection_permissions: tuple[str, ...] = ()
    in_collections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def works_in_admin(self) -> bool:
        """Whether the Wagtail admin is this role's place; the others have the workbench."""
        return grants.ADMIN[0] in self.permissions

    @property
    def works_in_workbench(self) -> bool:
        """Whether the workbench is open to this role."""
        return grants.WORKBENCH[0] in self.permissions


CONTENT_EDITOR = Role(
    code="content_editor",
    name="内容编辑",
    permissions=(
        *grants.ADMIN,
        *grants.DRAFT_LAWS,
        *grants.WRITE_EDITORIAL,
        *grants.READ_APPLICATIONS,
        *grants.READ_WORDING,
        *grants.COLLECT,
    ),
    page_permissions=grants.DRAFT_PAGES,
    in_collections={collections.EDITORIAL: grants.USE_FILES, collections.INSTITUTIONS: grants.CHOOSE_FILES},
)
REVIEWING_EDITOR = Role(
    code="reviewing_editor",
    name="审核编辑",
    permissions=(
        *grants.ADMIN,
        *grants.REVIEW_LAWS,
        *grants.WRITE_EDITORIAL,
        *grants.DECIDE_APPLICATIONS,
        *grants.MANAGE_WORDING,
        *grants.APPROVE_SOURCES,
    ),
    page_permissions=grants.REVIEW_PAGES,
    in_collections={collections.EDITORIAL: grants.MANAGE_FILES, collections.INSTITUTIONS: grants.MANAGE_FILES},
)
DIRECTORY_CLERK = Role(
    code="directory_clerk",
    name="名录维护员",
    permissions=(*grants.ADMIN, *grants.KEEP_DIRECTORY, *grants.CHECK_SOURCES),
    in_collections={collections.DIRECTORY_PHOTOS: grants.MANAGE_FILES},
)
DIRECTORY_APPROVER = Role(
    code="directory_approver",
    name="名录审批员",
    permissions=(*grants.ADMIN, *grants.APPROVE_DIRECTORY),
    in_collections={collections.DIRECTORY_PHOTOS: grants.CHOOSE_FILES},
)
MODERATOR = Role(
    code="moderator",
    name="平台审核员",
    permissions=(
        *grants.WORKBENCH,
        *grants.MODERATE_CASES,
        *grants.PREPARE_PUBLICATIONS,
        *grants.REVIEW_IDENTITIES,
        *grants.HANDLE_COMPLAINTS,
    ),
)
RESIDENT = Role(code="resident", name="驻场人员", permissions=(*grants.WORKBENCH, *grants.ANSWER_CASES))
BACK_OFFICE = Role(code="back_office", name="驻场机构后台", permissions=(*grants.WORKBENCH, *grants.SUPPORT_CASES))
INSTITUTION_PUBLISHER = Role(
    code="institution_publisher",
    name="机构信息员",
    permissions=(*grants.WORKBENCH, *grants.APPLY_FOR_NOTICES),
    in_collections={collections.INSTITUTIONS: grants.USE_FILES},
)
EXPERT = Role(code="expert", name="专家组成员", permissions=(*grants.WORKBENCH, *grants.WORK_AS_EXPERT))
SUPERVISOR = Role(
    code="supervisor",
    name="监督员",
    permissions=(
        *grants.WORKBENCH,
        *grants.SUPERVISE_CASES,
        *grants.APPROVE_PUBLICATIONS,
        *grants.REVIEW_IDENTITIES,
        *grants.KEEP_RECORDS,
        *grants.KEEP_PANEL,
        *grants.HANDLE_COMPLAINTS,
        *grants.REPORT_FIGURES,
    ),
)
AUDITOR = Role(
    code="auditor",
    name="审计员",
    permissions=(
        *grants.ADMIN,
        *grants.WORKBENCH,
        *grants.READ_LAWS,
        *grants.READ_APPLICATIONS,
        *grants.READ_EDITORIAL,
        *grants.READ_WORDING,
        *grants.READ_COLLECTING,
        *grants.READ_DIRECTORY,
        *grants.READ_ACCOUNTS,
        *grants.READ_LOG,
        *grants.READ_PAGES,
        *grants.READ_CASE_TABLES,
        *grants.READ_DELIVERIES,
        *grants.READ_OPENINGS,
        *grants.READ_FIGURES,
    ),
)
ADMINISTRATOR = Role(
    code="administrator",
    name="系统管理员",
    permissions=(
        *grants.ADMIN,
        *grants.WORKBENCH,
        *grants.REVIEW_LAWS,
        *grants.DECIDE_APPLICATIONS,
        *grants.WRITE_EDITORIAL,
        *grants.MANAGE_WORDING,
        *grants.APPROVE_SOURCES,
        *dict.fromkeys((*grants.KEEP_DIRECTORY, *grants.APPROVE_DIRECTORY)),
        *grants.MANAGE,
        *grants.MANAGE_CASES,
        *grants.KEEP_PANEL,
        "expert_panel.change_panelsettings",
        *grants.MANAGE_COMPLAINTS,
        *grants.MANAGE_DELIVERIES,
        *grants.MANAGE_KEEPING,
        *grants.READ_PAGES,
    ),
    page_permissions=grants.REVIEW_PAGES,
    collection_permissions=(*grants.MANAGE_FILES, *grants.MANAGE_COLLECTIONS),
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        CONTENT_EDITOR,
        REVIEWING_EDITOR,
        DIRECTORY_CLERK,
        DIRECTORY_APPROVER,
        MODERATOR,
        RESIDENT,
        BACK_OFFICE,
        INSTITUTION_PUBLISHER,
        EXPERT,
        SUPERVISOR,
        AUDITOR,
        ADMINISTRATOR,
    )
}


def group_of(code: str) -> Group:
    """Give the group of a role; KeyError for a code that is no role, Group.DoesNotExist before the first ``migrate``."""
    return Group.objects.get(name=ROLES[code].name)
