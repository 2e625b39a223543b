"""Addresses under /pengaturan/."""

from django.urls import path

from sektoral.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.index, name="index"),
    path("kalender/", views.calendar, name="calendar"),
    path("penugasan/", views.seats, name="seats"),
    path("opd/", views.agencies, name="agencies"),
    path("tabel/", views.tables, name="tables"),
]
