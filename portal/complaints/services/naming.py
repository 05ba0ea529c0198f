"""Article 22 in what the complainant reads: nobody who bears a code of the matter is named, nor their firm."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.complaints.models import Complaint
from portal.complaints.services.filing import codes_of
from portal.consultations.editor.names import firm_forms, person_forms
from portal.consultations.models import ResidentStaff

NAMES_SOMEBODY = _("“%s”会让人知道编号后面是谁（规范第二十二条），请改掉。")


def named_in(complaint: Complaint, text: str) -> str:
    """A name of who bears the code of a complaint or one that its citizen met in the case, or of their firm; "" where the
    text holds none."""
    codes = {complaint.staff_code, *(codes_of(complaint.consultation) if complaint.consultation is not None else ())}
    staff = ResidentStaff.objects.filter(staff_code__code__in=codes - {""})
    forms: set[str] = set()
    for bearer in staff.select_related("practitioner", "resident_institution__institution"):
        forms |= {*person_forms(bearer.practitioner.name), *firm_forms([bearer.resident_institution.institution.name])}
    return next((form for form in sorted(forms, key=len, reverse=True) if form and form in text), "")
