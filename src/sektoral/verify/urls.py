"""Addresses that letters print: short, public, and good for ever."""

from django.urls import path

from sektoral.verify import views

app_name = "verify"
urlpatterns = [
    path("", views.form, name="form"),
    path("bandingkan/", views.compare_any, name="compare_any"),
    path("titik-periksa/", views.checkpoints, name="checkpoint_offices"),
    path("titik-periksa/<slug:slug>/", views.checkpoints, name="checkpoints"),
    path("titik-periksa/<slug:slug>/semua.txt", views.checkpoint_notes, name="checkpoint_notes"),
    path("titik-periksa/<slug:slug>/<int:sequence>.txt", views.checkpoint_notes, name="checkpoint_note"),
    path("kunci.txt", views.keys, name="keys"),
    path("periksa.py", views.checking_program, name="checker"),
    path("<str:token>", views.document, name="document"),
    path("<str:token>/bandingkan/", views.compare, name="compare"),
    path("<str:token>/halaman/<int:number>.png", views.page_image, name="page_image"),
    path("<str:token>/surat.pdf", views.pdf, name="pdf"),
]
