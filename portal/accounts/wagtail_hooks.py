"""Doors of the admin's account pages that permissions by model cannot shut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from portal.accounts import audit_report
from portal.accounts.admin_api import OwnDocuments, OwnImages
from portal.accounts.models import User
from portal.accounts.own_password import OwnPasswordPanel
from portal.accounts.reading import pages
from portal.accounts.reading.urls import addresses
from portal.accounts.second_factor import views as second_factor


class PermittedMenuItem(MenuItem):
    """Shown to those who may read what it leads to."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def reading_urls() -> list[URLPattern]:
    """The audit log, every page, every image and file."""
    return addresses()


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLPattern]:
    """Resetting another person's; the other pages of the second factor are everybody's (``second_factor/urls.py``)."""
    return [path("second-factor/reset/<int:pk>/", second_factor.reset, name="second_factor_reset")]


@hooks.register("register_account_settings_panel")
def own_password(request: HttpRequest, user: User, profile: Any) -> OwnPasswordPanel:
    """Wagtail's own takes as many guesses of the old password as anybody makes."""
    return OwnPasswordPanel(request, user, profile)


@hooks.register("construct_admin_api", order=1)
def own_files_only(router: Any) -> None:
    """In place of Wagtail's endpoints, which show every collection to everybody in the admin."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("register_user_listing_buttons")
def reset_button(user: User, request_user: User) -> Iterator[Button]:
    """账户 → 重置二次验证, for another person's account."""
    if user.pk != request_user.pk and request_user.has_perm("accounts.change_user"):
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button(_("重置二次验证"), url=url, icon_name="lock", priority=40)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    """报告 → 审计记录."""
    return PermittedMenuItem(
        _("审计记录"),
        reverse("audit_report"),
        name="audit",
        icon_name="history",
        order=100,
        permission=audit_report.PERMISSION,
    )


@hooks.register("register_reports_menu_item")
def every_page_menu_item() -> MenuItem:
    """报告 → 全部页面."""
    return _reading(_("全部页面"), "every_page", 110)


@hooks.register("register_reports_menu_item")
def every_image_menu_item() -> MenuItem:
    """报告 → 全部图片."""
    return _reading(_("全部图片"), "every_image", 120)


@hooks.register("register_reports_menu_item")
def every_document_menu_item() -> MenuItem:
    """报告 → 全部文件."""
    return _reading(_("全部文件"), "every_document", 130)


def _reading(label: Any, name: str, order: int) -> MenuItem:
    return PermittedMenuItem(
        label, reverse(name), name=name.replace("_", "-"), icon_name="view", order=order, permission=pages.PERMISSION
    )


@hooks.register("before_edit_user")
def superusers_are_edited_by_superusers(request: HttpRequest, user: User) -> None:
    """Whoever could set a superuser's password or address would be one. A citizen's account is changed by its holder alone."""
    _guard(request, [user])


@hooks.register("before_delete_user")
def citizens_are_deleted_by_themselves(request: HttpRequest, user: User) -> None:
    """The same for deleting one."""
    _guard(request, [user])


@hooks.register("before_bulk_action")
def superusers_are_not_swept_up(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class: Any
) -> None:
    """The same for actions on many accounts at once."""
    _guard(request, [chosen for chosen in objects if isinstance(chosen, User)])


def _guard(request: HttpRequest, users: list[User]) -> None:
    if any(hasattr(user, "citizen") for user in users):
        raise PermissionDenied
    if not request.user.is_superuser and any(user.is_superuser for user in users):
        raise PermissionDenied
