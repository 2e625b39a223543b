"""Addresses under /pengaturan/."""

from django.urls import path

from sektoral.setup.views import chains, emblem, mutes, numbering, office, reruns, rules, signing, sops, texts

app_name = "setup"
urlpatterns = [
    path("", office.index, name="index"),
    path("kalender/", office.calendar, name="calendar"),
    path("penugasan/", office.seats, name="seats"),
    path("rantai/", chains.chains, name="chains"),
    path("tanda-tangan/", signing.service, name="service"),
    path("opd/", office.agencies, name="agencies"),
    path("tabel/", office.tables, name="tables"),
    path("penomoran/", numbering.numbering, name="numbering"),
    path("lambang/", emblem.emblem, name="emblem"),
    path("lambang/hapus/", emblem.remove, name="emblem_remove"),
    path("naskah/", texts.index, name="texts"),
    path("naskah/<slug:kind>/", texts.edit, name="text"),
    path("naskah/<slug:kind>/pratinjau/", texts.try_out, name="text_try"),
    path("naskah/<slug:kind>/bawaan/", texts.restore, name="text_restore"),
    path("sop/", sops.index, name="sops"),
    path("sop/mulai/", sops.begin, name="sop_begin"),
    path("sop/<uuid:pk>/", sops.version, name="sop_version"),
    path("sop/<uuid:pk>/ubah/", sops.edit, name="sop_edit"),
    path("sop/<uuid:pk>/pratinjau/", sops.preview, name="sop_preview"),
    path("sop/<uuid:pk>/naskah.pdf", sops.paper, name="sop_paper"),
    path("sop/<uuid:pk>/batalkan/", sops.drop, name="sop_drop"),
    path("sop/<uuid:pk>/ajukan/", sops.propose, name="sop_propose"),
    path("aturan/", rules.index, name="rules"),
    path("aturan/baru/", rules.choose, name="rule_choose"),
    path("aturan/tabel/<uuid:pk>/", rules.table, name="rule_table"),
    path("aturan/tabel/<uuid:pk>/baru/", rules.new, name="rule_new"),
    path("aturan/tabel/<uuid:pk>/pratinjau/", rules.try_out, name="rule_try"),
    path("aturan/tabel/<uuid:pk>/bisukan/", mutes.mute, name="mute"),
    path("aturan/bisu/<uuid:pk>/akhiri/", mutes.unmute, name="unmute"),
    path("aturan/ulang/", reruns.index, name="reruns"),
    path("aturan/ulang/<uuid:pk>/", reruns.rerun, name="rerun"),
    path("aturan/ulang/<uuid:pk>/kemajuan/", reruns.progress, name="rerun_progress"),
    path("aturan/<uuid:pk>/", rules.rule, name="rule"),
    path("aturan/<uuid:pk>/ubah/", rules.change, name="rule_change"),
    path("aturan/<uuid:pk>/aktifkan/", rules.activate, name="rule_activate"),
    path("aturan/<uuid:pk>/hentikan/", rules.retire, name="rule_retire"),
    path("aturan/<uuid:pk>/pulihkan/", rules.restore, name="rule_restore"),
]
