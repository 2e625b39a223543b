"""Addresses under /data/. They are printed in papers: none of them ever changes its meaning.

The office stands in every one, also where there is only one: a second office must break no link.
"""

from django.urls import path

from sektoral.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:office>/", views.office, name="office"),
    path("<slug:office>/kalender/", views.calendar, name="calendar"),
    path("<slug:office>/kalender.ics", views.calendar_file, name="calendar_ics"),
    path("<slug:office>/rilis.atom", views.feed, name="feed"),
    path("<slug:office>/katalog.<slug:extension>", views.catalogue, name="catalogue"),
    path("<slug:office>/peta-situs.xml", views.sitemap, name="sitemap"),
    path("<slug:office>/<slug:agency>/<str:code>/", views.series, name="series"),
    path("<slug:office>/<slug:agency>/<str:code>/grafik.svg", views.series_chart, name="series_chart"),
    path("<slug:office>/<slug:agency>/<str:code>/unduh/<slug:name>", views.series_download, name="series_download"),
    path("<slug:office>/<slug:agency>/<str:code>/<str:period>/e<int:edition>/grafik.svg", views.chart, name="chart"),
    path("<slug:office>/<slug:agency>/<str:code>/<str:period>/", views.period, name="period"),
    path("<slug:office>/<slug:agency>/<str:code>/<str:period>/e<int:edition>/", views.edition, name="edition"),
    path(
        "<slug:office>/<slug:agency>/<str:code>/<str:period>/e<int:edition>/unduh/<slug:name>",
        views.download,
        name="download",
    ),
]
