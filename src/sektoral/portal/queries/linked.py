"""A table's page for search engines: schema.org Dataset as JSON-LD, a block of data that no browser runs."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sektoral.adapters.exchange.formats import Format
from sektoral.portal.queries.table import OpenPage

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}  # no text ends the block or begins another


def linked_data(page: OpenPage, *, formats: Iterable[Format]) -> SafeString:
    """This will describe what the page shows, with every file of it."""
    publisher = {"@type": "GovernmentOrganization", "name": f"{page.office.name} {page.office.regency}"}
    periods = [page.period] if page.period else sorted(period for period, _ in page.periods)
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{page.title}, {page.period}" if page.period else page.title,
        "description": " ".join(filter(None, (f"{page.title}. {page.lead}.", *page.notes))),
        "identifier": page.url,
        "url": page.url,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "license": page.licence_url,
        "creator": {
            "@type": "GovernmentOrganization",
            "name": f"{page.table.agency.name} {page.office.regency}",
        },
        "publisher": publisher,
        "dateModified": page.released_at.isoformat(),
        "version": str(page.edition or ""),
        "temporalCoverage": f"{periods[0][:4]}/{periods[-1][:4]}" if periods else "",
        "spatialCoverage": {"@type": "Place", "name": page.office.regency, "identifier": page.office.region_code},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.label,
                "encodingFormat": one.media_type.partition(";")[0],
                "contentUrl": settings.BASE_URL + _address(page, one),
            }
            for one in formats
        ],
    }
    text = json.dumps({name: value for name, value in described.items() if value != ""}, ensure_ascii=False)
    return mark_safe(f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>')  # noqa: S308


def _address(page: OpenPage, file: Format) -> str:
    names = [page.office.slug, page.table.agency.code, page.table.code]
    if page.edition:
        return reverse("portal:download", args=[*names, page.period, page.edition, file.name])
    return reverse("portal:series_download", args=[*names, file.name])
