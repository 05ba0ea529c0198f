"""Who sees and does what in the directory's part of the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from wagtail_modeladmin.helpers import PermissionHelper

from cms.directory.states import TRANSITIONS, Act

SEES = ("view", "change", "approve", "withdraw")


def may(user: Any, act: str, model: type[Model]) -> bool:
    """Whether a person has a permission (``view``, ``add``, ``approve`` …) for a model."""
    return bool(user.is_active and user.has_perm(f"{model._meta.app_label}.{act}_{model._meta.model_name}"))


def may_see(user: Any, model: type[Model]) -> bool:
    """Whether a person may read lists, details and history of a model."""
    return any(may(user, act, model) for act in SEES)


def demand(user: Any, act: str, model: type[Model]) -> None:
    """Raise PermissionDenied unless a person has a permission; ``see`` for whoever may read."""
    if not (may_see(user, model) if act == "see" else may(user, act, model)):
        raise PermissionDenied


class DirectoryPermissions(PermissionHelper):
    """Permissions by model; whoever may read one row may read all."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the list is open."""
        return may_see(user, self.model)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        """Whether the details are open."""
        return self.inspect_view_enabled and may_see(user, self.model)


class WrittenBySystem(DirectoryPermissions):
    """Rows that no form makes or removes."""

    def user_can_create(self, user: Any) -> bool:
        """Nobody."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        """Nobody: there are acts instead."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Nobody."""
        return False


class ThroughActs(DirectoryPermissions):
    """Records: made and edited in forms, everything else by acts of their own (``policies.acts_for``)."""

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Whoever may edit any, while this one is in nobody else's hands."""
        return may(user, "change", self.model) and obj.state in TRANSITIONS[Act.EDIT].begins

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Nobody: a draft is discarded, what was public is withdrawn."""
        return False


class NeverDeleted(DirectoryPermissions):
    """Rows that are switched off instead."""

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Nobody."""
        return False
