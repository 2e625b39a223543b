"""Addresses of step 1."""

from django.urls import path

from sektoral.steps.step1_request.views import opening, orders, preparing

app_name = "step1"
urlpatterns = [
    path("", preparing.home, name="home"),
    path("buka/", opening.open_round, name="open"),
    path("perintah/", orders.order, name="order"),
    path("<uuid:pk>/disposisi/", orders.disposition, name="disposition"),
    path("<uuid:pk>/batalkan/", orders.cancel, name="cancel"),
    path("<uuid:pk>/", preparing.round_page, name="round"),
    path("<uuid:pk>/siapkan/", preparing.prepare, name="prepare"),
    path("permintaan/<uuid:pk>/buku-kerja.xlsx", preparing.workbook, name="workbook"),
]
