"""Ways to falsify the SOP, each with the invariant that must notice it; they begin from a revision that was signed."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

from sektoral.domain.roles import Role
from sektoral.domain.sop_text import SopText
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.records.actors import Actor, actor_for
from sektoral.records.models import Assignment, Event, Letter, Office, Sop
from sektoral.records.sop_versions import digest_of, text_of
from sektoral.setup.actions.sops import begin_revision, drop_revision, propose_sop, put_in_force, write_revision
from tests.tamperings import NOW


def acting(role: Role) -> Actor:
    seat = Assignment.objects.filter(role=role, agency=None)[0]
    return actor_for(seat.person, Office.objects.get(), NOW)


def a_revision() -> Sop:
    sukor = acting(Role.SUKOR)
    stored = begin_revision(by=sukor, at=NOW)
    content = with_time(stored, "7 hari kerja")
    content["kepala"]["Nomor SOP"] = "500.14/99/SOP/2026"
    seen = digest_of(stored.content)
    write_revision(stored, content, change="Waktu langkah 3.", seen=seen, by=sukor, at=NOW)
    return Sop.objects.select_related("office").get(pk=stored.pk)


def a_proposed_revision() -> Letter:
    letter = propose_sop(a_revision(), by=acting(Role.JP), at=NOW)
    initial(letter, by=acting(Role.SUKOR), at=NOW)
    initial(letter, by=acting(Role.KABID), at=NOW)
    return letter


def a_signed_revision() -> Sop:
    letter, kadis = a_proposed_revision(), acting(Role.KADIS)
    sha256 = finalise(letter, by=kadis, at=NOW).sha256
    sign(letter, sha256=sha256, by=kadis, at=NOW, gateway=local_authority())
    put_in_force(Letter.objects.select_related("office").get(pk=letter.pk), at=NOW)
    return Sop.objects.select_related("office").get(pk=str(letter.content["sop"]))


def with_time(stored: Sop, time: str) -> SopText:
    content = deepcopy(text_of(stored))
    content["bagan_alur"]["langkah"][2]["waktu"] = time
    return content


def reword(stored: Sop, time: str) -> None:
    Sop.objects.filter(pk=stored.pk).update(content=dict(with_time(stored, time)))


def lengthen_a_step_in_force() -> None:
    reword(a_signed_revision(), "70 hari kerja")


def lengthen_a_step_of_the_first() -> None:
    reword(Sop.objects.get(version=1), "70 hari kerja")


def approve_a_chart_without_signature() -> None:
    Sop.objects.filter(version=1).update(is_chart_approved=True)


def put_a_revision_in_force() -> None:
    Sop.objects.filter(pk=a_revision().pk).update(in_force_at=NOW)


def date_it_back() -> None:
    Sop.objects.filter(pk=a_signed_revision().pk).update(in_force_at=NOW - timedelta(days=9))


def make_it_effective_earlier() -> None:
    Sop.objects.filter(pk=a_signed_revision().pk).update(effective_on=NOW.date() - timedelta(days=9))


def give_it_another_number() -> None:
    Sop.objects.filter(pk=a_signed_revision().pk).update(number="1")


def write_under_the_hand_of_nobody() -> None:
    reword(a_revision(), "70 hari kerja")


def lose_a_revision() -> None:
    a_revision().delete()


def take_up_what_was_dropped() -> None:
    stored = a_revision()
    drop_revision(stored, by=acting(Role.KABID), at=NOW)
    Sop.objects.filter(pk=stored.pk).update(dropped_at=None, dropped_by=None)


def point_its_document_elsewhere() -> None:
    stored = a_signed_revision()
    Letter.objects.filter(kind="sop").update(content={"sop": str(Sop.objects.get(version=1).pk)})
    assert Event.objects.filter(kind="sop.approved", about_id=str(stored.pk)).exists()


SOP_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I20", lengthen_a_step_in_force),
    ("I20", lengthen_a_step_of_the_first),
    ("I20", approve_a_chart_without_signature),
    ("I20", put_a_revision_in_force),
    ("I20", date_it_back),
    ("I20", make_it_effective_earlier),
    ("I20", give_it_another_number),
    ("I20", write_under_the_hand_of_nobody),
    ("I20", lose_a_revision),
    ("I20", take_up_what_was_dropped),
    ("I20", point_its_document_elsewhere),
]
