"""The bank's pages: what it holds now and held before, where each figure came from, and nothing of another office."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sektoral.adapters.filling import Filling
from sektoral.records.models import Observation, Table
from tests.offices import make_tiny_office
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30
FIRST_VALUE, SECOND_VALUE = Decimal(1234567), Decimal(1234568)
CORNER = ("T01", "A", "l")


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank with one table sent twice: one figure was corrected. `first` is just after the first acceptance."""

    scene: Scene
    first: datetime
    table: Table
    old: Observation
    new: Observation


@pytest.fixture
def bank() -> Bank:
    scene = Scene()
    scene.collecting("dinkes")
    values = {**answers(), CORNER: FIRST_VALUE, ("T01", "A", "p"): "…"}
    scene.accept_all(scene.hand_over("dinkes", Filling(values)))
    first = scene.later(minutes=10)
    again = scene.hand_over("dinkes", Filling({**values, CORNER: SECOND_VALUE}))
    scene.accept_all(again)
    versions = list(Observation.objects.filter(row="A", column="l", sheet="T01").order_by("version"))
    assert [one.version for one in versions] == [1, 2]
    return Bank(scene, first, versions[1].table, *versions)


def ask(bank: Bank, url: str, *, key: str = "jp1") -> HttpResponse:
    with visiting(bank.scene, key) as client:
        return cast(HttpResponse, client.get(url))


@contextmanager
def within_the_limit(bank: Bank, most: DjangoAssertNumQueries) -> Iterator[Client]:
    """Somebody who is signed in already: what a page asks the database is counted, not the sign-in."""
    with visiting(bank.scene, "jp1") as client, most(MOST_QUERIES):
        yield client


def page(bank: Bank, url: str, *, key: str = "jp1", status: int = 200) -> str:
    answer = ask(bank, url, key=key)
    assert answer.status_code == status
    return answer.content.decode()


def at(instant: datetime) -> str:
    return urlencode({"pada": instant.isoformat()})


def test_the_catalogue_counts_what_is_held(bank: Bank, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with within_the_limit(bank, django_assert_max_num_queries) as client:
        shown = client.get("/bank-data/").content.decode()
    assert "<strong>7 angka</strong> dalam 2 dari 4 tabel" in shown
    assert "Mutakhir" in shown
    assert "Belum ada angka" in shown


def test_the_catalogue_filters_and_exports(bank: Bank) -> None:
    shown = page(bank, "/bank-data/?isi=belum")
    assert str(bank.table.pk) not in shown
    csv = ask(bank, "/bank-data/?isi=ada&ekspor=csv")
    assert csv["Content-Type"].startswith("text/csv")
    assert len(csv.content.decode("utf-8-sig").splitlines()) == 3


def test_a_table_shows_exact_figures_marks_and_the_correction(
    bank: Bank, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with within_the_limit(bank, django_assert_max_num_queries) as client:
        shown = client.get(f"/bank-data/tabel/{bank.table.pk}/").content.decode()
    assert f'/bank-data/angka/{bank.new.pk}/">1.234.568</a><sup title="angka diperbaiki">r</sup>' in shown
    assert '<abbr title="belum atau tidak tersedia">…</abbr>' in shown
    assert "1 nilai diperbaiki" in shown
    assert "DATA CONTOH." in shown


def test_a_table_is_read_as_of_an_instant_and_says_so(bank: Bank) -> None:
    shown = page(bank, f"/bank-data/tabel/{bank.table.pk}/?{at(bank.first)}")
    assert "1.234.567</a>" in shown
    assert "1.234.568" not in shown
    assert "Menurut keadaan 23 November 2026" in shown
    assert f"/bank-data/angka/{bank.old.pk}/?pada=" in shown


def test_before_its_first_figure_a_table_was_empty(bank: Bank) -> None:
    early = bank.old.recorded_at - timedelta(minutes=1)
    assert "Pada waktu itu belum ada angka" in page(bank, f"/bank-data/tabel/{bank.table.pk}/?{at(early)}")
    assert "Pada waktu itu Bank Data belum berisi angka" in page(bank, f"/bank-data/?{at(early)}")
    gone = page(bank, f"/bank-data/angka/{bank.old.pk}/?{at(early)}", status=404)
    assert "belum tercatat" in gone


@pytest.mark.parametrize("wrong", ["kemarin", "2999-01-01T00:00"])
def test_an_instant_that_cannot_be_read_is_told(bank: Bank, wrong: str) -> None:
    for url in ("/bank-data/", f"/bank-data/tabel/{bank.table.pk}/", f"/bank-data/angka/{bank.new.pk}/"):
        assert "Yang tampil adalah keadaan sekarang." in page(bank, f"{url}?pada={wrong}", status=422)


def test_a_table_is_taken_away_with_the_origin_of_each_figure(bank: Bank) -> None:
    csv = ask(bank, f"/bank-data/tabel/{bank.table.pk}/?ekspor=csv").content.decode("utf-8-sig")
    line = next(line for line in csv.splitlines() if "1234568" in line.replace(".", "").replace(",", ""))
    assert bank.new.cell in line
    assert bank.new.letter is not None
    assert bank.new.letter.number in line


def test_a_figure_leads_to_its_cell_its_papers_and_its_earlier_version(
    bank: Bank, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with within_the_limit(bank, django_assert_max_num_queries) as client:
        shown = client.get(f"/bank-data/angka/{bank.new.pk}/").content.decode()
    assert bank.new.letter is not None
    for said in (
        f"T01!{bank.new.cell}",
        bank.new.file.sha256,
        bank.new.letter.number,
        "Contoh Sukor",
        "isian-dinkes.xlsx",
    ):
        assert said in shown
    assert f"/bank-data/angka/{bank.old.pk}/" in shown
    assert "Versi ini sudah diganti" in page(bank, f"/bank-data/angka/{bank.old.pk}/")


def test_the_very_softcopy_is_handed_out(bank: Bank) -> None:
    answer = ask(bank, f"/bank-data/angka/{bank.new.pk}/berkas/")
    assert hashlib.sha256(answer.content).hexdigest() == bank.new.file.sha256
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_forum_reads_figures_but_not_the_files(bank: Bank) -> None:
    shown = page(bank, f"/bank-data/angka/{bank.new.pk}/", key="forum")
    assert "Berkas asli hanya untuk" in shown
    assert "/surat/" not in shown
    page(bank, f"/bank-data/angka/{bank.new.pk}/berkas/", key="forum", status=403)


def test_an_agency_may_not_read_the_bank(bank: Bank) -> None:
    shown = page(bank, "/bank-data/", key="operator.dinkes", status=403)
    assert 'href="/bank-data/"' not in shown


def test_nothing_of_another_office_is_there(bank: Bank) -> None:
    there = replace(bank, scene=Scene(make_tiny_office(slug="seberang", zone="Asia/Makassar"), bank.scene.now))
    figure = f"/bank-data/angka/{bank.new.pk}/"
    for url in (f"/bank-data/tabel/{bank.table.pk}/", figure, f"{figure}berkas/"):
        page(there, url, status=404)
    assert "Belum ada angka" in page(there, "/bank-data/")


def test_the_sheet_is_drawn_around_the_cell_that_a_figure_came_from(bank: Bank) -> None:
    value_page = page(bank, f"/bank-data/angka/{bank.new.pk}/")
    assert f"/bank-data/angka/{bank.new.pk}/lembar/#sel" in value_page
    shown = page(bank, f"/bank-data/angka/{bank.new.pk}/lembar/")
    marked = re.search(r'<td id="sel" class="tone-run"><strong>(.*?)</strong>', shown)
    assert marked
    assert marked[1] == str(SECOND_VALUE)
    assert f"Sel asal T01!{bank.new.cell}" in shown


def test_only_who_may_see_submissions_sees_the_sheet(bank: Bank) -> None:
    page(bank, f"/bank-data/angka/{bank.new.pk}/lembar/", key="forum", status=403)
    page(bank, f"/bank-data/angka/{bank.new.pk}/lembar/", key="operator.dinkes", status=403)


def test_the_office_begins_a_correction_at_the_figure(bank: Bank) -> None:
    request = bank.scene.request("dinkes")
    shown = page(bank, f"/bank-data/angka/{bank.new.pk}/")
    assert f'href="/langkah-3/{request.pk}/perbaikan/T01/#{bank.new.cell}"' in shown
    assert "Perbaiki angka ini" not in page(bank, f"/bank-data/angka/{bank.old.pk}/")
    assert "Perbaiki angka ini" not in page(bank, f"/bank-data/angka/{bank.new.pk}/", key="bps")
