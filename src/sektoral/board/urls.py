"""Addresses of the board: `/` leads people to where they belong, the rest stands under `/papan/`."""

from django.urls import path

from sektoral.board.views import control, journal, rounds, sop

app_name = "board"
urlpatterns = [
    path("", rounds.start, name="start"),
    path("papan/", rounds.home, name="home"),
    path("papan/ikhtisar/", rounds.office_overview, name="overview"),
    path("papan/putaran/", rounds.rounds, name="rounds"),
    path("papan/putaran/<uuid:key>/", rounds.board, name="board"),
    path("papan/putaran/<uuid:key>/kelengkapan/", rounds.completeness, name="completeness"),
    path("papan/putaran/<uuid:key>/opd/<uuid:asked>/", rounds.agency, name="agency"),
    path("papan/putaran/<uuid:key>/kendali.pdf", control.of_round, name="control"),
    path("papan/putaran/<uuid:key>/opd/<uuid:asked>/kendali.pdf", control.of_agency, name="control_agency"),
    path("papan/jurnal/", journal.journal, name="journal"),
    path("papan/jurnal/pekerjaan/", journal.worker, name="worker"),
    path("papan/jurnal/pekerjaan/<int:key>/ulangi/", journal.retry, name="retry"),
    path("papan/sop/", sop.sop, name="sop"),
    path("papan/sop/<uuid:key>/", sop.sop, name="sop_version"),
    path("papan/sop/<uuid:key>/sop.pdf", sop.sop_pdf, name="sop_pdf"),
]
