"""Rows of the message board, one concern a module."""

from portal.consultations.models.agreements import (
    AgreementConsent,
    PrivacyRules,
    RiskNotice,
    ServiceAgreement,
    ServiceRules,
)
from portal.consultations.models.answers import (
    Answer,
    AnswerCitation,
    AnswerDraft,
    AnswerTemplate,
    DeferredReply,
    FollowUp,
    FurtherQuestion,
    InternalNote,
    SatisfactionRating,
)
from portal.consultations.models.consultation import (
    AddedFact,
    CitizenContact,
    Consultation,
    ConsultationEvent,
    RelatedMatter,
)
from portal.consultations.models.deadlines import CalendarDay, Deadline, DeadlineChange, ServiceHours, SlaPolicy
from portal.consultations.models.intake import Attachment, IntakeDraft
from portal.consultations.models.people import (
    DutyShift,
    Leave,
    Recusal,
    ResidentInstitution,
    ResidentStaff,
    ShiftSwap,
    StaffCode,
)
from portal.consultations.models.querysets import ReceiptSession
from portal.consultations.models.records import RecordHead
from portal.consultations.models.screening import (
    Authority,
    DangerReport,
    ErasureRequest,
    MinorOpening,
    Refusal,
    RefusalAppeal,
    RefusalProposal,
    ScreeningFlag,
    TextFingerprint,
)
from portal.consultations.models.settings import AskingMode, ConsultationSettings

__all__ = [
    "AddedFact",
    "AgreementConsent",
    "Answer",
    "AnswerCitation",
    "AnswerDraft",
    "AnswerTemplate",
    "AskingMode",
    "Attachment",
    "Authority",
    "CalendarDay",
    "CitizenContact",
    "Consultation",
    "ConsultationEvent",
    "ConsultationSettings",
    "DangerReport",
    "Deadline",
    "DeadlineChange",
    "DeferredReply",
    "DutyShift",
    "ErasureRequest",
    "FollowUp",
    "FurtherQuestion",
    "IntakeDraft",
    "InternalNote",
    "Leave",
    "MinorOpening",
    "PrivacyRules",
    "ReceiptSession",
    "RecordHead",
    "Recusal",
    "Refusal",
    "RefusalAppeal",
    "RefusalProposal",
    "RelatedMatter",
    "ResidentInstitution",
    "ResidentStaff",
    "RiskNotice",
    "SatisfactionRating",
    "ScreeningFlag",
    "ServiceAgreement",
    "ServiceHours",
    "ServiceRules",
    "ShiftSwap",
    "SlaPolicy",
    "StaffCode",
    "TextFingerprint",
]
