"""A file that is no instrument: it is safe and receipted, and somebody has to say what of it answers which table."""

from dataclasses import dataclass

from django.urls import reverse

from sektoral.domain.states import SubmissionState
from sektoral.records.models import Submission
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
    way = Action("Pasangkan dengan tabel", reverse("step3:mapping", args=keys), icon="table-cells", primary=True)
    return Awaiting(
        "Berkas ini bukan instrumen; isinya belum masuk tabel",
        f"Berkas dan waktu terimanya sudah tercatat. {who} memasangkan isinya dengan tabel yang diminta: pasangannya "
        "diusulkan sistem, dan tidak ada yang disimpan sebelum disetujui.",
        (way,) if may_speak else (),
    )
