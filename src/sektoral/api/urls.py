"""Addresses under /api/v1/: those that the description lists, each behind the one door, and what surrounds them."""

from django.urls import include, path, re_path

from sektoral.api.views import around, sdmx
from sektoral.api.views.description import operations

app_name = "api"
urlpatterns = [
    path("", around.index, name="index"),
    path("openapi.json", around.description, name="description"),
    *operations(),
    path("sdmx/", include((sdmx.urlpatterns, "sdmx"))),
    re_path("^.*$", around.unknown, name="unknown"),
]
