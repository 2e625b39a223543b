"""What a reader of the bank may ask, and what is said with a file of old years."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django import forms

from sektoral.intake.files import MAX_UPLOAD
from sektoral.ui.forms import Form, MomentField, ReasonField, UploadField

KEY = "pada"  # of the query string, on every page of the bank


class AsOfForm(Form):
    """The instant whose state is read, in the office's zone; empty for now. `now` is the request's instant."""

    pada = MomentField(label="Menurut keadaan pada", required=False)

    def __init__(self, query: Mapping[str, str], *, now: datetime) -> None:
        super().__init__({KEY: query.get(KEY, "")[:40]})
        self.now = now
        self.others = urlencode({key: value for key, value in query.items() if key != KEY})

    def clean_pada(self) -> datetime | None:
        """This will refuse an instant that has not come: nobody knows its state."""
        asked: datetime | None = self.cleaned_data[KEY]
        if asked is not None and asked > self.now:
            raise forms.ValidationError("Waktu itu belum tiba. Pilih waktu yang sudah lewat.")
        return asked

    @property
    def instant(self) -> datetime | None:
        """The instant that was asked for; nothing for now, and for what is no instant."""
        found: datetime | None = self.cleaned_data.get(KEY) if self.is_valid() else None
        return found

    @property
    def carried(self) -> str:
        """What keeps the instant in an address: `pada=…`, or nothing."""
        return urlencode({KEY: self.data[KEY]}) if self.instant else ""


class ImportForm(Form):
    """A file of old years, where its figures come from, and why they may replace others."""

    file = UploadField(label="Berkas", most_bytes=MAX_UPLOAD, help_text="XLSX, ODS, XLS, atau CSV.")
    source = forms.CharField(
        label="Asal angka",
        max_length=300,
        help_text="Terbitan atau arsip tempat angka ini selama ini disimpan, misalnya: Profil Kesehatan 2023, tabel 4.",
    )
    correction = ReasonField(
        label="Alasan koreksi",
        required=False,
        help_text="Isi hanya bila berkas ini membetulkan angka impor yang sudah ada di Bank Data.",
    )


class DeclineForm(Form):
    """Why a file of old years is not taken."""

    reason = ReasonField(label="Alasan tidak diterima")
