from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """portal.retention."""

    name = "portal.retention"
    verbose_name = _("保存和清理")

    def ready(self) -> None:
        """Prove each copy by its anchor; name what holding writes on record; take what the outbox owes; put the pages where people
        work."""
        from django.utils.translation import gettext_lazy

        from portal.consultations import neighbours
        from portal.consultations.record_words import Said, register_acts
        from portal.retention import entries, sections
        from portal.retention.anchors.proving import proof_of_anchor
        from portal.retention.demo import seed_keeping
        from portal.retention.services import exporting, purge_runs

        neighbours.register_anchor_proof(proof_of_anchor)
        neighbours.allow_on_frozen("legal_hold", "release_hold")
        register_acts(
            {
                "legal_hold": Said(gettext_lazy("列为依法保存")),
                "release_hold": Said(gettext_lazy("解除依法保存")),
            }
        )
        purge_runs.register()
        exporting.register()
        entries.register()
        neighbours.register_citizen_section("openings", 90, sections.for_citizen)
        neighbours.register_staff_section("keeping", 90, sections.for_staff)
        neighbours.register_forgetting(exporting.withdraw_of_case)
        neighbours.register_demo(seed_keeping)
