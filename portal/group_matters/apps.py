from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupMattersConfig(AppConfig):
    """portal.group_matters."""

    name = "portal.group_matters"
    verbose_name = _("群体性咨询")

    def ready(self) -> None:
        """Stand on the pages of a case and on the workbench; name the acts; let the outbox send answers."""
        from portal.common.workbench import add_entry
        from portal.consultations import neighbours
        from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE
        from portal.consultations.record_words import Said, register_acts
        from portal.consultations.records.claims import TextKind, plain_text, register_text_kind
        from portal.group_matters import sections
        from portal.group_matters.demo import seed_matter
        from portal.group_matters.models import MatterAnswer
        from portal.group_matters.services import answering_all, doubting, forgetting, sorting
        from portal.retention.walking import keep_without_case

        answering_all.register()
        doubting.register()
        # What was written for all outlives the case it was written in: it holds nothing of one of them.
        keep_without_case(MatterAnswer)
        neighbours.register_demo(seed_matter)
        neighbours.register_citizen_section("group_matters", 40, sections.for_citizen)
        neighbours.register_staff_section("group_matters", 40, sections.for_staff)
        neighbours.register_forgetting(forgetting.forget_reasons)
        register_acts(
            {
                sorting.JOIN: Said(_("有新的进展"), staff=_("人工并入群体性咨询")),
                sorting.SPLIT: Said(_("有新的进展"), staff=_("从群体性咨询拆出")),
            }
        )
        register_text_kind(
            TextKind("matter_change", "reason", lambda case: case.matter_changes.all(), plain_text("reason"))
        )
        for permission, order in ((ANSWER, 15), (MODERATE, 22), (SUPERVISE, 22)):
            name = f"matters-{permission.rpartition('.')[2]}"
            add_entry(name, _("群体性咨询"), "matters/", permission, order)
