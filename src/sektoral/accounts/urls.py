"""Addresses of a person's own pages; allauth answers to the rest of `/akun/`."""

from django.urls import path

from sektoral.accounts.views import invitations, own, security

app_name = "accounts"
urlpatterns = [
    path("pengaturan/", own.settings, name="settings"),
    path("identitas/", own.identity, name="identity"),
    path("langkah-kedua/", security.second_factor, name="second_factor"),
    path("sesi/", security.sessions_page, name="sessions"),
    path("sesi/lain/akhiri/", security.end_other_sessions, name="end_other_sessions"),
    path("sesi/<int:key>/akhiri/", security.end_session, name="end_session"),
    path("kantor/", own.choose_office, name="choose_office"),
    path("undangan/", invitations.invitation, name="invitation"),
    path("undangan/kode/", invitations.prove, name="prove"),
    path("undangan/<uuid:key>/terima/", invitations.accept, name="accept"),
    path("undangan/<str:token>/", invitations.follow, name="follow"),
    path("email/", own.not_offered),  # the office enters addresses itself; allauth would let people change theirs
    path("signup/", own.not_offered),
    path("sessions/", own.not_offered),  # allauth's own list of them; ours is /akun/sesi/
]
