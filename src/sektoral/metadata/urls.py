"""Addresses under /metadata/."""

from django.urls import path

from sektoral.metadata.views import forms_pages

app_name = "metadata"
urlpatterns = [
    path("", forms_pages.index, name="index"),
    path("opd/<uuid:agency>/", forms_pages.agency, name="agency"),
    path("opd/<uuid:agency>/<slug:form>/<path:about>/", forms_pages.form, name="form"),
    path("versi/<uuid:pk>/", forms_pages.version, name="version"),
    path("versi/<uuid:pk>/pakai/", forms_pages.anew, name="anew"),
    path("versi/<uuid:pk>/sesuai/", forms_pages.check, name="check"),
]
