"""Rows of the directory: entries, penalties and sanctions, the clerk's work."""

from cms.directory.models.entries import Affiliation, Entry, Institution, Practitioner
from cms.directory.models.jobs import ImportJob, ImportRow
from cms.directory.models.records import (
    AdministrativePenalty,
    DisciplinaryRecord,
    PenaltyKind,
    ProfessionalSanction,
    SanctionKind,
)
from cms.directory.models.work import DirectoryImport, DirectoryNotice, ErrorReport

__all__ = [
    "AdministrativePenalty",
    "Affiliation",
    "DirectoryImport",
    "DirectoryNotice",
    "DisciplinaryRecord",
    "Entry",
    "ErrorReport",
    "ImportJob",
    "ImportRow",
    "Institution",
    "PenaltyKind",
    "Practitioner",
    "ProfessionalSanction",
    "SanctionKind",
]
