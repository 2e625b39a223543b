"""Addresses under /bank-data/."""

from django.urls import path

from sektoral.bank.views import exploring, imports
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
    path("impor/", imports.index, name="imports"),
    path("impor/<uuid:key>/", imports.result, name="import"),
    path("impor/<uuid:key>/kemajuan/", imports.progress, name="import_progress"),
    path("impor/<uuid:key>/simpan/", imports.store, name="import_store"),
    path("impor/<uuid:key>/tolak/", imports.decline, name="import_decline"),
    path("impor/<uuid:key>/berkas/", imports.original, name="import_file"),
    path("tabel/<uuid:key>/impor/", imports.new, name="import_new"),
    path("tabel/<uuid:key>/impor/templat/", imports.template, name="import_template"),
]
