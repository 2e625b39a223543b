"""Open data as anybody sees it: what is released and nothing else, under addresses that last."""

from collections.abc import Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from rdflib import DCAT, RDF, Graph
from rdflib.compare import isomorphic

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.filling import Filling
from sektoral.bank.actions.releasing import Day, plan_release, publish, withdraw_release
from sektoral.records.models import Person, Release, Table
from tests.rounds import Scene, answers, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db
SECRET = 987_654


@pytest.fixture(scope="module")
def open_scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The first table is released, the second one planned."""
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes")
        figures = {**answers(("T01", "T02"), start=1200), ("T02", "A", "l"): SECRET}
        scene.accept_all(scene.hand_over("dinkes", Filling(figures)))
        first, second = tables()
        plan = plan_release(first, scene.period, Day(scene.now.date()), by=scene.by("jp1"), at=scene.now)
        publish(plan, note="", by=scene.by("kabid"), at=scene.later(minutes=1))
        later = Day(scene.now.date() + timedelta(days=9))
        plan_release(second, scene.period, later, by=scene.by("jp1"), at=scene.now)
        scene.later(minutes=1)
        yield scene


def tables() -> list[Table]:
    rows = Table.objects.select_related("agency", "office").filter(agency__code="dinkes", is_current=True)
    return list(rows.order_by("code"))


def names(scene: Scene, at: int = 0) -> list[str]:
    return [scene.office.slug, "dinkes", tables()[at].code]


def get(scene: Scene, url: str, status: int = 200) -> str:
    with visiting(scene) as client:
        answer = client.get(url)
        assert answer.status_code == status, (url, answer.status_code)
        return b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode()


def test_the_only_office_is_led_to_at_once(open_scene: Scene) -> None:
    with visiting(open_scene) as client:
        assert client.get(reverse("portal:home")).headers["Location"] == f"/data/{open_scene.office.slug}/"


def test_the_first_page_lists_what_is_released_and_announces_what_is_planned(open_scene: Scene) -> None:
    page = get(open_scene, reverse("portal:office", args=[open_scene.office.slug]))
    released, planned = (table.title for table in tables())
    assert released in page
    assert planned in page.split("Rilis berikutnya")[1]
    assert planned not in page.split("Rilis terbaru")[0]


@pytest.mark.parametrize(("asked", "found"), [("q=dinkes", True), ("q=tidakada", False), ("tahun=2025", True)])
def test_the_list_is_searched_and_filtered(open_scene: Scene, asked: str, found: bool) -> None:
    page = get(open_scene, f"{reverse('portal:office', args=[open_scene.office.slug])}?{asked}")
    assert (reverse("portal:series", args=names(open_scene)) in page.split("Rilis terbaru")[0]) == found


def test_a_period_leads_to_its_newest_edition_which_names_its_permanent_link(open_scene: Scene) -> None:
    edition = reverse("portal:edition", args=[*names(open_scene), open_scene.period, 1])
    page = get(open_scene, reverse("portal:period", args=[*names(open_scene), open_scene.period]))
    assert f'<link rel="canonical" href="{settings.BASE_URL}{edition}">' in page
    assert "1.200" in page
    assert "Creative Commons Atribusi" in page
    assert "BibTeX" in page
    assert get(open_scene, edition).count("<table") == 1


def test_all_periods_stand_side_by_side(open_scene: Scene) -> None:
    url = reverse("portal:series", args=names(open_scene))
    assert "1.200" in get(open_scene, url)
    assert "1.201" not in get(open_scene, f"{url}?kolom=l")


@pytest.mark.parametrize("name", FORMATS)
def test_an_edition_is_downloaded_in_every_format(open_scene: Scene, name: str) -> None:
    url = reverse("portal:download", args=[*names(open_scene), open_scene.period, 1, name])
    assert get(open_scene, url)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader says it
def test_a_harvester_reads_the_same_catalogue_in_every_form(open_scene: Scene) -> None:
    forms = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
    texts = {name: get(open_scene, f"/data/{open_scene.office.slug}/katalog.{name}") for name in forms}
    graphs = [Graph().parse(data=texts[name], format=form) for name, form in forms.items()]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    (dataset,) = graphs[0].subjects(RDF.type, DCAT.Dataset)
    assert str(dataset).endswith(f"/{tables()[0].code}/{open_scene.period}/")
    files = [str(one) for one in graphs[0].objects(None, DCAT.downloadURL)]
    assert len(files) == len(FORMATS)
    assert get(open_scene, files[0].removeprefix(settings.BASE_URL))
    assert all(tables()[1].title not in text for text in texts.values())
    get(open_scene, f"/data/{open_scene.office.slug}/katalog.pdf", 404)


def test_strangers_find_nothing_of_what_is_not_released(open_scene: Scene) -> None:
    hidden = names(open_scene, 1)
    for url in (
        reverse("portal:series", args=hidden),
        reverse("portal:period", args=[*hidden, open_scene.period]),
        reverse("portal:edition", args=[*hidden, open_scene.period, 1]),
        reverse("portal:download", args=[*hidden, open_scene.period, 1, "csv"]),
        reverse("portal:edition", args=[*names(open_scene), open_scene.period, 2]),
        reverse("portal:download", args=[*names(open_scene), open_scene.period, 1, "exe"]),
        reverse("portal:office", args=["kantor-lain"]),
        reverse("portal:period", args=[*names(open_scene), "1999"]),
    ):
        assert str(SECRET) not in get(open_scene, url, 404)


def test_a_period_that_is_none_is_no_fault_of_ours(open_scene: Scene) -> None:
    get(open_scene, reverse("portal:period", args=[*names(open_scene), "tahun-lalu"]), 404)


def test_the_calendar_is_read_by_people_and_programs(open_scene: Scene) -> None:
    slug = open_scene.office.slug
    assert tables()[1].title in get(open_scene, reverse("portal:calendar", args=[slug])).split("Sudah dirilis")[0]
    file = get(open_scene, reverse("portal:calendar_ics", args=[slug]))
    lines = file.split("\r\n")
    assert (lines[0], lines[-2], file.count("BEGIN:VEVENT")) == ("BEGIN:VCALENDAR", "END:VCALENDAR", 1)
    assert max(len(line.encode()) for line in lines) <= 75


def test_feed_and_site_map_are_xml_and_name_what_is_public(open_scene: Scene) -> None:
    slug = open_scene.office.slug
    feed = ElementTree.fromstring(get(open_scene, reverse("portal:feed", args=[slug])))  # noqa: S314 - our own
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    places = get(open_scene, reverse("portal:sitemap", args=[slug]))
    assert reverse("portal:series", args=names(open_scene)) in places
    assert reverse("portal:series", args=names(open_scene, 1)) not in places
    assert "Sitemap: http" in get(open_scene, "/robots.txt")


def test_no_person_is_named_on_any_public_page(open_scene: Scene) -> None:
    slug = open_scene.office.slug
    pages = "".join(
        get(open_scene, url)
        for url in (
            reverse("portal:office", args=[slug]),
            reverse("portal:calendar", args=[slug]),
            reverse("portal:series", args=names(open_scene)),
            reverse("portal:edition", args=[*names(open_scene), open_scene.period, 1]),
            reverse("portal:feed", args=[slug]),
        )
    )
    assert [name for name in Person.objects.values_list("name", flat=True) if name in pages] == []


def test_a_withdrawn_edition_says_so_for_ever_and_shows_no_figure(open_scene: Scene) -> None:
    scene = open_scene
    out = Release.objects.get(state="released")
    withdraw_release(out, reason="Satuannya keliru.", by=scene.by("kabid"), at=scene.later(minutes=1))
    for name, more in (("edition", [1]), ("period", [])):
        page = get(scene, reverse(f"portal:{name}", args=[*names(scene), scene.period, *more]))
        assert "Satuannya keliru." in page
        assert "1.200" not in page
    get(scene, reverse("portal:download", args=[*names(scene), scene.period, 1, "csv"]), 404)
    get(scene, reverse("portal:series", args=names(scene)), 404)
