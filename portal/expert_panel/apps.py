from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertPanelConfig(AppConfig):
    """portal.expert_panel."""

    name = "portal.expert_panel"
    verbose_name = _("专家组")

    def ready(self) -> None:
        """Register with the message board: who is let in, what follows an act, what stands on the pages, whose clock it is."""
        from portal.consultations import neighbours
        from portal.consultations.views.workbench.acting import register_case_act
        from portal.expert_panel import demo, entries, following, record_kinds, sections
        from portal.expert_panel.services import figures, suggesting, warning
        from portal.expert_panel.views.referring import REFER
        from portal.retention.facts import register_figures

        neighbours.register_party(following.party_of)
        neighbours.register_way_in(following.way_in)
        neighbours.register_forgetting(following.forget)
        neighbours.register_owing(warning.owed_by_experts)
        neighbours.register_to_let_in(sections.experts)
        neighbours.register_staff_section("expert_panel", 20, sections.for_staff)
        neighbours.register_correction_words(suggesting.words_for_correction)
        neighbours.register_demo(demo.seed_panel)
        neighbours.event_written.connect(_follow, dispatch_uid="portal.expert_panel")
        register_case_act("refer", REFER)
        record_kinds.register()
        register_figures(figures.LEFT, figures.left_by)
        entries.register()


def _follow(sender: object, **told: Any) -> None:
    from portal.expert_panel.following import follow

    told.pop("signal", None)
    follow(**told)
