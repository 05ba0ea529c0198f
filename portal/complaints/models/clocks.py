"""By when a complaint is to be decided. Rows of their own, worked out by the same rules and functions as the deadlines of cases:
a complaint may have no case, several of one case run at once, and nothing that happens to the case stops them."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.consultations.models.choices import DeadlineKind
from portal.consultations.models.deadlines import RUNNING, RunningClock


class ComplaintClock(RunningClock):
    """The clock of one look at a complaint."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="clocks")
    look = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("投诉的时限")
        verbose_name_plural = _("投诉的时限")
        default_permissions = ()
        ordering = ["complaint", "look"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "look"], name="complaint_clock_once_a_look"),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=F("started_at")), name="complaint_clock_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="complaint_clock_open", condition=RUNNING)]

    def __str__(self) -> str:
        return f"{self.complaint_id}.{self.look}"

    def get_kind_display(self) -> str:
        """What the clock is for."""
        return str(DeadlineKind.COMPLAINT.label)


class ComplaintClockChange(models.Model):
    """A clock that was worked out anew, and why."""

    deadline = models.ForeignKey(ComplaintClock, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("投诉时限变更")
        verbose_name_plural = _("投诉时限变更")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.reason}"
