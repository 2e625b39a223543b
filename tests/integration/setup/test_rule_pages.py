"""The pages of rules: who may open them, what they show and do, with few queries; a stranger finds nothing."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sektoral.domain.findings import Severity
from sektoral.records.models import Event, Mute, Rerun, Rule, Table
from sektoral.setup.actions.reruns import order_rerun
from sektoral.setup.actions.rules import RuleDraft, write_rule
from tests.offices import make_tiny_office
from tests.rounds import BOTH, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30
GIVEN = {"text": "l <= p", "says": "Laki-laki tidak melebihi perempuan.", "severity": "periksa", "seen": "0"}
ROOT = "/pengaturan/aturan/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def home(scene: Scene) -> Table:
    return Table.objects.select_related("agency").get(office=scene.office, agency__code="dinkes", code="T1")


def written(scene: Scene, text: str = "l <= p") -> Rule:
    draft = RuleDraft(text, "Laki-laki tidak melebihi perempuan.", Severity.WARNING)
    return write_rule(home(scene), draft, by=scene.by("jp1"), at=scene.now).rule


def addresses(scene: Scene, rule: Rule) -> list[str]:
    table = home(scene).pk
    return [
        ROOT,
        f"{ROOT}baru/",
        f"{ROOT}tabel/{table}/",
        f"{ROOT}tabel/{table}/baru/",
        f"{ROOT}{rule.pk}/",
        f"{ROOT}{rule.pk}/ubah/",
        f"{ROOT}ulang/",
    ]


def test_who_writes_rules_opens_every_page_with_few_queries(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    rules = [written(scene) for _ in range(8)]
    rerun = order_rerun([rules[0].versions.get()], [scene.request("dinkes").round], by=scene.by("jp1"), at=scene.now)
    scene.settle()
    with visiting(scene, "sukor") as client:
        for address in [*addresses(scene, rules[0]), f"{ROOT}ulang/{rerun.pk}/"]:
            with django_assert_max_num_queries(MOST_QUERIES):
                assert client.get(address).status_code == 200, address


LOOKERS = [("admin", 200), ("auditor", 200), ("kadis", 200), ("bps", 403), ("operator.dinkes", 403)]


@pytest.mark.parametrize(("key", "status"), LOOKERS)
def test_who_sets_up_or_audits_may_look_and_others_are_refused(scene: Scene, key: str, status: int) -> None:
    rule = written(scene)
    with visiting(scene, key) as client:
        assert client.get(ROOT).status_code == status
        assert client.get(f"{ROOT}{rule.pk}/").status_code == status
        assert client.get(f"{ROOT}{rule.pk}/ubah/").status_code == 403
        assert client.post(f"{ROOT}{rule.pk}/hentikan/", {"reason": "x", "seen": 1}).status_code == 403


def test_the_administrator_sees_no_figures_of_the_bank(scene: Scene) -> None:
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    rule = written(scene, "l <= 10")
    with visiting(scene, "admin") as client:
        page = client.get(f"{ROOT}{rule.pk}/").content.decode()
    assert "Angka di Bank Data tidak ditampilkan" in page
    assert "akan menandai" not in page.lower()


def test_a_stranger_is_asked_to_sign_in_and_another_office_finds_nothing(scene: Scene) -> None:
    rule = written(scene)
    with visiting(scene) as client:
        for address in addresses(scene, rule):
            assert client.get(address).status_code == 302
    other = Scene(make_tiny_office(slug="seberang"))
    rerun = Rerun.objects.create(office=scene.office, ordered_at=scene.now, ordered_by=scene.by("jp1").person)
    muted = Mute.objects.create(
        office=scene.office, agency=rule.agency, table_code="T1", code="R1", reason="x", last_day=scene.now.date(),
        muted_at=scene.now, muted_by=scene.by("sukor").person,
    )  # fmt: skip
    with visiting(other, "sukor") as client:
        for address in addresses(scene, rule)[2:6]:
            assert client.get(address).status_code == 404, address
        for address in (
            f"{ROOT}ulang/{rerun.pk}/",
            f"{ROOT}ulang/{rerun.pk}/kemajuan/",
            f"{ROOT}ulang/?aturan={rule.pk}",
        ):
            assert client.get(address).status_code == 404, address
        for act in ("aktifkan", "hentikan", "pulihkan"):
            assert client.post(f"{ROOT}{rule.pk}/{act}/", {"reason": "x", "seen": 1}).status_code == 404
        assert client.post(f"{ROOT}bisu/{muted.pk}/akhiri/").status_code == 404
        assert client.post(f"{ROOT}tabel/{home(scene).pk}/pratinjau/", GIVEN).status_code == 404
        assert "Laki-laki tidak melebihi" not in client.get(ROOT).content.decode()


def test_a_rule_is_tried_without_a_script_then_saved_changed_and_decided(scene: Scene) -> None:
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    address = f"{ROOT}tabel/{home(scene).pk}/baru/"
    with visiting(scene, "jp1") as client:
        tried = client.post(address, {**GIVEN, "text": "l <= 10", "preview": "1"})
        assert tried.status_code == 200
        assert "Akan menandai 1 dari 2 nilai tahun 2025." in tried.content.decode()
        assert not Rule.objects.exists()
        assert client.post(address, {**GIVEN, "text": "l <= 10"}).status_code == 302
        rule = Rule.objects.get()
        changed = client.post(f"{ROOT}{rule.pk}/ubah/", {**GIVEN, "tolerance": "0,5", "seen": "1"})
        assert changed.status_code == 302
    with visiting(scene, "kabid") as client:
        assert client.post(f"{ROOT}{rule.pk}/aktifkan/", {"reason": "Presisinya baik.", "seen": "2"}).status_code == 302
        page = client.get(f"{ROOT}{rule.pk}/").content.decode()
    assert [(one.state, one.tolerance) for one in rule.versions.order_by("number")] == [
        ("trial", ""),
        ("trial", "0.5"),
        ("active", "0.5"),
    ]
    assert "<del>l &lt;= 10</del> menjadi <ins>l &lt;= p</ins>" in page


def test_the_preview_answers_while_one_types(scene: Scene) -> None:
    address = f"{ROOT}tabel/{home(scene).pk}/pratinjau/"
    with visiting(scene, "jp1") as client:
        said = {
            text: client.post(address, {"text": text}).content.decode() for text in ("", "l <= p", "l <= q", "9" * 501)
        }
    assert "Tulis rumus" in said[""]
    assert "Bank Data belum berisi angka tabel ini" in said["l <= p"]
    assert "“q” pada huruf ke-6 bukan kolom tabel ini" in said["l <= q"]
    assert "terlalu panjang" in said["9" * 501]


WRONG = [
    ({"text": "l <="}, "tidak pada tempatnya"),
    ({"says": ""}, "id_says_galat"),
    ({"severity": "berat"}, "id_severity_galat"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(
    scene: Scene, wrong: dict[str, str], said: str
) -> None:
    with visiting(scene, "jp1") as client:
        answer = client.post(f"{ROOT}tabel/{home(scene).pk}/baru/", {**GIVEN, "source": "Buku Saku", **wrong})
    page = answer.content.decode()
    assert (answer.status_code, Rule.objects.count()) == (422, 0)
    assert said in page
    assert "Buku Saku" in page


def test_a_decision_without_its_reason_stays_on_the_page(scene: Scene) -> None:
    rule = written(scene)
    with visiting(scene, "kabid") as client:
        answer = client.post(f"{ROOT}{rule.pk}/hentikan/", {"reason": "", "seen": "1"})
        stale = client.post(f"{ROOT}{rule.pk}/hentikan/", {"reason": "Lama.", "seen": "7"})
    assert (answer.status_code, stale.status_code) == (422, 409)
    assert rule.versions.count() == 1


def test_who_wrote_it_reads_why_the_button_is_grey(scene: Scene) -> None:
    draft = RuleDraft("l <= p", "Begitu.", Severity.WARNING)
    rule = write_rule(home(scene), draft, by=scene.by("sukor"), at=scene.now).rule
    with visiting(scene, "sukor") as client:
        page = client.get(f"{ROOT}{rule.pk}/").content.decode()
        answer = client.post(f"{ROOT}{rule.pk}/aktifkan/", {"reason": "x", "seen": "1"})
    assert "Anda yang menulis versi ini" in page
    assert answer.status_code == 403


def test_the_list_is_filtered_searched_and_exported(scene: Scene) -> None:
    written(scene)
    with visiting(scene, "jp1") as client:
        assert "Tidak ada aturan yang cocok" in client.get(ROOT, {"keadaan": "active"}).content.decode()
        assert "l &lt;= p" in client.get(ROOT, {"keadaan": "trial", "q": "perempuan"}).content.decode()
        file = client.get(ROOT, {"ekspor": "csv"}).content.decode("utf-8-sig")
    assert "Uji coba" in file


def test_an_office_without_rules_is_told_what_a_rule_is_for(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        page = client.get(ROOT).content.decode()
        chosen = client.get(f"{ROOT}baru/", {"table": str(home(scene).pk)})
        wrong = client.get(f"{ROOT}baru/", {"table": "bukan"})
        nothing = client.post(f"{ROOT}ulang/", {})
    assert "Belum ada aturan" in page
    assert chosen["Location"] == f"{ROOT}tabel/{home(scene).pk}/baru/"
    assert (wrong.status_code, nothing.status_code) == (422, 422)


def test_a_mute_is_made_and_ended_on_the_table_s_page(scene: Scene) -> None:
    table = f"{ROOT}tabel/{home(scene).pk}/"
    given = {"code": "changed_much", "reason": "Pemekaran kecamatan.", "last_day": "2026-12-31"}
    with visiting(scene, "jp1") as client:
        assert client.post(f"{table}bisukan/", given).status_code == 403
    with visiting(scene, "sukor") as client:
        assert client.post(f"{table}bisukan/", {**given, "last_day": "2026-11-22"}).status_code == 422
        assert client.post(f"{table}bisukan/", {**given, "code": "cell_empty"}).status_code == 422
        assert client.post(f"{table}bisukan/", given).status_code == 302
        assert "Pemekaran kecamatan." in client.get(table).content.decode()
        assert client.post(f"{ROOT}bisu/{Mute.objects.get().pk}/akhiri/").status_code == 302
        assert client.post(f"{ROOT}bisu/{Mute.objects.get().pk}/akhiri/").status_code == 409
    kinds = Event.objects.filter(about_type="mute").values_list("kind", flat=True)
    assert list(kinds) == ["rule.muted", "rule.unmuted"]


def test_the_journal_says_in_words_what_was_done_to_rules(scene: Scene) -> None:
    written(scene)
    with visiting(scene, "kabid") as client:
        page = client.get("/papan/jurnal/").content.decode()
    assert "Aturan R1 tabel T1, " in page
    assert "keadaan uji coba" in page
