"""Penalties and sanctions (article 14), with the kinds that laws and associations know."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.directory.kind_ranges import duration_fits
from cms.directory.models.entries import Entry, Institution, Practitioner, refuse_identity_numbers
from cms.directory.models.enums import SUBJECT_KINDS, Effect, Phase, RecordState, WithdrawalReason
from cms.directory.models.history import history
from cms.directory.models.querysets import RecordQuerySet
from cms.directory.standing import RecordFacts
from cms.directory.states import phase


class RecordKind(models.Model):
    """A kind of penalty or sanction by profession and legal basis, with its range. ``subject_kind`` empty: for anyone."""

    code = models.SlugField(_("代码"), max_length=80, unique=True)
    name = models.CharField(_("种类"), max_length=60)
    subject_kind = models.CharField(_("适用对象"), max_length=40, choices=SUBJECT_KINDS, blank=True)
    legal_basis = models.CharField(_("依据"), max_length=120)
    effect = models.CharField(_("对执业的影响"), max_length=20, choices=Effect.choices, default=Effect.NONE)
    months_min = models.PositiveSmallIntegerField(_("最短（月）"), null=True, blank=True)
    months_max = models.PositiveSmallIntegerField(_("最长（月）"), null=True, blank=True)
    amount_min = models.DecimalField(_("最低（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    amount_max = models.DecimalField(_("最高（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_active = models.BooleanField(_("可选用"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    if TYPE_CHECKING:  # each model has its own
        history: Any
        records: Any

    class Meta:
        abstract = True
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "legal_basis", "name"], name="%(class)s_once"),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="%(class)s_effect_known"),
            models.CheckConstraint(
                condition=Q(months_min__isnull=True) | Q(months_max__isnull=True) | Q(months_min__lte=F("months_max")),
                name="%(class)s_months",
            ),
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True) | Q(amount_max__isnull=True) | Q(amount_min__lte=F("amount_max")),
                name="%(class)s_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.legal_basis}）"


class PenaltyKind(RecordKind):
    """种类 of an administrative penalty."""

    history = history()

    class Meta(RecordKind.Meta):
        verbose_name = _("行政处罚种类")
        verbose_name_plural = _("行政处罚种类")


class SanctionKind(RecordKind):
    """种类 of a professional sanction."""

    history = history()

    class Meta(RecordKind.Meta):
        verbose_name = _("行业处分种类")
        verbose_name_plural = _("行业处分种类")


def _writer(label: Any, *, is_null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=is_null,
        blank=is_null,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )


class DisciplinaryRecord(models.Model):
    """What penalties and sanctions share: one decision of one kind on one subject. Written only by
    ``cms.directory.services.records``; dates are the first and the last day, both included."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
    )
    practitioner = models.ForeignKey(
        Practitioner,
        verbose_name=_("人员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
    )
    decided_on = models.DateField(_("决定日期"), db_index=True)
    authority = models.CharField(_("作出机关或者组织"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=120)
    cause = models.TextField(_("事由"), max_length=2000, help_text=_("不写他人姓名、证件号码和住址。"))
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    suspended_from = models.DateField(_("停止执业自"), null=True, blank=True)
    suspended_until = models.DateField(_("停止执业至（含当日）"), null=True, blank=True)
    display_from = models.DateField(_("公示自"))
    display_until = models.DateField(_("公示至（含当日）"))
    source_name = models.CharField(_("来源"), max_length=200)
    source_url = models.URLField(_("来源网址"), max_length=500, blank=True)

    state = models.CharField(
        _("状态"), max_length=20, choices=RecordState.choices, default=RecordState.DRAFTED, editable=False
    )
    drafted_by = _writer(_("起草人"), is_null=False)
    edited_by = _writer(_("最后修改人"), is_null=False)
    approved_by = _writer(_("审核人"))
    approved_at = models.DateTimeField(_("审核时间"), null=True, editable=False)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True, editable=False)
    alteration_notified_on = models.DateField(_("获知原决定变动的日期"), null=True, editable=False)
    withdrawal_due_on = models.DateField(_("最迟撤下日期"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        _("撤下理由"), max_length=20, choices=WithdrawalReason.choices, blank=True, editable=False
    )
    withdrawn_by = _writer(_("撤下人"))
    withdrawn_on = models.DateField(_("撤下日期"), null=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("取代的原决定"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="successor",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecordQuerySet.as_manager()
    if TYPE_CHECKING:  # each model has its own kinds
        kind: Any
        kind_id: int | None
        history: Any

    class Meta:
        abstract = True
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False, practitioner__isnull=True)
                | Q(institution__isnull=True, practitioner__isnull=False),
                name="%(class)s_one_subject",
                violation_error_message=_("机构和人员填写其一。"),
            ),
            models.CheckConstraint(condition=Q(state__in=RecordState.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[RecordState.APPROVED, RecordState.WITHDRAWN])
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(approved_by=F("drafted_by"))
                    & ~Q(approved_by=F("edited_by"))
                ),
                name="%(class)s_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.WITHDRAWN)
                | Q(
                    withdrawal_reason__in=WithdrawalReason.values,
                    withdrawn_by__isnull=False,
                    withdrawn_on__isnull=False,
                ),
                name="%(class)s_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(display_until__gte=F("display_from"), display_from__gte=F("decided_on")),
                name="%(class)s_display_period",
                violation_error_message=_("公示期应自决定之日或者以后开始，结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(suspended_from__isnull=True, suspended_until__isnull=True)
                | Q(
                    suspended_from__isnull=False,  # a comparison with NULL would pass
                    suspended_until__isnull=False,
                    suspended_from__gte=F("decided_on"),
                    suspended_until__gte=F("suspended_from"),
                    display_until__gte=F("suspended_until"),
                ),
                name="%(class)s_suspension_period",
                violation_error_message=_("停止执业的起止日期应当都填写，不早于决定日期，并且在公示期结束前届满。"),
            ),
            models.CheckConstraint(
                condition=~Q(document_number="") & ~Q(authority="") & ~Q(cause="") & ~Q(source_name=""),
                name="%(class)s_complete",
            ),
            *[
                models.UniqueConstraint(
                    fields=[subject, "authority", "document_number", "kind"],
                    condition=~Q(state=RecordState.WITHDRAWN) & Q(**{f"{subject}__isnull": False}),
                    name=f"%(class)s_once_{subject}",
                    violation_error_message=_("同一文号、同一种类的记录已经录入。"),
                )
                for subject in ("institution", "practitioner")
            ],
        ]
        indexes = [
            models.Index(fields=["document_number"], name="%(class)s_number"),
            models.Index(fields=["state", "display_until"], name="%(class)s_display"),
        ]

    def __str__(self) -> str:
        return self.document_number

    def clean(self) -> None:
        """Refuse identity numbers, a kind that is not for this subject, and a measure outside the range of its kind."""
        super().clean()
        refuse_identity_numbers(self)
        if self.kind_id is None:
            return
        problems = {}
        kind = self.kind
        subject = self.institution or self.practitioner
        if kind.subject_kind and subject is not None and subject.kind != kind.subject_kind:
            problems["kind"] = _("这一种类不适用于该类别的机构或者人员。")
        is_suspension = kind.effect == Effect.SUSPENDS
        if is_suspension != (self.suspended_from is not None):
            problems["suspended_from"] = (
                _("这一种类须填写停止执业的起止日期。") if is_suspension else _("这一种类不停止执业，不填起止日期。")
            )
        elif self.suspended_from and self.suspended_until:
            ends = self.suspended_until + timedelta(days=1)
            if not duration_fits(self.suspended_from, ends, kind.months_min, kind.months_max):
                problems["suspended_until"] = _("停止执业的期间超出这一种类的幅度，请核对。")
        if self.amount is not None and (
            (kind.amount_min is not None and self.amount < kind.amount_min)
            or (kind.amount_max is not None and self.amount > kind.amount_max)
        ):
            problems["amount"] = _("金额超出这一种类的幅度，请核对。")
        if problems:
            raise ValidationError(problems)

    @property
    def subject(self) -> Entry:
        """The institution or the practitioner it is about."""
        found = self.institution or self.practitioner
        assert found is not None
        return found

    @property
    def anchor(self) -> str:
        """The id of the record on the page of its subject."""
        return f"record-{self.key.hex[:12]}"

    def get_absolute_url(self) -> str:
        """Where a record that is shown is read: its place on the page of its subject."""
        return f"{self.subject.get_absolute_url()}#{self.anchor}"

    @property
    def event_key(self) -> str:
        """The record as outbox rows name it."""
        return f"{self._meta.model_name}:{self.key}"

    def phase_on(self, day: date) -> Phase:
        """What the record is on a day."""
        return phase(self.state, self.display_from, self.display_until, day)

    def facts(self) -> RecordFacts:
        """What of it decides the standing of its subject; ``kind`` is read with it."""
        return RecordFacts(
            effect=self.kind.effect,
            begins=self.suspended_from or self.decided_on,
            ends=self.suspended_until,
            display_from=self.display_from,
            display_until=self.display_until,
        )


class AdministrativePenalty(DisciplinaryRecord):
    """行政处罚."""

    kind = models.ForeignKey(PenaltyKind, verbose_name=_("种类"), on_delete=models.PROTECT, related_name="records")
    history = history()

    class Meta(DisciplinaryRecord.Meta):
        verbose_name = _("行政处罚")
        verbose_name_plural = _("行政处罚")
        permissions = [
            ("approve_administrativepenalty", _("审核行政处罚")),
            ("withdraw_administrativepenalty", _("撤下行政处罚")),
        ]


class ProfessionalSanction(DisciplinaryRecord):
    """行业处分."""

    kind = models.ForeignKey(SanctionKind, verbose_name=_("种类"), on_delete=models.PROTECT, related_name="records")
    history = history()

    class Meta(DisciplinaryRecord.Meta):
        verbose_name = _("行业处分")
        verbose_name_plural = _("行业处分")
        permissions = [
            ("approve_professionalsanction", _("审核行业处分")),
            ("withdraw_professionalsanction", _("撤下行业处分")),
        ]
