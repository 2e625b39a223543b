"""Addresses under /bank-data/."""

from django.urls import path

from sektoral.bank.views import exploring, imports, releases, walidata
from sektoral.bank.views import reading as views

app_name = "bank"
urlpatterns = [
    path("", views.index, name="index"),
    path("tabel/<uuid:key>/", views.table, name="table"),
    path("tabel/<uuid:key>/unduh/<slug:name>/", views.download, name="download"),
    path("tabel/<uuid:key>/jelajah/", exploring.table, name="explore"),
    path("tabel/<uuid:key>/jelajah/grafik.svg", exploring.table_chart, name="explore_chart"),
    path("variabel/", exploring.variables, name="variables"),
    path("variabel/<str:code>/", exploring.variable, name="variable"),
    path("variabel/<str:code>/grafik.svg", exploring.variable_chart, name="variable_chart"),
    path("angka/<int:key>/", views.value, name="value"),
    path("angka/<int:key>/berkas/", views.softcopy, name="softcopy"),
    path("angka/<int:key>/lembar/", views.source, name="source"),
    path("impor/", imports.index, name="imports"),
    path("impor/<uuid:key>/", imports.result, name="import"),
    path("impor/<uuid:key>/kemajuan/", imports.progress, name="import_progress"),
    path("impor/<uuid:key>/simpan/", imports.store, name="import_store"),
    path("impor/<uuid:key>/tolak/", imports.decline, name="import_decline"),
    path("impor/<uuid:key>/berkas/", imports.original, name="import_file"),
    path("tabel/<uuid:key>/impor/", imports.new, name="import_new"),
    path("tabel/<uuid:key>/impor/templat/", imports.template, name="import_template"),
    path("tabel/<uuid:key>/klasifikasi/", releases.classify_table, name="classify"),
    path("e-walidata/", walidata.index, name="walidata"),
    path("e-walidata/<str:year>/berkas.<slug:name>", walidata.download, name="walidata_file"),
    path("rilis/", releases.releases, name="releases"),
    path("rilis/rencana/", releases.plan_all, name="plan_all"),
    path("rilis/terbit/", releases.publish_many, name="publish_many"),
    path("rilis/<uuid:key>/terbit/", releases.publish_one, name="publish"),
    path("rilis/<uuid:key>/tarik/", releases.withdraw, name="withdraw"),
    path("rilis/<uuid:key>/<str:period>/", releases.release, name="release"),
    path("rilis/<uuid:key>/<str:period>/rencana/", releases.plan, name="plan"),
]
