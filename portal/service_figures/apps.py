from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceFiguresConfig(AppConfig):
    """portal.service_figures."""

    name = "portal.service_figures"
    verbose_name = _("运行数据")

    def ready(self) -> None:
        """Make the board's rows, figures and panels known, and put the room on the workbench."""
        from portal.consultations import neighbours
        from portal.service_figures import demo, panels, purged, rooms, sources
        from portal.service_figures.issues import keeping, left
        from portal.service_figures.measures import board
        from portal.service_figures.views import entries

        sources.register()
        keeping.register()
        purged.register()
        left.register()
        board.register()
        panels.register()
        entries.register()
        rooms.register()
        neighbours.register_demo(demo.seed_figures)
