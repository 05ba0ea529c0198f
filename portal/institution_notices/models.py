"""What an institution asks to have published, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.editorial.institution_notice import NoticeKind
from portal.institution_notices.states import APPLY, Act, ApplicationState

if TYPE_CHECKING:
    from portal.accounts.models import User


class ApplicationQuerySet(models.QuerySet["NoticeApplication"]):
    """Applications by who may see them."""

    def visible_to(self, user: Any) -> ApplicationQuerySet:
        """Those of a person's own institution; none for who belongs to none."""
        institution = getattr(user, "institution_id", None)
        return self.filter(institution=institution) if institution else self.none()


class NoticeApplication(models.Model):
    """An application for one notice. Everybody of the institution sees it; it names who wrote it."""

    institution = models.ForeignKey(
        "directory.Institution", verbose_name=_("机构"), on_delete=models.PROTECT, related_name="notice_applications"
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    notice_kind = models.CharField(
        _("类型"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.SERVICE_NEWS
    )
    title = models.CharField(_("标题"), max_length=120, help_text=_("例如：示范法律援助中心国庆期间值班安排。"))
    summary = models.TextField(_("摘要"), max_length=300, blank=True, help_text=_("一两句话，显示在列表里。可以不填。"))
    text = models.TextField(
        _("正文"), max_length=20_000, help_text=_("空一行就是另起一段。不要写个人的身份证号、住址。")
    )
    holds_until = models.DateField(
        _("有效期至"), null=True, blank=True, help_text=_("过了这一天，页面会注明已过期。没有期限的不填。")
    )
    state = models.CharField(
        _("状态"), max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT, editable=False
    )
    reason = models.CharField(_("退回或者不予发布的理由"), max_length=500, blank=True, editable=False)
    page = models.OneToOneField(
        "editorial.InstitutionNotice",
        verbose_name=_("发布的页面"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="application",
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    decided_at = models.DateTimeField(_("审核时间"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构发布申请")
        verbose_name_plural = _("机构发布申请")
        ordering = ["-updated_at", "-pk"]
        permissions = [("decide_noticeapplication", _("审核机构发布申请"))]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="application_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("returned", "refused")) | ~Q(reason=""), name="application_reason_given"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-updated_at"], name="application_of_institution"),
            models.Index(fields=["state", "submitted_at"], name="application_waiting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published, and readers see it no more."""
        return self.state == ApplicationState.APPROVED and (self.page is None or not self.page.live)

    @property
    def stands(self) -> str:
        """Where it stands, as words."""
        return str(_("已撤下") if self.is_withdrawn else self.get_state_display())

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return f"/workbench/notices/{self.pk}/"


class ApplicationEvent(models.Model):
    """What was done to an application, by whom, when, and why."""

    application = models.ForeignKey(NoticeApplication, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(_("操作"), max_length=20, choices=[(act.value, act.value) for act in Act])
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("办理过程")
        verbose_name_plural = _("办理过程")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.act}"


def colleagues_of(application: NoticeApplication) -> models.QuerySet[User]:
    """Everybody of the institution who may apply for it: whom a decision is told."""
    from django.contrib.auth import get_user_model

    found = get_user_model().objects.with_perm(APPLY, backend="django.contrib.auth.backends.ModelBackend")
    return found.filter(institution=application.institution_id)
