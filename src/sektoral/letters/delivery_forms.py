"""The form by which a letter's delivery by hand is noted, or the note mended."""

from typing import cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.intake.files import MAX_UPLOAD
from sektoral.letters.actions.hand_delivery import Receipt
from sektoral.records.models import HandDelivery, Letter, Request
from sektoral.ui.forms import Form, MomentField, ReasonField, UploadField


class DeliveryForm(Form):
    """Who took it, in what post, when; and the reason where a note is mended."""

    receiver = forms.CharField(label="Nama penerima", max_length=200)
    receiver_title = forms.CharField(label="Jabatan penerima", max_length=200)
    delivered_at = MomentField(label="Waktu diterima")
    with_workbook = forms.BooleanField(label="Instrumen ikut diserahkan dalam flash disk", required=False)
    file = UploadField(
        label="Foto atau pindaian buku ekspedisi",
        accept=(".pdf", ".jpg", ".jpeg", ".png"),
        most_bytes=MAX_UPLOAD,
        required=False,
        help_text="Boleh dikosongkan. PDF, JPEG, atau PNG, paling besar 10 MB.",
    )
    reason = ReasonField(label="Alasan perbaikan", help_text="Catatan yang lama tetap tersimpan.")

    def __init__(self, *args: object, former: HandDelivery | None, **kwargs: object) -> None:
        if former is not None:
            zone = ZoneInfo(former.office.time_zone)
            kwargs["initial"] = {
                "receiver": former.receiver,
                "receiver_title": former.receiver_title,
                "delivered_at": former.delivered_at.astimezone(zone).replace(tzinfo=None),
                "with_workbook": former.with_workbook,
            }
        super().__init__(*args, **kwargs)
        if former is None:
            del self.fields["reason"]

    def receipt(self, letter: Letter, to: Request) -> Receipt:
        """This will give the note as the action takes it."""
        given = self.cleaned_data
        file = cast("UploadedFile[bytes] | None", given["file"])
        return Receipt(
            letter=letter,
            request=to,
            receiver=given["receiver"],
            receiver_title=given["receiver_title"],
            delivered_at=given["delivered_at"],
            with_workbook=given["with_workbook"],
            proof=file.read() if file else b"",
            proof_name=(file.name or "bukti") if file else "",
        )
