"""Addresses under /epss/."""

from django.urls import path

from sektoral.assessment import views

app_name = "assessment"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/bukti.zip", views.evidence, name="evidence"),
    path("<int:year>/<slug:code>/", views.indicator, name="indicator"),
]
