"""Addresses of step 2."""

from django.urls import path

from sektoral.steps.step2_distribute import views

app_name = "step2"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:pk>/", views.round_page, name="round"),
    path("<uuid:pk>/kirim/", views.send, name="send"),
]
