"""A dated text of an instrument: the only law row with drafts, workflow, locks and history."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms.laws.models.enums import EffectiveBasis
from cms.laws.models.instrument import Instrument


class InstrumentVersion(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, models.Model
):
    """A text as it stood from a day on. ``source_text`` is kept as it came; provisions are derived on publishing."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("法律法规"), on_delete=models.CASCADE, related_name="versions"
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    effective_basis = models.CharField(
        _("施行日期的依据"), max_length=20, choices=EffectiveBasis.choices, default=EffectiveBasis.UNKNOWN
    )
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    promulgated_on = models.DateField(_("公布日期"), null=True, blank=True)
    amended_on = models.DateField(_("最近修改日期"), null=True, blank=True)
    expired_on = models.DateField(_("失效日期"), null=True, blank=True)
    is_repealed = models.BooleanField(_("已废止"), default=False, help_text=_("失效日期不详时也可勾选。"))
    document_number = models.CharField(_("文号"), max_length=120, blank=True)
    source_text = models.TextField(
        _("正文"), help_text=_("照原文粘贴。以“# ”开头的是标题，“## ”开头的是编、章、节；条、款、项自动识别。")
    )
    head = models.TextField(editable=False, blank=True)  # the lines of dates and numbers, as the text gives them
    imported_digest = models.CharField(max_length=64, editable=False, blank=True)  # of the text as last imported
    source_digest = models.CharField(max_length=64, editable=False, blank=True)  # of the text the rows were made from

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="instrument_version")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="instrument_version",
        for_concrete_model=False,
    )

    search_fields = [
        index.SearchField("source_text"),
        index.RelatedFields("instrument", [index.SearchField("title", boost=3)]),
        index.FilterField("instrument"),
        index.FilterField("effective_on"),
    ]

    class Meta:
        verbose_name = _("法律文本（版本）")
        verbose_name_plural = _("法律文本（版本）")
        ordering = ["instrument_id", "effective_on"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "effective_on"], name="version_once_a_day"),
            models.UniqueConstraint(
                fields=["instrument"], condition=models.Q(effective_on__isnull=True), name="version_undated_once"
            ),
            models.CheckConstraint(
                condition=models.Q(expired_on__isnull=True) | models.Q(is_repealed=True),
                name="version_expired_repealed",
            ),
        ]

    def __str__(self) -> str:
        day = self.effective_on.isoformat() if self.effective_on else _("日期不详")
        return f"{self.instrument.short_title}（{day}）"

    @property
    def revisions(self):
        """All revisions, oldest first (Wagtail's mixins read this name)."""
        return self._revisions

    @property
    def head_lines(self) -> list[str]:
        """What stands between title and law: adopted, promulgated, amended, in the text's own words."""
        return self.head.splitlines()

    def clean(self) -> None:
        """Refuse what could not be published, while it is a draft: an expiry before the effect, a timer."""
        super().clean()
        if self.expired_on and self.effective_on and self.expired_on <= self.effective_on:
            raise ValidationError({"expired_on": _("失效日期必须晚于施行日期。")})
        if self.expired_on and not self.is_repealed:
            raise ValidationError({"is_repealed": _("填写了失效日期的，请勾选“已废止”。")})
        if self.go_live_at or self.expire_at:
            raise ValidationError(_("法律文本不定时发布：请填写施行日期，到日自动生效。"))

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Publish a revision and derive from it, in one transaction. Every door of Wagtail's (the editor's button, the
        end of a workflow, ``revision.publish()``) leads through here."""
        from cms.laws.services.publishing import derive_published

        with transaction.atomic():
            super().publish(revision, *args, **kwargs)
            derive_published(self.pk)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Withdraw the text: its rows go, and it can be found no more."""
        from cms.laws.services.publishing import derive_withdrawn

        with transaction.atomic():
            super().unpublish(*args, **kwargs)
            derive_withdrawn(self.pk)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page as readers will see it, and the tree that the parser makes of the text."""
        from cms.laws.admin.preview import PREVIEW_MODES

        return PREVIEW_MODES

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show a draft in one of the preview modes."""
        from cms.laws.admin.preview import serve

        return serve(request, self, mode_name)

    def get_absolute_url(self) -> str:
        """The page of this text: by its date where it has one."""
        base = self.instrument.get_absolute_url()
        return f"{base}{self.effective_on.isoformat()}/" if self.effective_on else base


class SourceFile(models.Model):
    """A file that a version was imported from (the Civil Code has eight): what came, and when.

    A second file of the same effective date is not imported but kept here ``set_aside``, for editors to look at.
    """

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="source_files")
    path = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64)  # SHA-256 of the text as it came
    facts = models.JSONField(default=dict)  # what the source said of it: title, level, dates
    set_aside = models.BooleanField(_("未采用"), default=False)
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("来源文件")
        verbose_name_plural = _("来源文件")
        ordering = ["version_id", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="source_file_once")]

    def __str__(self) -> str:
        return self.path
