"""Addresses under /metadata/."""

from django.urls import path

from sektoral.metadata.views import codelists, comparisons, data_lists, forms_files, forms_pages, remarks, standards

app_name = "metadata"
urlpatterns = [
    path("", forms_pages.index, name="index"),
    path("opd/<uuid:agency>/", forms_pages.agency, name="agency"),
    path("opd/<uuid:agency>/<slug:form>/<path:about>/", forms_pages.form, name="form"),
    path("versi/<uuid:pk>/", forms_pages.version, name="version"),
    path("versi/<uuid:pk>/pakai/", forms_pages.anew, name="anew"),
    path("versi/<uuid:pk>/sesuai/", forms_pages.check, name="check"),
    path("versi/<uuid:pk>/formulir.pdf", forms_files.paper, name="paper"),
    path("indah.xlsx", forms_files.book, name="book"),
    path("indah.zip", forms_files.bundle, name="bundle"),
    path("standar/", standards.index, name="standards"),
    path("standar/<uuid:pk>/", standards.variable, name="variable"),
    path("kode/", codelists.index, name="codelists"),
    path("kode/<uuid:pk>/", codelists.codelist, name="codelist"),
    path("kode/akhiri/<uuid:pk>/", codelists.end, name="code_end"),
    path("pembina/", remarks.steward, name="steward"),
    path("forum/", remarks.forum, name="forum"),
    path("catatan/", remarks.remarks, name="remarks"),
    path("catatan/<uuid:key>/", remarks.remark, name="remark"),
    path("catatan/baru/<uuid:table>/", remarks.new_remark, name="remark_new"),
    path("pembanding/", comparisons.comparisons, name="comparisons"),
    path("pembanding/<uuid:key>/", comparisons.comparison, name="comparison"),
    path("pembanding/<uuid:key>/templat/", comparisons.template, name="comparison_template"),
    path("daftar-data/", data_lists.editions, name="data_lists"),
    path("daftar-data/<uuid:key>/", data_lists.edition, name="data_list"),
    path("daftar-data/<uuid:key>/ajukan/", data_lists.propose, name="data_list_propose"),
    path("daftar-data/<uuid:key>/kembalikan/", data_lists.send_back, name="data_list_send_back"),
    path("daftar-data/<uuid:key>/sepakati/", data_lists.agree, name="data_list_agree"),
    path("daftar-data/<uuid:key>/perbedaan/", data_lists.differences, name="data_list_differences"),
    path("daftar-data/<uuid:key>/prioritas/", data_lists.priority, name="data_list_priority"),
    path("daftar-data/<uuid:key>/cetak/", data_lists.paper, name="data_list_paper"),
    path("daftar-data/<uuid:key>/berita-acara/", data_lists.minutes, name="data_list_minutes"),
    path("daftar-data/<uuid:key>/entri/<path:entry>/keluarkan/", data_lists.leave_out, name="data_list_leave_out"),
    path("daftar-data/<uuid:key>/entri/<path:entry>/", data_lists.entry, name="data_list_entry"),
]
