"""The form by which an agency's new person is invited."""

from datetime import date
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.domain.invitations import TaskLetter
from sektoral.domain.roles import Role, Standing
from sektoral.intake.files import MAX_UPLOAD
from sektoral.records.models import Agency, Assignment
from sektoral.setup.actions.invitations import NewContact
from sektoral.setup.queries.office import ROLE_LABELS, STANDING_LABELS
from sektoral.ui.forms import DayField, Form, UploadField


class ContactForm(Form):
    """Somebody whom a surat tugas names, and whom they follow."""

    role = forms.ChoiceField(label="Peran")
    replaces = forms.ChoiceField(
        label="Menggantikan",
        required=False,
        help_text="Penugasan yang dipilih berakhir sehari sebelum yang baru mulai, setelah undangan diterima.",
    )
    name = forms.CharField(label="Nama lengkap dan gelar", max_length=200)
    email = forms.EmailField(
        label="Alamat surel", help_text="Undangan dikirim ke alamat ini dan hanya berlaku di sini."
    )
    title = forms.CharField(label="Jabatan yang dicetak", max_length=200)
    standing = forms.ChoiceField(label="Status", choices=list(STANDING_LABELS.items()))
    rank = forms.CharField(label="Pangkat", max_length=100, required=False)
    nip = forms.CharField(label="NIP", max_length=40, required=False)
    valid_from = DayField(label="Mulai bertugas")
    letter_number = forms.CharField(label="Nomor surat tugas", max_length=100)
    letter_on = DayField(label="Tanggal surat tugas")
    file = UploadField(
        label="Surat tugas dari OPD", accept=(".pdf",), most_bytes=MAX_UPLOAD, help_text="PDF, paling besar 10 MB."
    )

    def __init__(
        self,
        *args: object,
        agency: Agency,
        roles: list[Role],
        present: list[Assignment],
        today: date,
        **kwargs: object,
    ) -> None:
        kwargs.setdefault("initial", {"valid_from": today, "role": Role.OPERATOR})
        super().__init__(*args, **kwargs)
        self._agency = agency
        self._present = {str(seat.pk): seat for seat in present}
        held = [(key, f"{seat.person.name}, {ROLE_LABELS[seat.role]}") for key, seat in self._present.items()]
        cast(forms.ChoiceField, self.fields["role"]).choices = [(role.value, ROLE_LABELS[role]) for role in roles]
        cast(forms.ChoiceField, self.fields["replaces"]).choices = [("", "Tidak ada, menambah orang"), *held]

    def contact(self) -> NewContact:
        """This will give the person as the action takes them."""
        given = self.cleaned_data
        file = cast("UploadedFile[bytes]", given["file"])
        return NewContact(
            agency=self._agency,
            role=Role(given["role"]),
            name=given["name"],
            email=given["email"],
            title=given["title"],
            valid_from=given["valid_from"],
            letter=TaskLetter(given["letter_number"], given["letter_on"]),
            paper=file.read(),
            paper_name=file.name or "surat-tugas.pdf",
            standing=Standing(given["standing"]),
            rank=given["rank"],
            nip=given["nip"],
            replaces=self._present.get(given["replaces"]),
        )
