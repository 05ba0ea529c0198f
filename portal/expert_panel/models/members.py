"""Who is of the panel (article 7): accounts with topics, and terms as dated rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PanelMember(models.Model):
    """A member of the expert panel (专家组). Citizens read 专家组 and nothing else of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="panel_member"
    )
    institution = models.ForeignKey(
        "directory.Institution",
        verbose_name=_("所在机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("在机构任职的，必须填写：不审阅、不承办本机构的咨询。"),
    )
    practitioner = models.ForeignKey(
        "directory.Practitioner",
        verbose_name=_("名录中的人员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("本人在名录里的，请选：答复中不能出现本人姓名，名录中的任职机构也要回避。"),
    )
    topics = models.ManyToManyField(
        "core.Topic", verbose_name=_("擅长的专题"), blank=True, related_name="panel_members"
    )

    class Meta:
        verbose_name = _("专家组成员")
        verbose_name_plural = _("专家组成员")
        default_permissions = ()
        ordering = ["pk"]
        permissions = [
            ("review_answer", _("审阅答复、承办转交专家组的咨询")),
            ("keep_panel", _("聘任专家组成员")),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PanelTerm(models.Model):
    """A time in which somebody is of the panel; open while ``ends_on`` is empty. The last day counts."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="terms")
    begins_on = models.DateField(_("从哪一天"))
    ends_on = models.DateField(_("到哪一天"), null=True, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("任期")
        verbose_name_plural = _("任期")
        default_permissions = ()
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="panel_term_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["member"], condition=Q(ends_on__isnull=True), name="panel_term_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.begins_on}"


class PanelRecusal(models.Model):
    """回避: this member keeps away from this case, its answers included."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="recusals")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("专家回避")
        verbose_name_plural = _("专家回避")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consultation", "member"], name="panel_recusal_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.member_id}"
