"""The style guide's address; it answers in demo and debug installations only."""

from django.urls import path

from sektoral.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.style_guide, name="style_guide"),
    path("kemajuan/", views.sample_progress, name="progress"),
]
