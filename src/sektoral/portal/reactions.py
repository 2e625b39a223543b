"""What follows of itself for the public: a release's charts are drawn before its first visitor comes."""

import logging
from datetime import datetime

from django.conf import settings

from sektoral.adapters.charts import draw_all
from sektoral.domain.errors import NotFound, Unavailable
from sektoral.portal.queries.offices import find_table
from sektoral.portal.queries.table import charts_of_release
from sektoral.records.models import Event, Release

log = logging.getLogger("sektoral.portal")


def draw_charts(event: Event, *, at: datetime) -> None:
    """On `release.published`: draw the edition and the series with it; where that fails the first visitor's page tries.

    Nothing is drawn of what was withdrawn or closed meanwhile.
    """
    release = Release.objects.select_related("office", "agency").get(pk=event.about_id)
    try:
        address = find_table(release.office.slug, release.agency.code, release.code)
        charts = charts_of_release(address, release, at=max(at, release.embargo_until or at))
        draw_all([one for chart in charts for one in chart.variants], kept_in=settings.VAR / "charts")
    except NotFound:
        log.info("release %s is not public any more", release.pk)
    except Unavailable:
        log.warning("the charts of release %s were not drawn", release.pk)
