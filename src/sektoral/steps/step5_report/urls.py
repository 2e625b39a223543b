"""Addresses of step 5."""

from django.urls import path

from sektoral.steps.step5_report import views

app_name = "step5"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:key>/", views.round_page, name="round"),
    path("<uuid:key>/tutup/", views.close, name="close"),
    path("<uuid:key>/susun/", views.draft, name="draft"),
    path("<uuid:key>/adendum/", views.addendum, name="addendum"),
    path("<uuid:key>/bukti/", views.evidence, name="evidence"),
    path("<uuid:key>/angka/", views.figures, name="figures"),
    path("<uuid:key>/angka.xlsx", views.figures_workbook, name="figures_workbook"),
    path("<uuid:key>/ringkasan.pdf", views.summary, name="summary"),
]
