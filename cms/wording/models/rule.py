"""A rule of wording, as editors manage it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.wording.checking import BLOCK, WARN, Rule, Ruleset, check
from cms.wording.patterns import PatternError, form_of, lines_of


class Category(models.TextChoices):
    """What is wrong with the words."""

    TYPO_OR_SENSITIVE = "typo_or_sensitive", _("错敏词")
    BODY_NAME = "body_name", _("机构名称")
    FORBIDDEN_PROMISE = "forbidden_promise", _("禁止承诺")
    WORDING = "wording", _("措辞")


class Severity(models.TextChoices):
    """What follows from finding them."""

    BLOCK = BLOCK, _("必须修改")
    WARN = WARN, _("提醒核对")


class WordingRule(models.Model):
    """Words that are wrong somewhere, and what to write instead. A rule that fails its own examples is not saved."""

    # Given to the rules that come with the portal (cms.wording.sowing); editors' own have none.
    code = models.SlugField(max_length=60, null=True, blank=True, unique=True, editable=False)
    category = models.CharField(_("类别"), max_length=20, choices=Category, default=Category.TYPO_OR_SENSITIVE)
    severity = models.CharField(
        _("级别"),
        max_length=10,
        choices=Severity,
        default=Severity.WARN,
        help_text=_("“必须修改”：改掉才能发布，审核编辑可以写明理由放行。“提醒核对”：编辑核对后勾选即可发布。"),
    )
    words = models.TextField(
        _("要找的词"),
        help_text=_(
            "每行一个。全角半角、字间空格不用管。* 代表中间隔几个字（不超过 8 个，不跨句子），"
            "[甲|乙] 代表其中任意一个，例如：[保证|包]*胜诉。"
        ),
    )
    exceptions = models.TextField(
        _("不算错的情形"),
        blank=True,
        help_text=_("每行一个，写法同上，要把上面的词包含在内。例如：词是“既使”，这里写“既使用”。"),
    )
    suggestion = models.CharField(_("应当怎么写"), max_length=200, blank=True)
    reason = models.CharField(_("为什么"), max_length=300, help_text=_("编辑和答复人看到的一句话。"))
    for_pages = models.BooleanField(_("检查网页内容"), default=True)
    for_answers = models.BooleanField(_("检查咨询答复"), default=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_match = models.TextField(
        _("应当标出的例句"), blank=True, help_text=_("每行一句。保存时逐句试过，没有标出的不能保存。")
    )
    must_not_match = models.TextField(
        _("不应标出的例句"), blank=True, help_text=_("每行一句。保存时逐句试过，误标的不能保存。")
    )

    class Meta:
        verbose_name = _("用语规则")
        verbose_name_plural = _("用语规则")
        ordering = ["category", "severity", "pk"]
        permissions = [("override_wordingrule", _("放行用语检查拦下的内容"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=Severity.values) & models.Q(category__in=Category.values),
                name="wordingrule_known_kinds",
            ),
        ]

    def __str__(self) -> str:
        lines = lines_of(self.words)
        return "、".join(lines[:3]) + ("…" if len(lines) > 3 else "")

    @property
    def as_rule(self) -> Rule:
        """The rule as values, for checking."""
        return Rule(
            words=tuple(lines_of(self.words)),
            exceptions=tuple(lines_of(self.exceptions)),
            suggestion=self.suggestion,
            reason=self.reason,
            severity=self.severity,
            category=self.category,
            pk=self.pk,
        )

    def clean(self) -> None:
        """Refuse words that cannot be read, a rule for nothing, and one that its own examples contradict."""
        super().clean()
        errors: dict[str, list[str]] = {}
        for name in ("words", "exceptions"):
            if told := _unreadable(getattr(self, name)):
                errors[name] = told
        if not errors.get("words") and not lines_of(self.words):
            errors["words"] = [_now("至少写一个要找的词。")]
        if not self.for_pages and not self.for_answers:
            errors["for_answers"] = [_now("至少选一样：检查网页内容，或者检查咨询答复。")]
        if not errors:
            errors = self._contradicted()
        if errors:
            raise ValidationError(errors)

    def _contradicted(self) -> dict[str, list[str]]:
        ready = Ruleset([self.as_rule])
        missed = [line for line in lines_of(self.must_match) if not check(line, ready)]
        wrong = [line for line in lines_of(self.must_not_match) if check(line, ready)]
        errors = {}
        if missed:
            errors["must_match"] = [_now("这一句应当标出，但没有标出：%(line)s") % {"line": line} for line in missed]
        if wrong:
            errors["must_not_match"] = [_now("这一句不应标出，却被标出了：%(line)s") % {"line": line} for line in wrong]
        return errors


def _unreadable(text: str) -> list[str]:
    told = []
    for line in lines_of(text):
        try:
            form_of(line)
        except PatternError as error:
            told.append(str(error))
    return told
