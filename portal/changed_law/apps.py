from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangedLawConfig(AppConfig):
    """portal.changed_law."""

    name = "portal.changed_law"
    verbose_name = _("法律变动后的复查")

    def ready(self) -> None:
        """Hear of changed laws and of corrections; stand on the pages of a case and on the workbench; name the acts."""
        from portal.changed_law import records, sections
        from portal.changed_law.demo import seed_second_look
        from portal.changed_law.services import deciding, finding, flagging, forgetting, templates
        from portal.common.workbench import add_entry
        from portal.consultations import neighbours
        from portal.consultations.models.querysets import ANSWER, SUPERVISE, SUPPORT

        flagging.register()
        neighbours.register_demo(seed_second_look)
        records.register()
        neighbours.event_written.connect(deciding.close_corrected, dispatch_uid="changed_law.corrected")
        neighbours.register_template_doubts(templates.words_for)
        neighbours.register_doubts(finding.cases_in_doubt)
        neighbours.register_forgetting(forgetting.forget_reasons)
        neighbours.register_citizen_section("changed_law", 10, sections.for_citizen)
        neighbours.register_staff_section("changed_law", 10, sections.for_staff)
        neighbours.register_copy_part(sections.for_copy)
        for permission in (ANSWER, SUPPORT, SUPERVISE):
            name = f"changed-law-{permission.rpartition('.')[2]}"
            add_entry(name, _("法律变动后的复查"), "changed-law/", permission, 18, finding.open_for)
