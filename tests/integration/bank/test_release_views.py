"""The office's pages of releases: plan many, release the ticked, withdraw, classify; and who may not."""

import pytest
from django.urls import reverse

from sektoral.adapters.filling import Filling
from sektoral.bank.actions.releasing import Day, plan_release, publish
from sektoral.records.models import Release, Table
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(answers())))
    return scene


def post(scene: Scene, key: str, url: str, **data: object) -> str:
    with visiting(scene, key) as client:
        return client.post(url, data, follow=True).content.decode()


def test_from_the_plan_of_a_whole_round_to_the_public_and_back(scene: Scene) -> None:
    day = scene.now.date().isoformat()
    page = post(scene, "jp1", reverse("bank:plan_all"), periode=scene.period, hari=day)
    assert "2 tabel periode 2025 masuk kalender rilis." in page
    keys = [str(pk) for pk in Release.objects.values_list("pk", flat=True)]
    scene.later(minutes=1)
    assert "2 tabel dirilis untuk umum." in post(scene, "kabid", reverse("bank:publish_many"), rilis=keys)
    one = Release.objects.all()[0]
    page = post(scene, "kabid", reverse("bank:withdraw", args=[one.pk]), alasan="Salah satuan.")
    assert "Salah satuan." in page


def test_the_pages_say_why_something_cannot_be_done(scene: Scene) -> None:
    table = Table.objects.filter(agency__code="dinkes", is_current=True)[0]
    Table.objects.filter(pk=table.pk).update(classification="terbatas")
    with visiting(scene, "jp1") as client:
        page = client.get(reverse("bank:release", args=[table.pk, scene.period])).content.decode()
        assert "berklasifikasi terbatas" in page
        assert client.get(reverse("bank:releases")).status_code == 200
        assert client.get(reverse("bank:releases"), {"ekspor": "csv"}).status_code == 200


def test_a_table_is_classified_with_a_reason(scene: Scene) -> None:
    table = Table.objects.filter(agency__code="dinkes", is_current=True)[0]
    url = reverse("bank:classify", args=[table.pk])
    given = {"klasifikasi": "tertutup", "jatuh_tempo": 45}
    with visiting(scene, "kabid") as client:
        assert client.get(url).status_code == 200
        assert client.post(url, given).status_code == 422
    assert "Klasifikasi tabel disimpan." in post(scene, "kabid", url, **given, alasan="Memuat rahasia.")
    table.refresh_from_db()
    assert (table.classification, table.due_after_days) == ("tertutup", 45)


def test_who_begins_to_hide_small_counts_is_told_what_the_public_has_of_them_and_may_take_it_back() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(answers(start=1))))
    one = a_telling_release(scene)
    table = Table.objects.get(agency=one.agency, code=one.code, is_current=True)
    url = reverse("bank:classify", args=[table.pk])
    given = {"klasifikasi": "terbuka", "jatuh_tempo": 45, "sembunyikan": "on", "alasan": "Menunjuk orang."}
    with visiting(scene, "kabid") as client:
        assert "sudah dilihat umum pada 1 edisi" in client.get(url).content.decode()
    post(scene, "kabid", url, **given, tarik="on")
    one.refresh_from_db()
    assert (one.state, one.withdrawn_reason) == ("withdrawn", "Menunjuk orang.")
    with visiting(scene, "kabid") as client:
        assert "sudah dilihat umum pada" not in client.get(url).content.decode()


def a_telling_release(scene: Scene) -> Release:
    """An edition in which everybody can read counts from 1 on."""
    table = Table.objects.filter(agency__code="dinkes", is_current=True).order_by("code")[0]
    plan = plan_release(table, scene.period, Day(scene.now.date()), by=scene.by("jp1"), at=scene.now)
    return publish(plan, note="", by=scene.by("kabid"), at=scene.later(minutes=1))


def test_strangers_to_the_office_release_nothing(scene: Scene) -> None:
    table = Table.objects.filter(agency__code="dinkes", is_current=True)[0]
    with visiting(scene, "operator.dinkes") as client:
        for url in (reverse("bank:releases"), reverse("bank:release", args=[table.pk, scene.period])):
            assert client.get(url).status_code == 403
        assert client.post(reverse("bank:plan", args=[table.pk, scene.period])).status_code == 403
    with visiting(scene, "jp1") as client:
        unknown = reverse("bank:release", args=["00000000-0000-0000-0000-000000000000", scene.period])
        assert client.get(unknown).status_code == 404
    assert not Release.objects.exists()
