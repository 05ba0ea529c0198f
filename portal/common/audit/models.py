"""A row of the audit log."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.hash_chain import Link


class Act(models.TextChoices):
    """What is recorded."""

    SIGNED_IN = "signed_in", _("登录")
    SIGNED_OUT = "signed_out", _("退出")
    SIGN_IN_FAILED = "sign_in_failed", _("登录失败")
    CASE_OPENED = "case_opened", _("打开咨询")
    PERSONAL_DATA_OPENED = "personal_data_opened", _("查看个人信息")
    EXPORTED = "exported", _("导出")
    SECOND_FACTOR_SET = "second_factor_set", _("设置二次验证")
    SECOND_FACTOR_RESET = "second_factor_reset", _("重置二次验证")
    DRAFT_SHARED = "draft_shared", _("分享草稿预览")
    RECOVERY_CODE_USED = "recovery_code_used", _("使用恢复码")
    ROLE_CHANGED = "role_changed", _("变更角色")
    IMPORTED = "imported", _("导入")
    PUBLISHED = "published", _("发布")
    WITHDRAWN = "withdrawn", _("撤下")
    DELETED = "deleted", _("删除")
    IDENTITY_DECIDED = "identity_decided", _("处理身份信息")
    WORDING_OVERRIDDEN = "wording_overridden", _("放行用语")
    MESSAGE_RESENT = "message_resent", _("重新发送通知")
    DUTY_PHONE_CHANGED = "duty_phone_changed", _("变更值班手机")
    HOLD_PLACED = "hold_placed", _("要求依法保存")
    HOLD_RELEASED = "hold_released", _("解除依法保存")
    PURGE_PROPOSED = "purge_proposed", _("提出清理")
    PURGE_DECIDED = "purge_decided", _("决定清理")
    PURGED = "purged", _("清理到期的咨询")


class AppendOnly(RuntimeError):
    """Somebody tried to change what is only ever added to."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Rows that are read and added, never changed or removed through the ORM."""

    def update(self, **_values: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly("audit entries are never removed")


class AuditEntry(models.Model):
    """One act. Actor and subject are copied as words and numbers, not referenced: an account that goes takes nothing along.

    Unsealed until ``sequence`` is given: sealing happens after commit, one process at a time, so that recording never
    makes two transactions wait for each other.
    """

    at = models.DateTimeField(_("时间"), db_index=True)
    act = models.CharField(_("行为"), max_length=40, choices=Act)
    actor_id = models.BigIntegerField(_("账户编号"), null=True, blank=True)
    actor_name = models.CharField(_("账户"), max_length=150, blank=True)
    subject = models.CharField(_("对象编号"), max_length=200, blank=True)
    subject_name = models.CharField(_("对象"), max_length=200, blank=True)
    details = models.JSONField(_("说明"), default=dict, blank=True)
    sequence = models.PositiveBigIntegerField(_("序号"), null=True, unique=True, editable=False)
    previous = models.CharField(_("前一条摘要"), max_length=64, blank=True, editable=False)
    digest = models.CharField(_("摘要"), max_length=64, blank=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        default_permissions = ("view",)
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["act", "-id"], name="audit_by_act"),
            models.Index(fields=["subject", "act"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.subject_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises AppendOnly for one that is there already."""
        if self.pk is not None:
            raise AppendOnly("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly("audit entries are never removed")

    @property
    def details_words(self) -> str:
        """The details as one line of words."""
        words = {
            "add": _("加入"),
            "remove": _("移出"),
            "drafted_by": _("起草"),
            "approved_by": _("审核"),
            "reason": _("理由"),
            "words": _("用语"),
            "rows": _("条数"),
            "filters": _("筛选"),
            "fields": _("内容"),
            "verification": _("核验"),
            "account": _("账户"),
        }
        parts = []
        for name, value in self.details.items():
            shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            parts.append(f"{words.get(name, name)} {shown}" if name != "subject" else shown)
        return "；".join(parts)

    @property
    def content(self) -> dict[str, Any]:
        """What the digest covers."""
        return {
            "id": self.pk,
            "at": self.at.isoformat(),
            "act": self.act,
            "actor_id": self.actor_id,
            "actor_name": self.actor_name,
            "subject": self.subject,
            "subject_name": self.subject_name,
            "details": self.details,
        }

    @property
    def link(self) -> Link:
        """Its place in the chain; only for a sealed row."""
        return Link(self.sequence or 0, self.content, self.previous, self.digest)
