"""Doors of open data: anybody may come, nothing is asked of them, nothing is kept about them."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sektoral.adapters.exchange.dcat import Catalogue, write_json_ld, write_turtle, write_xml
from sektoral.adapters.exchange.formats import FORMATS, Format
from sektoral.bank.queries.released import released_cube
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import NotFound
from sektoral.portal.queries.catalogue import catalogue_of
from sektoral.portal.queries.downloads import series_cube
from sektoral.portal.queries.feeds import atom_feed, calendar_ics, sitemap_xml
from sektoral.portal.queries.home import home_page, list_coming, list_gone, list_spec
from sektoral.portal.queries.linked import linked_data
from sektoral.portal.queries.offices import editions_of, find_office, find_table, list_offices
from sektoral.portal.queries.table import OpenPage, WithdrawnPage, edition_page, series_page, table_url
from sektoral.records.models import Office
from sektoral.ui.components import crumbs
from sektoral.ui.drawn import svg_answer
from sektoral.ui.guards import public
from sektoral.ui.lists import list_page
from sektoral.ui.visit import Visit, office_time

MOST_GONE = 100  # of the calendar
CATALOGUES: Mapping[str, tuple[str, Callable[[Catalogue], bytes]]] = {
    "ttl": ("text/turtle; charset=utf-8", write_turtle),
    "jsonld": ("application/ld+json", write_json_ld),
    "rdf": ("application/rdf+xml", write_xml),
}


@public
@require_safe
def home(request: Visit) -> HttpResponse:
    """This will lead to the only office, or list the offices."""
    offices = list_offices()
    if len(offices) == 1:
        return redirect("portal:office", office=offices[0].slug)
    return render(request, "portal/offices.html", {"offices": offices})


@public
@require_safe
def office(request: Visit, office: str) -> HttpResponse:
    """This will list an office's open tables, the newest releases and the next ones."""
    found = find_office(office)
    page = home_page(found, at=request.at)
    spec = list_spec(page.rows)
    shown = {"page": page, "list": list_page(spec, page.rows, request.GET.dict())}
    with office_time(found):
        return render(request, "portal/home.html", shown)


@public
@require_safe
def calendar(request: Visit, office: str) -> HttpResponse:
    """This will show what will be released and what was."""
    found = find_office(office)
    shown = {
        "office": found,
        "coming": list_coming(found, at=request.at),
        "gone": list_gone(found, at=request.at)[:MOST_GONE],
        "crumbs": crumbs(("Data terbuka", _office_url(found)), "Kalender rilis"),
    }
    with office_time(found):
        return render(request, "portal/calendar.html", shown)


@public
@require_safe
def calendar_file(request: Visit, office: str) -> HttpResponse:
    """This will give the release calendar to a calendar program."""
    found = find_office(office)
    return HttpResponse(
        calendar_ics(found, base=settings.BASE_URL, at=request.at), content_type="text/calendar; charset=utf-8"
    )


@public
@require_safe
def feed(request: Visit, office: str) -> HttpResponse:
    """This will give the newest releases to a feed reader."""
    found = find_office(office)
    return HttpResponse(atom_feed(found, base=settings.BASE_URL, at=request.at), content_type="application/atom+xml")


@public
@require_safe
def catalogue(request: Visit, office: str, extension: str) -> HttpResponse:
    """This will give the catalogue in a form of `CATALOGUES` to a harvester."""
    found = find_office(office)
    if extension not in CATALOGUES:
        raise NotFound("not_found")
    kind, write = CATALOGUES[extension]
    return HttpResponse(write(catalogue_of(found, base=settings.BASE_URL, at=request.at)), content_type=kind)


@public
@require_safe
def sitemap(request: Visit, office: str) -> HttpResponse:
    """This will name every public page to a search engine."""
    found = find_office(office)
    return HttpResponse(sitemap_xml(found, base=settings.BASE_URL, at=request.at), content_type="application/xml")


@public
@require_safe
def robots(request: Visit) -> HttpResponse:
    """This will tell search engines that open data may be read and nothing else."""
    lines = ["User-agent: *", "Allow: /data/", "Disallow: /"]
    lines += [f"Sitemap: {settings.BASE_URL}{reverse('portal:sitemap', args=[one.slug])}" for one in list_offices()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def series(request: Visit, office: str, agency: str, code: str) -> HttpResponse:
    """This will show all periods of a table side by side."""
    address = find_table(office, agency, code)
    page = series_page(address, column=request.GET.get("kolom", ""), base=settings.BASE_URL, at=request.at)
    return _open(request, page, page.title)


@public
@require_safe
def period(request: Visit, office: str, agency: str, code: str, period: str) -> HttpResponse:
    """This will show the newest edition of a period."""
    return _edition(request, (office, agency, code), period, None)


@public
@require_safe
def edition(request: Visit, office: str, agency: str, code: str, period: str, edition: int) -> HttpResponse:
    """This will show one edition for ever, or say that it was withdrawn."""
    return _edition(request, (office, agency, code), period, edition)


@public
@require_safe
def download(
    request: Visit, office: str, agency: str, code: str, period: str, edition: int, name: str
) -> HttpResponseBase:
    """This will hand out an edition in a format of `FORMATS`."""
    file = FORMATS.get(name)
    editions = editions_of(find_table(office, agency, code), period, at=request.at)
    found = next((one for one in editions if one.edition == edition), None)
    if file is None or found is None:
        raise NotFound("not_found")
    return _file(file, released_cube(found, at=request.at))


@public
@require_safe
def series_download(request: Visit, office: str, agency: str, code: str, name: str) -> HttpResponseBase:
    """This will hand out all released periods of a table in a format of `FORMATS`."""
    address, file = find_table(office, agency, code), FORMATS.get(name)
    if file is None:
        raise NotFound("not_found")
    return _file(file, series_cube(address, at=request.at))


@public
@require_safe
def chart(request: Visit, office: str, agency: str, code: str, period: str, edition: int) -> HttpResponse:
    """This will draw an edition; `?gelap` for dark pages, `?sempit` for narrow ones."""
    address = find_table(office, agency, code)
    page = edition_page(address, period, edition, base=settings.BASE_URL, at=request.at)
    return _svg(request, None if isinstance(page, WithdrawnPage) else page)


@public
@require_safe
def series_chart(request: Visit, office: str, agency: str, code: str) -> HttpResponse:
    """This will draw a table over its periods."""
    address = find_table(office, agency, code)
    page = series_page(address, column=request.GET.get("kolom", ""), base=settings.BASE_URL, at=request.at)
    return _svg(request, page)


def _file(file: Format, cube: Cube) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{file.file_name(cube)}"'}
    return StreamingHttpResponse(file.write(cube), content_type=file.media_type, headers=headers)


def _svg(request: Visit, page: OpenPage | None) -> HttpResponse:
    drawing = page.chart if page else None
    if drawing is None:
        raise NotFound("not_found")
    return svg_answer(drawing, is_dark="gelap" in request.GET, is_narrow="sempit" in request.GET)


def _edition(request: Visit, names: tuple[str, str, str], period: str, edition: int | None) -> HttpResponse:
    address = find_table(*names)
    page = edition_page(address, period, edition, base=settings.BASE_URL, at=request.at)
    if isinstance(page, WithdrawnPage):
        trail = crumbs(("Data terbuka", _office_url(address.office)), "Ditarik")
        with office_time(address.office):
            return render(request, "portal/withdrawn.html", {"page": page, "crumbs": trail})
    return _open(request, page, f"{page.title}, {period}", series_url=table_url(address))


def _open(request: Visit, page: OpenPage, title: str, series_url: str = "") -> HttpResponse:
    above = [(page.title, series_url)] if series_url else []
    last = f"{page.period_label}, edisi {page.edition}" if series_url else page.title
    shown = {
        "page": page,
        "heading": title,
        "series_url": series_url,
        "chart_url": _chart_url(page) if page.chart else "",
        "formats": list(FORMATS.values()),
        "linked": linked_data(page, formats=FORMATS.values()),
        "crumbs": crumbs(("Data terbuka", _office_url(page.office)), *above, last),
    }
    with office_time(page.office):
        return render(request, "portal/table.html", shown)


def _chart_url(page: OpenPage) -> str:
    names = [page.office.slug, page.table.agency.code, page.table.code]
    if page.edition:
        return reverse("portal:chart", args=[*names, page.period, page.edition])
    asked = f"?{urlencode({'kolom': page.column})}" if page.column else ""
    return f"{reverse('portal:series_chart', args=names)}{asked}"


def _office_url(office: Office) -> str:
    return reverse("portal:office", args=[office.slug])
