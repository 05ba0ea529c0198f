"""What everybody reads of the board."""

from django.urls import path

from portal.public_board.reading.board import board
from portal.public_board.reading.copies import public_pdf, public_text
from portal.public_board.reading.feed import board_feed
from portal.public_board.reading.page import public_page

urlpatterns = [
    path("consultations/", board, name="public_board"),
    path("consultations/feed/", board_feed, name="public_board_feed"),
    path("consultations/feed/<slug:topic>/", board_feed, name="public_board_topic_feed"),
    path("consultations/public/<slug:code>/", public_page, name="public_consultation"),
    path("consultations/public/<slug:code>/download.txt", public_text, name="public_consultation_text"),
    path("consultations/public/<slug:code>/download.pdf", public_pdf, name="public_consultation_pdf"),
]
