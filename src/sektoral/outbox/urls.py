"""Addresses of the outbox."""

from django.urls import path

from sektoral.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.outgoing, name="outgoing"),
    path("pemberitahuan/", views.inbox, name="inbox"),
    path("pemberitahuan/dibaca/", views.read_all, name="read_all"),
    path("pemberitahuan/<uuid:key>/", views.open_notice, name="open"),
    path("<uuid:key>/", views.message, name="message"),
    path("<uuid:key>/kirim-lagi/", views.again, name="again"),
    path("<uuid:key>/anggap-terkirim/", views.assume, name="assume"),
]
