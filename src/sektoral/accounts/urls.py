"""Addresses of a person's own pages; allauth answers to the rest of `/akun/`."""

from django.urls import path

from sektoral.accounts import views

app_name = "accounts"
urlpatterns = [
    path("pengaturan/", views.settings, name="settings"),
    path("kantor/", views.choose_office, name="choose_office"),
]
