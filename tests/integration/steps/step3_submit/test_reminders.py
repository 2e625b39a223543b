"""Reminders by the calendar and by hand: who hears what and when, once each, and only who owes something."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sektoral.domain.errors import SektoralError
from sektoral.domain.outbox import MessageChannel
from sektoral.project.invariants.messages import check_messages
from sektoral.records.models import DayOff, Extension, Message, Office, Reminder, Request, Round
from sektoral.steps.step3_submit.actions.deadlines import Grant, extend
from sektoral.steps.step3_submit.actions.reminding import remind, remind_now
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WIB = timezone(timedelta(hours=7))
DUE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 16.00 WIB


def wib(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def heard(kind: str = "") -> list[tuple[str, str]]:
    """Who was told what by e-mail beside the request itself, as `(kind, address's first part)`."""
    rows = Message.objects.filter(channel=MessageChannel.EMAIL).exclude(kind__in=["request", "receipt"])
    told = rows.order_by("queued_at", "to").values_list("kind", "to")
    return [(one, to.split("@")[0]) for one, to in told if kind in ("", one)]


def pass_time(scene: Scene, until: datetime, *, step: timedelta = timedelta(minutes=30)) -> None:
    """Let a worker look every half hour."""
    while scene.now < until:
        scene.now = min(scene.now + step, until)
        remind(at=scene.now)


def test_the_calendar_is_followed_to_its_end_and_everybody_hears_each_notice_once(scene: Scene) -> None:
    assert scene.request("dinkes").due_at == DUE
    scene.hand_over("disdik", FIRST)
    pass_time(scene, wib(4, 12, month=12))
    assert sorted(heard()) == [
        ("escalation", "kepala.dinkes"),
        ("overdue", "operator.dinkes"),
        ("reminder", "operator.dinkes"),
        ("reminder", "operator.dinkes"),
        ("suggestion", "jp1"),
        ("suggestion", "jp2"),
    ]
    times = list(
        Message.objects.filter(kind__in=["reminder", "overdue", "escalation"], channel="email")
        .order_by("queued_at")
        .values_list("queued_at", flat=True)
    )
    hours = [f"{one.astimezone(WIB):%m-%d %H}" for one in times]  # at the first look after nine
    assert hours == ["11-26 09", "11-30 09", "12-01 09", "12-03 09"]
    silent = Reminder.objects.filter(request=scene.request("disdik"))
    assert set(silent.values_list("outcome", "reason")) == {("skipped", "nothing_missing")}
    scene.settle()
    assert list(check_messages(scene.office, scene.now)) == []


def test_a_look_that_runs_twice_or_on_two_workers_sends_nothing_twice(scene: Scene) -> None:
    scene.now = wib(26, 9, 5)
    for _ in range(3):
        remind(at=scene.now)
        Round.objects.update(reminders_due_at=None)
    assert heard() == [("reminder", "operator.dinkes"), ("reminder", "operator.disdik")]


def test_a_worker_that_was_away_for_three_days_sends_each_person_one_message(scene: Scene) -> None:
    remind(at=wib(27, 12))
    Message.objects.filter(kind="reminder").delete()
    scene.now = wib(3, 10, month=12)
    remind(at=scene.now)
    told = [one for one in heard() if one[0] != "suggestion"]
    assert sorted(told) == [
        ("escalation", "kepala.dinkes"),
        ("escalation", "kepala.disdik"),
        ("overdue", "operator.dinkes"),
        ("overdue", "operator.disdik"),
    ]
    assert Reminder.objects.filter(outcome="merged", notice="reminder:0").count() == 2


@pytest.mark.parametrize(
    "at", [wib(26, 6), wib(26, 20), wib(28, 10), wib(29, 10)], ids=["early", "evening", "Saturday", "Sunday"]
)
def test_nobody_is_reminded_outside_office_hours_and_nothing_is_lost(at: datetime, scene: Scene) -> None:
    remind(at=at)
    assert heard() == []
    opening = Round.objects.get().reminders_due_at
    assert opening is not None
    assert opening > at
    remind(at=max(opening, wib(26, 9)))
    assert ("reminder", "operator.dinkes") in heard()


def test_a_day_that_is_made_a_holiday_postpones_the_notice_and_moves_no_deadline(scene: Scene) -> None:
    before = [(one.pk, one.due_at) for one in Request.objects.all()]
    DayOff.objects.create(office=scene.office, date=wib(26, 9).date(), name="Libur daerah", kind="libur_daerah")
    pass_time(scene, wib(26, 20))
    assert [(one.pk, one.due_at) for one in Request.objects.all()] == before
    assert scene.request("dinkes").round.step1_due_at == Round.objects.get().step1_due_at
    assert heard() == [("reminder", "operator.dinkes"), ("reminder", "operator.disdik")]
    # two working days before the deadline is the 25th now: whoever looked only then was told at once
    assert {one.date() for one in Message.objects.filter(kind="reminder").values_list("queued_at", flat=True)} == {
        wib(25, 9).date()
    }


def test_an_extension_moves_the_notices_with_the_deadline(scene: Scene) -> None:
    pass_time(scene, wib(26, 12))
    extend(Grant(scene.request("dinkes"), 5, "Petugas sakit."), by=scene.by("kabid"), at=scene.now)
    new = Extension.objects.get().new_due_at
    assert new == wib(7, 16, month=12)
    pass_time(scene, wib(4, 12, month=12))
    assert [one for one in heard() if one[1] == "operator.dinkes"] == [("reminder", "operator.dinkes")] * 2
    assert ("escalation", "kepala.disdik") in heard()
    assert ("escalation", "kepala.dinkes") not in heard()


def test_a_returned_table_is_asked_for_by_its_own_deadline(scene: Scene) -> None:
    Office.objects.update(revision_days=1)
    submission = scene.hand_over("dinkes", BOTH)
    item = scene.items(submission)[0]
    return_items([item], reason="Angka 12345 keliru.", code="totals_differ", by=scene.by("sukor"), at=scene.now)
    told = Message.objects.get(kind="tables_returned", channel="email", to__startswith="operator")
    assert "Jumlah tidak sama dengan rinciannya".lower() in told.body
    assert "24 November 2026 pukul 16.00 WIB" in told.body
    assert "12345" not in told.body
    pass_time(scene, wib(24, 12))
    rows = Reminder.objects.filter(request=scene.request("dinkes"), due_at=wib(24, 16))
    assert set(rows.values_list("notice", "outcome", "reason")) == {
        ("reminder:-2", "skipped", "before_issue"),
        ("reminder:0", "sent", ""),
    }
    (message,) = Message.objects.filter(kind="reminder", channel="email", request=scene.request("dinkes"))
    assert "dikembalikan untuk diperbaiki" in message.body


def test_a_deadline_that_all_tables_share_is_said_once(scene: Scene) -> None:
    pass_time(scene, wib(26, 12))
    message = Message.objects.get(kind="reminder", channel="email", to__startswith="operator.dinkes")
    assert message.body.count("lembar T") == 2
    assert message.body.count("30 November 2026 pukul 16.00 WIB") == 1


def test_who_only_owes_the_letter_is_reminded_of_the_letter(scene: Scene) -> None:
    scene.upload("dinkes", BOTH)
    pass_time(scene, wib(26, 12))
    (message,) = Message.objects.filter(kind="reminder", channel="email", request=scene.request("dinkes"))
    assert "surat pengiriman untuk data yang sudah masuk" in message.body
    assert "lembar T" not in message.body


def asked(scene: Scene, *codes: str) -> Sequence[str]:
    told = remind_now([scene.request(code) for code in codes], by=scene.by("jp1"), at=scene.now)
    return [error.code if isinstance(error, SektoralError) else "" for _, error in told]


def test_a_clerk_reminds_chosen_agencies_once_a_day(scene: Scene) -> None:
    scene.hand_over("disdik", FIRST)
    scene.now = wib(24, 10)
    assert asked(scene, "dinkes", "disdik") == ["", "reminder_not_needed"]
    remind(at=scene.now)
    assert heard() == [("reminder", "operator.dinkes")]
    assert asked(scene, "dinkes") == ["reminder_today"]
    scene.now = wib(25, 10)
    assert asked(scene, "dinkes") == [""]


def test_what_a_clerk_asks_for_in_the_evening_waits_for_the_morning_and_is_asked_again_then(scene: Scene) -> None:
    scene.now = wib(24, 20)
    assert asked(scene, "dinkes", "disdik") == ["", ""]
    remind(at=scene.now)
    assert heard() == []
    scene.hand_over("disdik", FIRST)
    remind(at=wib(25, 7, 30))
    assert heard() == [("reminder", "operator.dinkes")]
    assert Reminder.objects.get(request=scene.request("disdik")).reason == "nothing_missing"


def test_two_offices_in_two_zones_each_follow_their_own_hours() -> None:
    there = Scene(make_tiny_office(slug="seberang", zone="Asia/Makassar"))
    there.collecting("dinkes")
    assert Office.objects.count() == 1
    remind(at=datetime(2026, 11, 25, 0, 59, tzinfo=UTC))
    remind(at=datetime(2026, 11, 26, 0, 59, tzinfo=UTC))  # 08.59 WITA
    assert heard() == []
    remind(at=datetime(2026, 11, 26, 1, 4, tzinfo=UTC))
    assert len(heard()) == 1
