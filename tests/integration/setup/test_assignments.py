"""Seats end, are taken back before they begin, and nobody gets or loses one without the people concerned hearing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.outbox import MessageChannel, MessageKind
from sektoral.domain.roles import Role, Standing
from sektoral.records.actors import assignments_on, local_date, seats_of
from sektoral.records.models import Agency, Assignment, Event, Message
from sektoral.setup.actions import NewSeat, change_assignment, end_assignment
from tests.offices import make_two_offices, person_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return Scene(make_two_offices()[0])


def today(scene: Scene) -> date:
    return local_date(scene.office, scene.now)


def seat_of(scene: Scene, key: str) -> Assignment:
    return Assignment.objects.get(office=scene.office, person=person_of(scene.office, key))


def seated(
    scene: Scene,
    role: Role,
    email: str,
    *,
    begins: date,
    standing: Standing = Standing.DEFINITIVE,
    agency: Agency | None = None,
) -> Assignment:
    """A person in a seat, entered by the administrator; what follows is settled."""
    seat = NewSeat(role, "Contoh Pejabat", email, "Jabatan Contoh", begins, standing=standing, agency=agency)
    made = change_assignment(seat, by=scene.by("admin"), at=scene.now)
    scene.settle()
    return made


def heard(scene: Scene) -> list[str]:
    """Who was told of a seat by mail, each as often as it was told."""
    told = Message.objects.filter(office=scene.office, kind=MessageKind.SEAT, channel=MessageChannel.EMAIL)
    return sorted(told.values_list("to", flat=True))


def test_after_its_last_day_a_seat_gives_no_rights(scene: Scene) -> None:
    seat = seat_of(scene, "jp1")
    end_assignment(seat, last=today(scene), by=scene.by("admin"), at=scene.now)
    assert scene.by("jp1").holds(Role.JP)
    scene.later(days=1)
    with pytest.raises(NotFound, match="no_assignment"):
        scene.by("jp1")
    assert Event.objects.filter(kind="assignment.ended", about_id=str(seat.pk)).count() == 1


def test_a_seat_ends_at_once_and_never_before_yesterday(scene: Scene) -> None:
    seat, admin = seat_of(scene, "jp1"), scene.by("admin")
    with pytest.raises(Invalid, match="seat_end_past"):
        end_assignment(seat, last=today(scene) - 2 * DAY, by=admin, at=scene.now)
    end_assignment(seat, last=today(scene) - DAY, by=admin, at=scene.now)
    with pytest.raises(NotFound, match="no_assignment"):
        scene.by("jp1")
    with pytest.raises(Invalid, match="seat_ends_sooner"):
        end_assignment(seat, last=today(scene), by=admin, at=scene.now)


def test_a_seat_that_has_not_begun_is_taken_back(scene: Scene) -> None:
    begins = today(scene) + 7 * DAY
    seat = seated(scene, Role.KADIS, "plh@contoh.example", begins=begins, standing=Standing.DAILY)
    assert seat in assignments_on(scene.office, begins)
    end_assignment(seat, last=begins - DAY, by=scene.by("admin"), at=scene.now)
    assert seat not in assignments_on(scene.office, begins)
    with visiting(scene, "admin") as admin:
        assert "Dibatalkan sebelum berlaku" in admin.get(f"/pengaturan/penugasan/{seat.pk}/").text


def test_an_office_is_never_without_an_administrator(scene: Scene) -> None:
    seat, admin = seat_of(scene, "admin"), scene.by("admin")
    with pytest.raises(WrongState, match="last_administrator"):
        end_assignment(seat, last=today(scene), by=admin, at=scene.now)
    seated(scene, Role.ADMIN, "kedua@contoh.example", begins=today(scene), standing=Standing.STAND_IN)
    end_assignment(seat, last=today(scene), by=admin, at=scene.now)
    assert [one.person.email for one in assignments_on(scene.office, today(scene) + DAY).filter(role=Role.ADMIN)] == [
        "kedua@contoh.example"
    ]


def test_only_the_administrator_of_the_office_ends_a_seat(scene: Scene) -> None:
    seat = seat_of(scene, "jp1")
    with pytest.raises(Refused):
        end_assignment(seat, last=today(scene), by=scene.by("kadis"), at=scene.now)
    elsewhere = Assignment.objects.exclude(office=scene.office)[0]
    with pytest.raises(NotFound):
        end_assignment(elsewhere, last=today(scene), by=scene.by("admin"), at=scene.now)
    with visiting(scene, "admin") as admin:
        assert admin.get(f"/pengaturan/penugasan/{elsewhere.pk}/").status_code == 404
        assert admin.get(f"/pengaturan/penugasan/{uuid4()}/").status_code == 404
    with visiting(scene, "jp1") as jp:
        assert jp.get(f"/pengaturan/penugasan/{seat.pk}/").status_code == 403


def test_the_page_ends_a_seat_and_says_what_is_wrong_beside_the_field(scene: Scene) -> None:
    seat = seat_of(scene, "jp1")
    page = f"/pengaturan/penugasan/{seat.pk}/"
    with visiting(scene, "admin") as admin:
        assert f'href="{page}"' in admin.get("/pengaturan/penugasan/").text
        for impossible in ("", "0001-01-01", "9999-12-31"):
            assert admin.post(page, {"last": impossible}).status_code == 422
        assert "tetap sah" in admin.post(page, {"last": "2020-01-01"}, follow=True).text
        ended = admin.post(page, {"last": today(scene).isoformat()}, follow=True)
    assert "Hari terakhir penugasan" in ended.text
    seat.refresh_from_db()
    assert seat.valid_to == today(scene)


@pytest.mark.parametrize(("role", "key"), [(Role.KADIS, "kadis"), (Role.JP, "jp1")])
def test_a_seat_that_is_entered_again_from_the_same_day_stands_for_the_wrong_one(
    role: Role, key: str, scene: Scene
) -> None:
    wrong, email = seat_of(scene, key), person_of(scene.office, key).email
    seated(scene, role, email, begins=wrong.valid_from)
    held = seats_of(scene.by(key), scene.now)
    assert [one.title for one in held.rows] == ["Jabatan Contoh"]
    others = assignments_on(scene.office, today(scene)).filter(role=role).exclude(person=wrong.person)
    assert others.count() == (1 if role is Role.JP else 0)


def test_whoever_seats_himself_as_plh_kadis_is_seen_by_the_kadis(scene: Scene) -> None:
    admin = person_of(scene.office, "admin")
    seated(scene, Role.KADIS, admin.email, begins=today(scene), standing=Standing.DAILY)
    assert heard(scene) == [person_of(scene.office, "kadis").email]
    mail = Message.objects.get(kind=MessageKind.SEAT, channel=MessageChannel.EMAIL)
    assert mail.subject == f"Penugasan baru: {admin.name}"
    assert "Kadis: Plh. Jabatan Contoh" in mail.body


def test_a_head_who_is_replaced_long_ago_hears_of_it_today(scene: Scene) -> None:
    kadis = person_of(scene.office, "kadis")
    seated(scene, Role.KADIS, "baru@contoh.example", begins=today(scene) - 100 * DAY)
    assert heard(scene) == ["baru@contoh.example", kadis.email]


def test_an_operators_seat_is_the_head_of_the_agencys_to_know(scene: Scene) -> None:
    head = person_of(scene.office, "kepala.dinkes")
    seat = seated(scene, Role.REVIEWER, "wp@contoh.example", begins=today(scene), agency=scene.agency("dinkes"))
    assert heard(scene) == [head.email, "wp@contoh.example"]
    end_assignment(seat, last=today(scene), by=scene.by("admin"), at=scene.now)
    scene.settle()
    assert heard(scene) == [head.email, head.email, "wp@contoh.example", "wp@contoh.example"]


def test_who_sat_there_before_does_not_hear_how_the_next_one_leaves(scene: Scene) -> None:
    first = person_of(scene.office, "sukor")
    seat = seated(scene, Role.SUKOR, "berikut@contoh.example", begins=today(scene))
    end_assignment(seat, last=today(scene), by=scene.by("admin"), at=scene.now)
    scene.settle()
    assert heard(scene).count(first.email) == 1


def test_a_stand_in_replaces_nobody(scene: Scene) -> None:
    first = seated(scene, Role.SUKOR, "plh1@contoh.example", begins=today(scene), standing=Standing.DAILY)
    end_assignment(first, last=today(scene), by=scene.by("admin"), at=scene.now)
    scene.settle()
    before = heard(scene).count("plh1@contoh.example")
    seated(scene, Role.SUKOR, "plh2@contoh.example", begins=today(scene) + DAY, standing=Standing.DAILY)
    assert heard(scene).count("plh1@contoh.example") == before


def test_the_people_with_whom_an_office_begins_are_told_nothing(scene: Scene) -> None:
    scene.settle()
    assert heard(scene) == []
