"""A file that is no instrument: it is safe and receipted, and somebody has to say what of it answers which table."""

from dataclasses import dataclass

from django.urls import reverse

from sektoral.domain.states import SubmissionState
from sektoral.records.models import Event, Submission
from sektoral.ui.components import Action

PAPERS = (".pdf", ".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What is to be done about such a file; the first of `ways` is the next step. Without any, others have to do it."""

    title: str
    text: str
    ways: tuple[Action, ...]


def awaiting_of(submission: Submission, *, may_speak: bool) -> Awaiting | None:
    """This will tell the next step for a file that waits to be copied into tables; nothing for any other."""
    if submission.state != SubmissionState.AWAITING_TRANSCRIPT:
        return None
    who = "Anda" if may_speak else "Operator OPD atau pegawai JP"
    if submission.file.name.lower().endswith(PAPERS):
        return Awaiting(
            "Berkas ini gambar atau PDF; angkanya belum masuk tabel",
            f"Berkas dan waktu terimanya sudah tercatat. {who} mengetik angkanya di samping gambarnya.",
            (),
        )
    keys = [submission.request_id, submission.pk]
    if is_form_export(submission):
        answers = Action("Lihat jawaban", reverse("step3:responses", args=keys), icon="table-cells", primary=True)
        return Awaiting(
            "Ini jawaban Google Form, belum masuk ke tabel",
            f"Berkas dan waktu terimanya sudah tercatat. {who} melihat jawaban mana yang dipakai, lalu menyetujuinya.",
            (answers,) if may_speak else (),
        )
    way = Action("Pasangkan dengan tabel", reverse("step3:mapping", args=keys), icon="table-cells", primary=True)
    return Awaiting(
        "Berkas ini bukan instrumen; isinya belum masuk tabel",
        f"Berkas dan waktu terimanya sudah tercatat. {who} memasangkan isinya dengan tabel yang diminta: pasangannya "
        "diusulkan sistem, dan tidak ada yang disimpan sebelum disetujui.",
        (way,) if may_speak else (),
    )


def is_form_export(submission: Submission) -> bool:
    """Whether the reading found the responses of a Google Form, by whichever channel the file came."""
    told = Event.objects.filter(
        office_id=submission.office_id, kind="submission.awaits_transcript", about_id=str(submission.pk)
    )
    facts = told.order_by("-sequence").values_list("facts", flat=True).first()
    return bool(facts and facts.get("form"))
