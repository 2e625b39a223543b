"""Addresses under /bank-data/."""

from django.urls import path

from sektoral.bank.views import exploring
from sektoral.bank.views import reading as views

app_name = "bank"
urlpatterns = [
    path("", views.index, name="index"),
    path("tabel/<uuid:key>/", views.table, name="table"),
    path("tabel/<uuid:key>/unduh/<slug:name>/", views.download, name="download"),
    path("tabel/<uuid:key>/jelajah/", exploring.table, name="explore"),
    path("variabel/", exploring.variables, name="variables"),
    path("variabel/<str:code>/", exploring.variable, name="variable"),
    path("angka/<int:key>/", views.value, name="value"),
    path("angka/<int:key>/berkas/", views.softcopy, name="softcopy"),
]
