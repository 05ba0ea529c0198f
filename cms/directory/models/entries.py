"""Entries of the directory (article 13): institutions, practitioners, and who works where."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.directory.models.enums import EntryStatus, InstitutionKind, PractitionerKind
from cms.directory.models.history import history
from cms.directory.models.querysets import AffiliationQuerySet, EntryQuerySet
from cms.directory.pinyin import short_initials, spell
from cms.directory.slugs import DIGITS, entry_slug
from cms.directory.standing import Standing
from portal.common.chinese_ids import contains_identity_number, is_credit_code, normalised_credit_code

DERIVED = ("pinyin", "initials", "created_at", "updated_at")
IDENTITY_REFUSED = _("这里像是有身份证件号码。名录从不保存身份证件号码，请删去。")
SHOWS_RECORDS = _(
    "正在公示处罚或者处分，不能设为不公开。记录有误或者被撤销的，请先按程序撤下记录；公示期满后可以设为不公开。"
)
CREDIT_CODE_WRONG = _("统一社会信用代码应为18位，并且末位校验码正确，请核对。")


def refuse_identity_numbers(thing: models.Model) -> None:
    """Raise ValidationError, by field, where a text of ``thing`` holds what looks like a person's identity number."""
    found = {
        field.name: IDENTITY_REFUSED
        for field in thing._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in ("unified_social_credit_code", "slug")
        and contains_identity_number(str(getattr(thing, field.attname) or ""))
    }
    if found:
        raise ValidationError(found)


class Entry(models.Model):
    """What institutions and practitioners share."""

    name = models.CharField(_("名称"), max_length=200)
    slug = models.CharField(_("网址"), max_length=90, unique=True, editable=False)
    licence_number = models.CharField(  # noqa: DJ001 - NULL: an entry without a licence
        _("执业证号或者许可证号"), max_length=40, null=True, blank=True, help_text=_("没有的不填。")
    )
    languages = models.CharField(
        _("服务语言"), max_length=200, blank=True, help_text=_("用顿号分开，例如：普通话、手语。")
    )
    topics = models.ManyToManyField(
        "core.Topic", verbose_name=_("业务领域"), blank=True, related_name="directory_%(class)ss"
    )
    topic_codes = models.CharField(max_length=800, blank=True, editable=False)
    other_fields = models.CharField(_("其他业务领域"), max_length=300, blank=True)
    status = models.CharField(_("是否公开"), max_length=20, choices=EntryStatus.choices, default=EntryStatus.LISTED)
    ceased_on = models.DateField(_("注销或者终止日期"), null=True, blank=True)
    source_name = models.CharField(_("来源"), max_length=200, blank=True)
    source_url = models.URLField(_("来源网址"), max_length=500, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    pinyin = models.CharField(max_length=1000, editable=False)
    initials = models.CharField(max_length=200, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()
    is_person = False

    if TYPE_CHECKING:  # what both have, each of its own
        kind: models.CharField[Any, str]
        get_kind_display: Callable[[], str]
        history: Any
        administrativepenalty_set: Any
        professionalsanction_set: Any
        notices: Any
        error_reports: Any
        standing: Standing  # of lists: ``catalogue.with_standing``

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["kind", "licence_number"], name="%(class)s_licence_number"),
            models.CheckConstraint(condition=~Q(licence_number=""), name="%(class)s_licence_number_or_none"),
            models.CheckConstraint(condition=~Q(name=""), name="%(class)s_named"),
            models.CheckConstraint(condition=Q(status__in=EntryStatus.values), name="%(class)s_status_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        """Tidy what was typed and work out how the name is spelt."""
        self.name = " ".join(self.name.split())
        self.licence_number = "".join((self.licence_number or "").split()) or None
        spelling = spell(self.name, is_person=self.is_person)
        self.pinyin, self.initials = spelling.spaced[:1000], spelling.initials[:200]

    def clean(self) -> None:
        """Derive, and refuse what the directory never stores."""
        super().clean()
        self.derive()
        refuse_identity_numbers(self)

    def refuse_hiding(self, day: date) -> None:
        """Raise ValidationError where this would hide an entry that shows records on a day."""
        if self.pk and self.status != EntryStatus.LISTED and self.showing_records([self.pk], day):
            raise ValidationError({"status": SHOWS_RECORDS})

    @classmethod
    def showing_records(cls, keys: Collection[int], day: date) -> set[int]:
        """Which of the entries, as they are stored, show a penalty or a sanction on a day: two queries. Those may not be hidden, or
        one person alone would undo what two decided to show (article 14 of the service rules)."""
        subject = str(cls._meta.model_name)
        return {
            key
            for shown in (cls.administrativepenalty_set, cls.professionalsanction_set)
            for key in shown.rel.related_model._default_manager.public_on(day)
            .filter(**{f"{subject}__in": keys})
            .values_list(subject, flat=True)
        }

    def identity(self) -> tuple[str, ...]:
        """What tells this entry from all others when its slug is made."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with history, with the slug given once, and owe the search index this entry in the same transaction.

        Raises ValidationError for an identity number, or a credit code whose check character is wrong.
        """
        from cms.directory.services.announcing import announce_entry

        self.clean()
        with transaction.atomic():
            if not self.slug:
                self.slug = self.free_slug()
            super().save(*args, **kwargs)
            announce_entry(self)

    def free_slug(self) -> str:
        """A slug that nobody has: the usual one, or one with a longer number."""
        digits = DIGITS
        while True:
            slug = entry_slug(self.name, self.identity(), is_person=self.is_person, digits=digits)
            if digits >= 60 or not type(self)._default_manager.filter(slug=slug).exists():
                return slug
            digits += 4

    @property
    def search_key(self) -> str:
        """The key of this entry as a source of search documents."""
        return f"{self._meta.model_name}:{self.slug}"

    @property
    def language_list(self) -> list[str]:
        """The languages, in order."""
        return [word for word in self.languages.replace("，", "、").replace(",", "、").split("、") if word.strip()]

    def get_absolute_url(self) -> str:
        """The page of this entry."""
        return f"/directory/{self._meta.model_name}s/{self.slug}/"


class Institution(Entry):  # type: ignore[django-manager-missing]  # Wagtail's manager of pages has no types
    """A legal service institution."""

    kind = models.CharField(_("类别"), max_length=40, choices=InstitutionKind.choices)
    unified_social_credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True, help_text=_("18位；没有的不填。")
    )
    former_names = models.TextField(_("曾用名"), blank=True, help_text=_("每行一个。"))
    founded_on = models.DateField(_("成立时间"), null=True, blank=True)
    registered_address = models.CharField(_("住所"), max_length=300, blank=True)
    district = models.CharField(_("所在区"), max_length=40, blank=True, db_index=True)
    telephone = models.CharField(_("电话"), max_length=100, blank=True)
    opening_hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    website = models.URLField(_("网站"), max_length=300, blank=True)
    map_url = models.URLField(_("地图链接"), max_length=500, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)

    history = history(excluded=DERIVED, not_indexed=("slug", "unified_social_credit_code", "district"))

    class Meta(Entry.Meta):
        verbose_name = _("法律服务机构")
        verbose_name_plural = _("法律服务机构")
        ordering = ["pinyin", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=InstitutionKind.values), name="institution_kind_known"),
            models.CheckConstraint(
                condition=Q(unified_social_credit_code__isnull=True)
                | Q(unified_social_credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="institution_credit_code_written",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a comparison with NULL would pass
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="institution_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "pinyin", "id"], name="institution_listing"),
            models.Index(fields=["kind", "status", "pinyin", "id"], name="institution_by_kind"),
            models.Index(fields=["name"], name="institution_by_name"),
            # The admin's list shows those that are not public, too.
            models.Index(fields=["pinyin", "id"], name="institution_in_order"),
            models.Index(fields=["kind", "pinyin", "id"], name="institution_kind_in_order"),
        ]

    def clean(self) -> None:
        """Refuse a credit code whose check character is wrong."""
        super().clean()
        if self.unified_social_credit_code and not is_credit_code(self.unified_social_credit_code):
            raise ValidationError({"unified_social_credit_code": CREDIT_CODE_WRONG})

    def derive(self) -> None:
        """Write the credit code as it is stored, too."""
        super().derive()
        self.unified_social_credit_code = normalised_credit_code(self.unified_social_credit_code or "") or None

    def identity(self) -> tuple[str, ...]:
        """The credit code, else the licence, else name and place."""
        if self.unified_social_credit_code:
            return (self.unified_social_credit_code,)
        if self.licence_number:
            return self.kind, self.licence_number
        return self.kind, self.name, self.district, self.registered_address

    @property
    def short_initials(self) -> str:
        """``sfy`` for 示范一律师事务所."""
        return short_initials(self.name)

    @property
    def former_name_list(self) -> list[str]:
        """The names it had before."""
        return [line.strip() for line in self.former_names.splitlines() if line.strip()]


class Practitioner(Entry):
    """A person who gives legal services. Nothing of them is stored that article 13 does not name."""

    kind = models.CharField(_("类别"), max_length=40, choices=PractitionerKind.choices)
    photo = models.ForeignKey(
        "core.CustomImage", verbose_name=_("照片"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_licensed_on = models.DateField(_("首次执业日期"), null=True, blank=True)
    biography = models.TextField(_("公开简介"), max_length=2000, blank=True)

    is_person = True
    history = history(excluded=DERIVED, not_indexed=("slug", "photo"))

    if TYPE_CHECKING:
        identity_place: str  # set before the first save
        current_affiliations: list[Affiliation]  # of lists: ``catalogue.current_affiliations``

    class Meta(Entry.Meta):
        verbose_name = _("法律服务人员")
        verbose_name_plural = _("法律服务人员")
        ordering = ["pinyin", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=PractitionerKind.values), name="practitioner_kind_known"),
        ]
        indexes = [
            models.Index(fields=["status", "pinyin", "id"], name="practitioner_listing"),
            models.Index(fields=["kind", "status", "pinyin", "id"], name="practitioner_by_kind"),
            models.Index(fields=["name"], name="practitioner_by_name"),
            # The admin's list shows those that are not public, too.
            models.Index(fields=["pinyin", "id"], name="practitioner_in_order"),
            models.Index(fields=["kind", "pinyin", "id"], name="practitioner_kind_in_order"),
        ]

    def identity(self) -> tuple[str, ...]:
        """The licence; who has none is told apart by a place that the caller names (``identity_place``)."""
        if self.licence_number:
            return self.kind, self.licence_number
        return self.kind, self.name, getattr(self, "identity_place", "")

    def years_of_practice(self, day: date) -> int | None:
        """Full years since the first licence, on a day; None when that is not known or still to come."""
        return years_of_practice(self.first_licensed_on, day)


def years_of_practice(first_licensed_on: date | None, day: date) -> int | None:
    """执业年限: full years from the first licence to a day (a licence of 29 February has its year full on 1 March)."""
    if first_licensed_on is None or first_licensed_on > day:
        return None
    begun = (day.month, day.day) < (first_licensed_on.month, first_licensed_on.day)
    return day.year - first_licensed_on.year - begun


class Affiliation(models.Model):
    """A practitioner at an institution, from ``started_on`` (None: nobody knows since when) to before ``ended_on``."""

    practitioner = models.ForeignKey(
        Practitioner, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="affiliations"
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("机构"), on_delete=models.PROTECT, related_name="affiliations"
    )
    is_main = models.BooleanField(_("主执业机构"), default=True)
    role = models.CharField(_("职务"), max_length=60, blank=True)
    started_on = models.DateField(_("自"), null=True, blank=True)
    ended_on = models.DateField(_("至（当日起不再任职）"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("执业关系")
        verbose_name_plural = _("执业关系")
        ordering = ["-is_main", "-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner"],
                condition=Q(is_main=True, ended_on__isnull=True),
                name="affiliation_one_current_main",
                violation_error_message=_("一个人员同时只能有一个主执业机构。请先填写原执业关系的结束日期。"),
            ),
            models.UniqueConstraint(
                fields=["practitioner", "institution"],
                condition=Q(ended_on__isnull=True),
                name="affiliation_once_at_a_time",
                violation_error_message=_("该人员已在该机构任职。"),
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="affiliation_ends_after_it_began",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} · {self.institution}"
