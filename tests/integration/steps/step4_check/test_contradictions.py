"""Two agencies contradict each other: a task for both with its own clock, answers, a ruling, and the journal."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.domain.contradictions import Reply, Ruling
from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.project.invariants.listing import verify
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Contradiction, ContradictionSide, Message, Submission, Table
from sektoral.steps.step4_check.actions.contradicting import reply, settle
from tests.rounds import Scene, Values, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def name_the_areas(scene: Scene) -> None:
    for table in Table.objects.filter(office=scene.office):
        rows = [{**row, "area": f"99.01.0{n}"} for n, row in enumerate(table.definition["rows"], start=1)]
        table.definition = {**table.definition, "rows": rows}
        table.save(update_fields=["definition"])


def figures(*, odd: int = 0) -> Values:
    cells = [("T01", row, column) for row in "AB" for column in "lp"]
    found = {cell: Decimal(100 + number) for number, cell in enumerate(cells)}
    return {**found, ("T01", "B", "l"): Decimal(odd)} if odd else found


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        name_the_areas(scene)
        scene.collecting("dinkes", "disdik")
        yield scene


@pytest.fixture
def scene(asked: Scene) -> Scene:
    return replace(asked)


def contradicted(scene: Scene) -> Submission:
    """This will let both send; only the second differs, in one cell."""
    scene.accept_all(scene.hand_over("dinkes", Filling(figures())))
    return scene.hand_over("disdik", Filling(figures(odd=90)))


def side_of(scene: Scene, code: str) -> ContradictionSide:
    sides = ContradictionSide.objects.select_related(
        "contradiction", "office", "item__requested_table__request__agency"
    )
    return sides.get(item__requested_table__request__agency__code=code)


def answer(scene: Scene, code: str, said: Reply = Reply.HOLDS) -> None:
    reply(side_of(scene, code), answer=said, words="Menurut register.", by=scene.by(f"operator.{code}"), at=scene.now)


def ruling_against(scene: Scene, code: str) -> Ruling:
    return Ruling.SECOND if side_of(scene, code).position == 1 else Ruling.FIRST


def assert_all_holds(scene: Scene) -> None:
    assert [(one.invariant.code, list(one.faults)) for one in verify(at=scene.now) if not one.holds] == []


def test_a_task_arises_for_both_with_its_own_clock(scene: Scene) -> None:
    contradicted(scene)
    found = Contradiction.objects.get()
    assert found.due_at == calendar_of(scene.office).due_at_days(found.raised_at, 3)
    assert [place["amount"] for place in side_of(scene, "dinkes").places] == ["102"]
    assert [place["amount"] for place in side_of(scene, "disdik").places] == ["90"]
    told = Message.objects.filter(key__contains=f"contradiction:{found.pk}")
    assert told.count() >= 2
    assert not any("102" in one.body or "90" in one.body.replace("2026", "") for one in told if "http" not in one.body)
    assert_all_holds(scene)


def test_equal_figures_raise_nothing(scene: Scene) -> None:
    scene.hand_over("dinkes", Filling(figures()))
    scene.hand_over("disdik", Filling(figures()))
    assert not Contradiction.objects.exists()


def test_a_mended_figure_ends_it_by_itself(scene: Scene) -> None:
    contradicted(scene)
    answer(scene, "disdik", Reply.MENDS)
    scene.later(hours=1)
    scene.hand_over("disdik", Filling(figures()))
    assert Contradiction.objects.get().state == "resolved"
    assert_all_holds(scene)


def test_the_office_settles_once_both_have_answered_and_the_loser_goes_back(scene: Scene) -> None:
    submission = contradicted(scene)
    found, by = Contradiction.objects.get(), scene.by("sukor")
    ruling = ruling_against(scene, "disdik")
    with pytest.raises(WrongState, match="contradiction_not_answered"):
        settle(found, ruling=ruling, reason="Register Dinkes", by=by, at=scene.now)
    answer(scene, "dinkes")
    answer(scene, "disdik")
    assert Contradiction.objects.get().state == "answered"
    with pytest.raises(Invalid, match="reason_missing"):
        settle(found, ruling=ruling, reason=" ", by=by, at=scene.now)
    settle(found, ruling=ruling, reason="Register Dinkes", by=by, at=scene.later(minutes=1))
    scene.settle()
    (item,) = scene.items(submission)
    assert (item.state, item.return_code, item.return_reason) == ("returned", "other_table_differs", "Register Dinkes")
    with pytest.raises(WrongState, match="contradiction_closed"):
        answer(scene, "dinkes")
    assert_all_holds(scene)


def test_both_may_hold_and_an_overdue_one_may_be_settled_unanswered(scene: Scene) -> None:
    submission = contradicted(scene)
    scene.later(days=10)
    settle(Contradiction.objects.get(), ruling=Ruling.BOTH, reason="Beda definisi", by=scene.by("kabid"), at=scene.now)
    assert scene.items(submission)[0].state == "pending"
    assert_all_holds(scene)


@pytest.mark.parametrize("key", ["jp1", "kadis", "operator.dinkes", "bps"])
def test_only_sukor_and_kabid_settle(scene: Scene, key: str) -> None:
    contradicted(scene)
    with pytest.raises(Refused, match="not_permitted"):
        settle(Contradiction.objects.get(), ruling=Ruling.BOTH, reason="x", by=scene.by(key), at=scene.now)


def test_nobody_answers_for_the_other(scene: Scene) -> None:
    contradicted(scene)
    with pytest.raises(Refused, match="not_permitted"):
        reply(side_of(scene, "dinkes"), answer=Reply.HOLDS, words="x", by=scene.by("operator.disdik"), at=scene.now)


def test_each_agency_sees_of_the_other_only_what_is_open(scene: Scene) -> None:
    contradicted(scene)
    url = f"/langkah-4/pertentangan/{Contradiction.objects.get().pk}/"
    with visiting(scene, "operator.disdik") as client:
        assert ">102<" in client.get(url).content.decode()
        Table.objects.filter(agency__code="dinkes").update(classification="terbatas")
        body = client.get(url).content.decode()
        assert ">102<" not in body
        assert ">90<" in body
        assert "tidak ditampilkan" in body
        side = side_of(scene, "disdik").pk
        assert client.post(f"{url}{side}/", {"reply": "holds", "words": ""}).status_code == 422
        assert client.post(f"{url}{side}/", {"reply": "holds", "words": "Register kami."}).status_code == 302
        assert client.get("/langkah-4/pertentangan/").status_code == 200
        assert (
            "bertentangan dengan OPD lain"
            not in client.get(f"/langkah-3/{scene.request('disdik').pk}/").content.decode()
        )
    with visiting(scene, "operator.dinkes") as client:
        assert "1 angka bertentangan" in client.get(f"/langkah-3/{scene.request('dinkes').pk}/").content.decode()
    scene.later(days=10)
    with visiting(scene, "sukor") as client:
        body = client.get(url).content.decode()
        assert "Putusan kantor" in body
        assert {"Angka Dinas Kesehatan", "Angka Dinas Pendidikan"} <= set(re.findall(r"Angka Dinas \w+", body))
        assert client.post(f"{url}putusan/", {"ruling": "", "reason": "x"}).status_code == 422
        assert client.post(f"{url}putusan/", {"ruling": "both", "reason": "Beda cakupan"}).status_code == 302


def test_a_third_agency_sees_nothing_of_it(scene: Scene) -> None:
    contradicted(scene)
    ContradictionSide.objects.update(item=side_of(scene, "disdik").item)
    url = f"/langkah-4/pertentangan/{Contradiction.objects.get().pk}/"
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(url).status_code == 404


def change_the_words(scene: Scene) -> None:
    ContradictionSide.objects.exclude(reply="").update(words="Lain")


def give_more_time(scene: Scene) -> None:
    Contradiction.objects.update(due_at=scene.later(days=30))


def rule_otherwise(scene: Scene) -> None:
    Contradiction.objects.update(ruling="first")


@pytest.mark.parametrize("tamper", [change_the_words, give_more_time, rule_otherwise])
def test_a_falsified_contradiction_is_found(scene: Scene, tamper: Callable[[Scene], None]) -> None:
    contradicted(scene)
    answer(scene, "dinkes")
    tamper(scene)
    assert "I23" in {one.invariant.code for one in verify(at=scene.now) if not one.holds}
