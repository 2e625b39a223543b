"""The Kadis's order: a period, a title, and who takes part."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.domain.errors import SektoralError
from sektoral.domain.periods import read_period
from sektoral.intake.files import MAX_UPLOAD
from sektoral.steps.step1_request.actions.written_orders import WrittenOrder
from sektoral.ui.forms import DayField, Form, ReasonField, UploadField
from sektoral.ui.messages import explained

REASON = "alasan."  # before an agency's id


class OrderForm(Form):
    """The period and the title; who takes part is ticked in the list beside."""

    period = forms.CharField(
        label="Periode data",
        max_length=10,
        help_text="Tahun datanya, seperti 2025. Untuk semester atau triwulan: 2025-S1, 2025-Q1.",
    )
    title = forms.CharField(
        label="Nama putaran",
        max_length=200,
        required=False,
        help_text="Bila dikosongkan: Pengumpulan data, diikuti periodenya.",
    )

    def clean_period(self) -> str:
        """This will give the period's code."""
        try:
            return read_period(self.cleaned_data["period"].strip()).code
        except SektoralError as error:
            raise forms.ValidationError(explained(error)) from error


class WrittenOrderForm(OrderForm):
    """The same for who brings the Kadis's order on paper."""

    order_file = UploadField(
        label="Disposisi Kepala Dinas",
        accept=(".pdf", ".jpg", ".jpeg", ".png"),
        most_bytes=MAX_UPLOAD,
        help_text="Pindaian PDF atau foto lembarnya, paling besar 10 MB.",
    )
    order_number = forms.CharField(label="Nomor disposisi", max_length=100)
    ordered_on = DayField(label="Tanggal disposisi")

    def written(self) -> WrittenOrder:
        """This will give the order as the action takes it."""
        given = self.cleaned_data
        file: UploadedFile[bytes] = given["order_file"]
        return WrittenOrder(file.name or "disposisi", file.read(), given["order_number"], given["ordered_on"])


class CancelForm(Form):
    """Why a round is taken back."""

    reason = ReasonField(
        label="Alasan pembatalan",
        help_text="Surat putaran ini menjadi batal dan nomornya tidak dipakai lagi.",
    )


def reasons_in(post: Mapping[str, str]) -> dict[UUID, str]:
    """This will read the reasons of a posted list, by the agency's id."""
    reasons = {}
    for name, text in post.items():
        if name.startswith(REASON):
            try:
                reasons[UUID(name.removeprefix(REASON))] = text.strip()[:1000]
            except ValueError:
                continue
    return reasons
