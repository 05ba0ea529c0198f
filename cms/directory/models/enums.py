"""Closed lists of the directory; the values are stored and part of the API (the glossary's words)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    """Kinds of 法律服务机构."""

    LAW_FIRM = "law_firm", _("律师事务所")
    NOTARY_OFFICE = "notary_office", _("公证机构")
    LEGAL_AID_AGENCY = "legal_aid_agency", _("法律援助机构")
    FORENSIC_INSTITUTION = "forensic_institution", _("司法鉴定机构")
    MEDIATION_COMMITTEE = "mediation_committee", _("人民调解委员会")
    ARBITRATION_COMMISSION = "arbitration_commission", _("仲裁委员会")
    GRASSROOTS_LEGAL_OFFICE = "grassroots_legal_office", _("基层法律服务所")
    PUBLIC_LEGAL_SERVICE_CENTRE = "public_legal_service_centre", _("公共法律服务中心（站、室）")
    JUSTICE_OFFICE = "justice_office", _("司法所")


class PractitionerKind(models.TextChoices):
    """Kinds of 法律服务人员."""

    LAWYER = "lawyer", _("律师")
    NOTARY = "notary", _("公证员")
    FORENSIC_EXAMINER = "forensic_examiner", _("司法鉴定人")
    GRASSROOTS_LEGAL_WORKER = "grassroots_legal_worker", _("基层法律服务工作者")
    MEDIATOR = "mediator", _("人民调解员")


class EntryStatus(models.TextChoices):
    """Whether an entry may be read by everybody."""

    LISTED = "listed", _("公开")
    UNLISTED = "unlisted", _("不公开")


class RecordState(models.TextChoices):
    """Where a record stands. 公示中 and 已期满 are no states: the day decides (``cms.directory.states.phase``)."""

    DRAFTED = "drafted", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已审核")
    WITHDRAWN = "withdrawn", _("已撤下")


class Phase(models.TextChoices):
    """What a record is on a day: its state, or what the dates of an approved one make of it."""

    DRAFTED = "drafted", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    AWAITING = "awaiting", _("待公示")
    SHOWN = "shown", _("公示中")
    LAPSED = "lapsed", _("已期满")
    WITHDRAWN = "withdrawn", _("已撤下")


class WithdrawalReason(models.TextChoices):
    """Why a record was withdrawn (article 14); published with the document number, and nothing else."""

    ALTERED = "altered", _("原决定被变更")
    REVOKED = "revoked", _("原决定被撤销")
    VOID = "void", _("原决定被确认违法或者无效")


class Effect(models.TextChoices):
    """What a kind of penalty or sanction does to practising."""

    NONE = "none", _("不影响执业")
    SUSPENDS = "suspends", _("停止执业一段时间")
    ENDS = "ends", _("终止执业")


class StandingCode(models.TextChoices):
    """执业状态 on a day: derived, never stored."""

    IN_PRACTICE = "in_practice", _("正常执业")
    SUSPENDED = "suspended", _("停止执业")
    REVOKED = "revoked", _("已被吊销或者撤销登记")
    CEASED = "ceased", _("已注销或者终止")


class ReportState(models.TextChoices):
    """Where a citizen's report of an error stands."""

    OPEN = "open", _("待处理")
    ANSWERED = "answered", _("已更正并答复")
    REJECTED = "rejected", _("经核实未更正")


class ImportTask(models.TextChoices):
    """What a job does."""

    BRING_IN = "bring_in", _("导入")
    UNDO = "undo", _("撤销导入")


class ImportState(models.TextChoices):
    """Where a job stands (``cms.directory.services.import_jobs``)."""

    WAITING = "waiting", _("等待检查")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("待确认")
    CONFIRMED = "confirmed", _("等待执行")
    RUNNING = "running", _("正在执行")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未能完成")
    DISCARDED = "discarded", _("已放弃")


class NoticeEvent(models.TextChoices):
    """What the one concerned is told."""

    RECORD_PUBLISHED = "record_published", _("公示告知")
    RECORD_WITHDRAWN = "record_withdrawn", _("撤下告知")


SUBJECT_KINDS = [*InstitutionKind.choices, *PractitionerKind.choices]
