"""Consultations made public with the citizen's consent to the exact redacted text (article 30)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicBoardConfig(AppConfig):
    """portal.public_board."""

    name = "portal.public_board"
    verbose_name = _("公开的咨询")

    def ready(self) -> None:
        """Say what of the board cites the law. Join the message board: words of acts, what follows from what happens to a case,
        parts of its pages, erasure."""
        from cms.laws.citing import register_citing
        from portal.consultations import neighbours
        from portal.public_board import demo, record_claims, words
        from portal.public_board.catalogue import titles_of
        from portal.public_board.services import doubting, following
        from portal.public_board.views import entries, sections

        register_citing("public_board.Publication", titles_of)
        words.register()
        record_claims.register()
        neighbours.event_written.connect(following.follow, dispatch_uid="portal.public_board.follow")
        neighbours.answers_in_doubt.connect(doubting.enter_review, dispatch_uid="portal.public_board.doubt")
        neighbours.doubts_ended.connect(doubting.may_decide_again, dispatch_uid="portal.public_board.doubt_ended")
        neighbours.register_forgetting(following.forget)
        neighbours.register_citizen_section("publication", 60, sections.for_citizen)
        neighbours.register_staff_section("publication", 60, sections.for_staff)
        neighbours.register_offers(sections.offers)
        neighbours.register_demo(demo.seed_publications)
        entries.register()
