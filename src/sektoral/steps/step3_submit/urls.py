"""Addresses of step 3."""

from django.urls import path

from sektoral.steps.step3_submit.views import (
    carrying,
    findings,
    form,
    instrument,
    office,
    papers,
    request,
    requests,
    uploading,
    withdrawing,
)

app_name = "step3"
urlpatterns = [
    path("", requests.requests, name="requests"),
    path("susulan/", requests.follow_up, name="follow_up"),
    path("<uuid:key>/", request.request, name="request"),
    path("<uuid:key>/unggah/", uploading.upload, name="upload"),
    path("<uuid:key>/petugas/", uploading.enter, name="enter"),
    path("<uuid:key>/perpanjang/", office.extend_deadline, name="extend"),
    path("<uuid:key>/rumusan/", office.adopt, name="adopt"),
    path("<uuid:key>/yang-diperiksa/", instrument.checks, name="checks"),
    path("<uuid:key>/formulir.pdf", instrument.form, name="form"),
    path("<uuid:key>/prapemeriksaan.json", instrument.precheck, name="precheck"),
    path("<uuid:key>/isi/", form.overview, name="typing"),
    path("<uuid:key>/isi/kirim/", form.send, name="typing_send"),
    path("<uuid:key>/isi/<slug:sheet>/", form.table, name="typing_table"),
    path("<uuid:key>/kiriman/<uuid:submission>/ketik/", form.overview, name="typing"),
    path("<uuid:key>/kiriman/<uuid:submission>/ketik/kirim/", form.send, name="typing_send"),
    path("<uuid:key>/kiriman/<uuid:submission>/ketik/halaman/<int:number>.png", form.page, name="typing_page"),
    path("<uuid:key>/kiriman/<uuid:submission>/ketik/<slug:sheet>/", form.table, name="typing_table"),
    path("<uuid:key>/berkas/<uuid:file>/", papers.file, name="file"),
    path("<uuid:key>/kiriman/<uuid:submission>/", request.submission, name="submission"),
    path("<uuid:key>/kiriman/<uuid:submission>/kemajuan/", request.progress, name="progress"),
    path("<uuid:key>/kiriman/<uuid:submission>/penjelasan/", request.explain, name="explain"),
    path("<uuid:key>/kiriman/<uuid:submission>/gaya-angka/", request.settle, name="settle"),
    path("<uuid:key>/kiriman/<uuid:submission>/temuan.json", findings.as_json, name="found_json"),
    path("<uuid:key>/kiriman/<uuid:submission>/temuan.csv", findings.as_csv, name="found_csv"),
    path("<uuid:key>/kiriman/<uuid:submission>/bertanda/", papers.marked, name="marked"),
    path("<uuid:key>/kiriman/<uuid:submission>/pindah/", carrying.carry, name="carry"),
    path("<uuid:key>/kiriman/<uuid:submission>/pindah/buku-kerja/", carrying.carried_file, name="carried"),
    path("<uuid:key>/kiriman/<uuid:submission>/tarik/", withdrawing.withdraw, name="withdraw"),
    path("<uuid:key>/kiriman/<uuid:submission>/surat/", papers.transmittal, name="transmittal"),
    path("<uuid:key>/kiriman/<uuid:submission>/pindaian/", papers.scan, name="scan"),
    path("<uuid:key>/surat/<uuid:letter>/", papers.preview, name="preview"),
    path("<uuid:key>/surat/<uuid:letter>/halaman/<int:number>.png", papers.picture, name="picture"),
    path("<uuid:key>/surat/<uuid:letter>/tanda-tangan/", papers.sign, name="sign"),
]
