"""Metadata forms: proposed from what the office knows, written in versions, checked by another person."""

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.metadata_answers import Answers, one_line, read_answers
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.metadata.actions.forms_writing import check_form, take_anew, write_form
from sektoral.metadata.queries.forms_proposing import proposal_of
from sektoral.metadata.queries.forms_reach import About, fetch_about
from sektoral.records.metadata_standing import ACTIVITY_KEY, list_owed, standing_of, standing_of_table
from sektoral.records.models import Event, MetadataForm, Table
from tests.metadata_answers import whole
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
ACTIVITY = form_of(MetadataKind.ACTIVITY)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def about(scene: Scene, code: str = "dinkes", *, form: str = "kegiatan", key: str = ACTIVITY_KEY) -> About:
    return fetch_about(scene.by("sukor"), scene.agency(code).pk, form, key)


def written(scene: Scene, answers: Answers | None = None, *, key: str = "operator.dinkes") -> MetadataForm:
    return write_form(
        about(scene), answers or whole(ACTIVITY), seen=about(scene).version, by=scene.by(key), at=scene.now
    )


def test_an_agency_owes_its_activity_and_each_variable_once(scene: Scene) -> None:
    owed = list_owed(scene.office)[scene.agency("dinkes").pk]
    assert [(one.kind, one.key) for one in owed] == [
        (MetadataKind.ACTIVITY, ACTIVITY_KEY),
        (MetadataKind.VARIABLE, "CONTOH.1"),
        (MetadataKind.VARIABLE, "CONTOH.2"),
    ]


def test_a_rate_is_owed_as_an_indicator(scene: Scene) -> None:
    table = Table.objects.get(agency=scene.agency("dinkes"), code="T2")
    table.definition["variables"][0]["kind"] = "percent"
    table.save()
    kinds = {one.key: one.kind for one in list_owed(scene.office)[scene.agency("dinkes").pk]}
    assert kinds["CONTOH.2"] is MetadataKind.INDICATOR


def test_compiled_data_are_proposed_with_where_each_answer_comes_from(scene: Scene) -> None:
    found = proposal_of(about(scene), at=scene.now)
    assert found.answers["cara_pengumpulan"] == one_line("Kompilasi Produk Administrasi")
    assert found.answers["jenis_statistik"] == one_line("Sektoral")
    assert found.answers["instansi"] == one_line("Dinas Kesehatan")
    assert [row[0] for row in found.answers["variabel"]] == ["Jumlah Contoh 1", "Jumlah Contoh 2"]
    assert found.answers["wilayah"][0][3] == "Kabupaten Mungil"
    assert found.sources.keys() == found.answers.keys()


def test_a_variable_is_proposed_from_its_standard_its_tables_and_its_rules(scene: Scene) -> None:
    found = proposal_of(about(scene, form="variabel", key="CONTOH.1"), at=scene.now)
    assert found.answers["satuan"] == one_line("orang")
    assert found.answers["tipe_data"] == one_line("Integer")
    assert ("jenis_kelamin:L", "Laki-laki") in {
        (code, label) for code, label in found.answers["klasifikasi_isian"]
    } or (
        "jenis_kelamin:L",
        "L",
    ) in set(found.answers["klasifikasi_isian"])
    assert found.answers["aturan_validasi"] == (("Bilangan bulat, paling kecil 0",),)


def test_what_is_saved_again_is_the_next_version(scene: Scene) -> None:
    first = written(scene)
    second = written(scene, {**whole(ACTIVITY), "tahun": one_line("2026")}, key="jp1")
    first.refresh_from_db()
    assert (first.version, first.is_current, second.version, second.is_current) == (1, False, 2, True)
    told = Event.objects.filter(office_id=scene.office.pk, kind="metadata.written")
    assert [event.about_id for event in told.order_by("sequence")] == [str(first.pk), str(second.pk)]


def test_an_older_version_is_taken_anew_as_a_version_more(scene: Scene) -> None:
    first = written(scene)
    written(scene, {"tahun": one_line("2026")})
    third = take_anew(about(scene), first, seen=2, by=scene.by("operator.dinkes"), at=scene.now)
    assert third.version == 3
    assert read_answers(third.answers) == read_answers(first.answers)


def test_nothing_is_kept_of_faulty_empty_unchanged_or_overtaken_answers(scene: Scene) -> None:
    written(scene)
    by = scene.by("operator.dinkes")
    for answers, seen, code in (
        ({"tahun": one_line("25")}, 1, "metadata_faulty"),
        ({}, 1, "metadata_empty"),
        (whole(ACTIVITY), 1, "metadata_unchanged"),
    ):
        with pytest.raises(Invalid, match=code):
            write_form(about(scene), answers, seen=seen, by=by, at=scene.now)
    with pytest.raises(WrongState, match="metadata_changed_meanwhile"):
        write_form(about(scene), {"tahun": one_line("2026")}, seen=0, by=by, at=scene.now)
    assert MetadataForm.objects.count() == 1


def test_an_agency_writes_its_own_metadata_and_no_other(scene: Scene) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        written(scene, key="operator.disdik")
    with pytest.raises(NotFound):
        fetch_about(scene.by("operator.disdik"), scene.agency("dinkes").pk, "kegiatan", ACTIVITY_KEY)


def test_another_person_of_the_walidata_checks_what_is_complete(scene: Scene) -> None:
    form = written(scene, key="sukor")
    with pytest.raises(Refused, match="metadata_maker_checks"):
        check_form(form, by=scene.by("sukor"), at=scene.now)
    check_form(form, by=scene.by("kabid"), at=scene.now)
    with pytest.raises(WrongState, match="metadata_checked_already"):
        check_form(form, by=scene.by("kabid"), at=scene.now)
    assert Event.objects.filter(kind="metadata.checked", about_id=str(form.pk)).count() == 1


def test_what_is_incomplete_or_replaced_is_not_checked(scene: Scene) -> None:
    first = written(scene, {"tahun": one_line("2026")})
    with pytest.raises(WrongState, match="metadata_incomplete"):
        check_form(first, by=scene.by("kabid"), at=scene.now)
    written(scene)
    with pytest.raises(WrongState, match="metadata_not_current"):
        check_form(first, by=scene.by("kabid"), at=scene.now)
    with pytest.raises(Refused, match="not_permitted"):
        check_form(first, by=scene.by("operator.dinkes"), at=scene.now)


def test_a_table_stands_where_its_variables_and_its_activity_stand(scene: Scene) -> None:
    table = Table.objects.get(agency=scene.agency("dinkes"), code="T1")
    assert standing_of_table(table).percent == 0
    written(scene)
    standing = standing_of_table(table)
    assert (standing.owed, standing.written, standing.complete, standing.percent) == (2, 1, 1, 50)
    assert standing_of([]).percent == 0


# ── The pages ──────────────────────────────────────────────────────────────


def address(scene: Scene, form: str = "kegiatan", key: str = ACTIVITY_KEY) -> str:
    return f"/metadata/opd/{scene.agency('dinkes').pk}/{form}/{key}/"


def test_an_operator_fills_and_saves_a_form(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert client.get("/metadata/").url == f"/metadata/opd/{scene.agency('dinkes').pk}/"  # type: ignore[attr-defined]
        page = client.get(address(scene)).content.decode()
        assert "Terisi otomatis dari data Produsen Data" in page
        posted = {
            "seen": "0",
            "judul_kegiatan": "Kompilasi",
            "metode": ["Wawancara", "Lainnya"],
            "variabel-0-0": "Luas",
        }
        assert client.post(address(scene), posted).status_code == 302
        shown = client.get(address(scene)).content.decode()
    stored = read_answers(MetadataForm.objects.get().answers)
    assert stored == {
        "judul_kegiatan": one_line("Kompilasi"),
        "metode": (("Wawancara",), ("Lainnya",)),
        "variabel": (("Luas", "", "", ""),),
    }
    assert "Versi 1" in shown
    assert "Terisi otomatis" not in shown


def test_all_faults_are_shown_at_once_and_nothing_typed_is_lost(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(
            address(scene), {"seen": "0", "tahun": "25", "email": "x", "tujuan": "Baris satu\nBaris dua"}
        )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 isian perlu diperbaiki" in page
    assert "Baris satu\nBaris dua" in page
    assert not MetadataForm.objects.exists()


def test_more_rows_are_given_without_saving(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(address(scene), {"seen": "0", "more": "variabel", "variabel-0-0": "Luas"})
    assert 'name="variabel-10-0"' in answer.content.decode()
    assert not MetadataForm.objects.exists()


def test_versions_are_shown_with_what_they_changed_and_an_older_one_is_taken_anew(scene: Scene) -> None:
    first = written(scene)
    written(scene, {**whole(ACTIVITY), "tahun": one_line("2026")})
    with visiting(scene, "operator.dinkes") as client:
        assert "<del>2025</del> menjadi <ins>2026</ins>" in client.get(address(scene)).content.decode()
        assert client.get(f"/metadata/versi/{first.pk}/").status_code == 302
        client.post(f"/metadata/versi/{first.pk}/pakai/")
    assert MetadataForm.objects.get(is_current=True).version == 3


def test_the_walidata_checks_on_the_page(scene: Scene) -> None:
    form = written(scene)
    with visiting(scene, "kabid") as client:
        assert "Nyatakan sesuai" in client.get(address(scene)).content.decode()
        client.post(f"/metadata/versi/{form.pk}/sesuai/")
        assert "Versi ini sudah dinyatakan sesuai." in client.get(address(scene)).content.decode()


def test_every_form_opens_for_the_office_and_for_who_only_reads(scene: Scene) -> None:
    for key in ("jp1", "auditor", "bps", "kepala.dinkes"):
        with visiting(scene, key) as client:
            for form, about_key in (("kegiatan", ACTIVITY_KEY), ("variabel", "CONTOH.1")):
                assert client.get(address(scene, form, about_key)).status_code == 200
    with visiting(scene, "jp1") as client:
        assert client.get("/metadata/").status_code == 200
        assert client.get("/metadata/?ekspor=csv").content.startswith(b"\xef\xbb\xbf")
        assert client.get(address(scene, "variabel", "TIDAK.ADA")).status_code == 404


def test_a_stranger_finds_nothing(scene: Scene) -> None:
    form = written(scene)
    with visiting(scene, "operator.disdik") as client:
        for one in (address(scene), f"/metadata/opd/{scene.agency('dinkes').pk}/", f"/metadata/versi/{form.pk}/"):
            assert client.get(one).status_code == 404
        assert client.post(f"/metadata/versi/{form.pk}/pakai/").status_code == 404
        assert client.post(address(scene), {"seen": "1", "tahun": "2026"}).status_code == 404
