from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """portal.consultations."""

    name = "portal.consultations"
    verbose_name = _("法律咨询")

    def ready(self) -> None:
        """Sow the first texts and time limits after each migration; say who handles what the outbox owes, what citizens
        are told, and what an answer must pass; put the rooms on the workbench; let kept pages end
        when a text changes."""
        from portal.accounts.citizens.asking import register_mode
        from portal.common.generation import raise_on_change
        from portal.consultations import citizen_texts
        from portal.consultations.attachments import storage
        from portal.consultations.deadlines.sowing import sow_time_limits
        from portal.consultations.editor import checking
        from portal.consultations.models import (
            ConsultationSettings,
            PrivacyRules,
            RiskNotice,
            ServiceAgreement,
            ServiceRules,
        )
        from portal.consultations.services.residents import duty
        from portal.consultations.services.screening import looking as screening
        from portal.consultations.services.time import following_calendar
        from portal.consultations.sowing import sow_authorities, sow_texts
        from portal.consultations.views.workbench import entries  # noqa: F401 - registers

        post_migrate.connect(sow_texts, sender=self, dispatch_uid="portal.consultations.texts")
        post_migrate.connect(sow_authorities, sender=self, dispatch_uid="portal.consultations.authorities")
        post_migrate.connect(sow_time_limits, sender=self, dispatch_uid="portal.consultations.time_limits")
        register_mode(lambda: ConsultationSettings.load().asking_mode)
        storage.register()
        following_calendar.register()
        screening.register()
        citizen_texts.register()
        checking.register()
        duty.register()
        raise_on_change(PrivacyRules, RiskNotice, ServiceAgreement, ServiceRules)
