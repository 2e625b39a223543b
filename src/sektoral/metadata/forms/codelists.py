"""The forms by which a code is added or ended."""

from django import forms

from sektoral.metadata.actions.codelists import NewCode
from sektoral.ui.forms import DayField, Form


class CodeForm(Form):
    """A new code of a list."""

    code = forms.CharField(label="Kode", max_length=60, help_text="Untuk wilayah: kode Kemendagri.")
    label = forms.CharField(label="Nama", max_length=200)
    kind = forms.CharField(label="Jenis", max_length=40, required=False, help_text="Misalnya kecamatan atau desa.")
    parent = forms.CharField(label="Kode induk", max_length=60, required=False)
    bps_code = forms.CharField(
        label="Kode BPS", max_length=20, required=False, help_text="Dari daftar BPS; jangan diturunkan dari kode lain."
    )
    valid_from = DayField(label="Berlaku sejak")
    replaces = forms.CharField(
        label="Menggantikan kode",
        max_length=300,
        required=False,
        help_text="Pisahkan dengan koma. Kode itu berakhir sehari sebelumnya (pemekaran, penggabungan, ganti nama).",
    )

    def new_code(self) -> NewCode:
        """This will give what was typed."""
        given = dict(self.cleaned_data)
        replaced = [one.strip() for one in given.pop("replaces").split(",")]
        return NewCode(**given, replaces=tuple(one for one in replaced if one))


class EndForm(Form):
    """The last day of a code."""

    last_day = DayField(label="Hari terakhir berlaku")
