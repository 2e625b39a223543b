"""Addresses of step 4."""

from django.urls import path

from sektoral.steps.step4_check.views import checking as views
from sektoral.steps.step4_check.views import contradictions

app_name = "step4"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("pertentangan/", contradictions.contradictions, name="contradictions"),
    path("pertentangan/<uuid:key>/", contradictions.contradiction, name="contradiction"),
    path("pertentangan/<uuid:key>/putusan/", contradictions.rule, name="contradiction_rule"),
    path("pertentangan/<uuid:key>/<uuid:side>/", contradictions.answer, name="contradiction_reply"),
    path("janji/", views.promises, name="promises"),
    path("pembina/", views.priority, name="priority"),
    path("pembina/<uuid:key>/lulus/", views.pass_priority, name="pass_priority"),
    path("pembina/<uuid:key>/kembali/", views.return_priority, name="return_priority"),
    path("<uuid:key>/", views.review, name="review"),
    path("<uuid:key>/terima/", views.accept, name="accept"),
    path("<uuid:key>/kembali/", views.return_items, name="return"),
    path("<uuid:key>/<slug:sheet>/alihkan/", views.hand_on_table, name="hand_on"),
    path("<uuid:key>/<slug:sheet>/", views.table, name="table"),
]
