"""Addresses of a person's own pages; allauth answers to the rest of `/akun/`."""

from django.urls import path

from sektoral.accounts import views

app_name = "accounts"
urlpatterns = [
    path("pengaturan/", views.settings, name="settings"),
    path("identitas/", views.identity, name="identity"),
    path("kantor/", views.choose_office, name="choose_office"),
    path("email/", views.not_offered),  # the office enters addresses itself; allauth would let people change theirs
    path("signup/", views.not_offered),
]
