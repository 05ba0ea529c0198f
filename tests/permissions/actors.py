"""Who asks. Each role with its second factor passed a moment ago, and those who stand outside."""

from __future__ import annotations

from portal.accounts.roles import ROLES

ANONYMOUS = "anonymous"
NO_ROLE = "no_role"
"""Somebody with an account and nothing else."""
CITIZEN = "citizen"
"""Somebody who signed in with a code sent to their phone."""
PASSWORD_ALONE = "password_alone"
"""An administrator who has typed the password and not the code."""
NOT_FRESH = "not_fresh"
"""An administrator who has passed the second factor long ago: whatever steps up asks again."""
OUTSIDERS = (ANONYMOUS, NO_ROLE, CITIZEN, PASSWORD_ALONE, NOT_FRESH)
ACTORS = (*ROLES, *OUTSIDERS)

Who = frozenset[str]

# -- sets to declare with ----------------------------------------------------------------------------------------------
NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset({*ROLES, ANONYMOUS, NO_ROLE, CITIZEN})
SIGNED_IN = EVERYBODY - {ANONYMOUS}
CITIZENS = frozenset({CITIZEN})
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
EDITORS = frozenset({"content_editor", "reviewing_editor", "administrator"})
REVIEWERS = frozenset({"reviewing_editor", "administrator"})
CLERKS = frozenset({"directory_clerk", "administrator"})
APPROVERS = frozenset({"directory_approver", "administrator"})
DIRECTORY = CLERKS | APPROVERS
ADMIN_STAFF = frozenset(code for code, role in ROLES.items() if role.works_in_admin)
WORKBENCH_STAFF = frozenset(code for code, role in ROLES.items() if role.works_in_workbench)
STAFF = ADMIN_STAFF | WORKBENCH_STAFF
