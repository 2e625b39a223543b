"""Ways to change a deed only in its row, and not in the journal: another person, another instant, another file."""

from collections.abc import Callable

from django.db.models import F

from sektoral.records.models import (
    Event,
    Extension,
    Letter,
    LetterStep,
    Office,
    Person,
    Request,
    RequestedTable,
    SubmissionItem,
)
from tests.tamperings import NOW, SECOND, a_letter, an_event


def another(event: Event) -> Person:
    return Person.objects.exclude(pk=event.by).order_by("email")[0]


def let_another_decide() -> None:
    SubmissionItem.objects.filter(state="stored").update(decided_by=another(an_event("item.stored")))


def let_another_send() -> None:
    Request.objects.update(sent_by=another(an_event("request.sent")))


def let_another_sign() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signed_by=another(an_event("letter.signed")))


def sign_a_day_earlier() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signed_at=F("signed_at") - 24 * 3600 * SECOND)


def swap_two_letters() -> None:
    """Both files are genuine and registered: only the journal knows which is which."""
    report = a_letter("report")
    Letter.objects.filter(pk=a_letter().pk).update(signed_file=report.signed_file, signed_sha256=report.signed_sha256)


def reword_a_signed_letter() -> None:
    """The public page tells the subject from the register, not from the paper."""
    Letter.objects.filter(pk=a_letter().pk).update(subject="Perintah lain")


def print_another_name() -> None:
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(signed_as={**letter.signed_as, "name": "Orang Lain"})


def let_another_initial() -> None:
    LetterStep.objects.filter(act="initial").update(done_by=another(an_event("letter.initialled")))


def invent_an_extension() -> None:
    request = Request.objects.get(agency__code="C")
    assert request.due_at
    assert request.sent_by
    new = request.due_at + SECOND
    Extension.objects.create(
        office=request.office,
        request=request,
        days=1,
        reason="-",
        old_due_at=request.due_at,
        new_due_at=new,
        granted_at=NOW,
        granted_by=request.sent_by,
    )
    Request.objects.filter(pk=request.pk).update(due_at=new)


def give_a_table_more_time() -> None:
    RequestedTable.objects.filter(request__agency__code="C").update(due_at=NOW)


def lengthen_a_revision() -> None:
    RequestedTable.objects.filter(returns__gt=0).update(revision_due_at=NOW)


def colour_the_grid() -> None:
    RequestedTable.objects.filter(state="stored").update(state="nil")


def leave_a_paraf_out() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="initial", role="KABID").delete()


def take_a_paraf_back() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="initial", role="SUKOR").update(done_at=None, done_by=None)


def rewrite_a_chain() -> None:
    Office.objects.update(chains={"request": [["initial", "KABID"], ["sign", "KADIS"]]})


DEED_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I15", let_another_decide),
    ("I15", let_another_send),
    ("I15", let_another_sign),
    ("I15", sign_a_day_earlier),
    ("I15", swap_two_letters),
    ("I15", reword_a_signed_letter),
    ("I15", print_another_name),
    ("I15", let_another_initial),
    ("I15", invent_an_extension),
    ("I15", give_a_table_more_time),
    ("I15", lengthen_a_revision),
    ("I15", colour_the_grid),
    ("I17", leave_a_paraf_out),
    ("I17", take_a_paraf_back),
    ("I17", rewrite_a_chain),
]
