"""The forms of the Daftar Data: its year, an entry, the Forum's answer."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.domain.data_lists import CHOICES, EDITABLE, WORDS, Entry
from sektoral.metadata.actions.data_lists import Minutes
from sektoral.ui.forms import DayField, Form, ReasonField, UploadField

MOST_BYTES = 10 * 1024 * 1024
LONG = frozenset({"klasifikasi_penyajian", "sumber_referensi"})
HELP: Mapping[str, str] = {
    "id_ddp": "Hanya untuk data prioritas; kosongkan bila bukan.",
    "sumber_referensi": "Dasar data ini diminta: SDGs, RPJMD, SPM, peraturan.",
    "kategori_rad": "Rencana aksi daerah yang memakainya.",
    "kode_metadata": "Terisi sendiri bila metadata variabelnya sudah ada.",
}


class YearForm(Form):
    """The year that a list is for."""

    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100)


class EntryForm(Form):
    """The columns of an entry that people fill in; what the catalogue tells is changed in the catalogue."""

    def __init__(self, *args: object, entry: Entry, **kwargs: object) -> None:
        kwargs.setdefault("initial", {name: getattr(entry, name) for name in EDITABLE})
        super().__init__(*args, **kwargs)
        self.fields.update({name: _field(name) for name in EDITABLE})

    @property
    def said(self) -> Mapping[str, str]:
        """What was said, of a valid form."""
        return cast("Mapping[str, str]", self.cleaned_data)


class SendBackForm(Form):
    """The Forum's reason."""

    reason = ReasonField(label="Alasan dikembalikan", help_text="Entri mana yang perlu diperbaiki, dan mengapa.")


class AgreeForm(Form):
    """Berita acara of the Forum."""

    number = forms.CharField(label="Nomor berita acara", max_length=60)
    day = DayField(label="Tanggal berita acara")
    file = UploadField(
        label="Berita acara bertanda tangan",
        accept=(".pdf",),
        most_bytes=MOST_BYTES,
        help_text="PDF, ditandatangani Produsen Data, Walidata, dan Koordinator Forum.",
    )

    def minutes(self) -> Minutes:
        """This will give the minutes as the action takes them."""
        given = self.cleaned_data
        file = cast("UploadedFile[bytes]", given["file"])
        return Minutes(given["number"], given["day"], file.name or "berita-acara.pdf", file.read())


def _field(name: str) -> forms.Field:
    if name in CHOICES:
        return forms.ChoiceField(label=WORDS[name], choices=[(word, word.capitalize()) for word in CHOICES[name]])
    widget = forms.Textarea(attrs={"rows": 2}) if name in LONG else forms.TextInput()
    is_link = name.startswith("link_")
    if is_link:
        return forms.URLField(label=WORDS[name], required=False, max_length=300, assume_scheme="https")
    return forms.CharField(
        label=WORDS[name], required=False, max_length=600, widget=widget, help_text=HELP.get(name, "")
    )
