"""The forms of remarks and reference figures."""

from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.domain.instruments import TableDef
from sektoral.metadata.actions.references import ReferenceUpload
from sektoral.metadata.actions.remarks import RemarkPlace
from sektoral.ui.forms import Form, ReasonField, UploadField

MOST_BYTES = 10 * 1024 * 1024


class RemarkForm(Form):
    """A remark, and what of the table it is about."""

    def __init__(self, *args: object, definition: TableDef, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row.code, row.label) for row in definition.rows]
        columns = [(one.code, ", ".join(filter(None, (one.group, one.label)))) for one in definition.columns]
        self.fields["period"] = forms.CharField(
            label="Periode", max_length=10, required=False, help_text="Misalnya 2025. Kosong: semua periode."
        )
        self.fields["row"] = forms.ChoiceField(
            label=definition.stub or "Baris", choices=[("", "Semua"), *rows], required=False
        )
        self.fields["column"] = forms.ChoiceField(label="Kolom", choices=[("", "Semua"), *columns], required=False)
        self.fields["text"] = ReasonField(label="Catatan", rows=5)

    @property
    def place(self) -> RemarkPlace:
        """What it is about, of a valid form."""
        given = self.cleaned_data
        return RemarkPlace(given["period"].strip(), given["row"], given["column"])


class AnswerForm(Form):
    """The office's answer."""

    answer = ReasonField(label="Jawaban", help_text="Apa yang diperiksa, dan apa yang dilakukan.", rows=5)


class ReferenceForm(Form):
    """A filled template, and where its figures come from."""

    publisher = forms.CharField(label="Penerbit", max_length=120, initial="BPS")
    publication = forms.CharField(
        label="Publikasi",
        max_length=300,
        help_text="Judul, tahun, dan konsepnya: misalnya Dalam Angka 2024, penduduk pertengahan tahun.",
    )
    file = UploadField(
        label="Templat yang sudah diisi",
        most_bytes=MOST_BYTES,
        help_text="XLSX atau CSV. Pada CSV titik memisahkan ribuan dan koma memisahkan desimal.",
    )

    def upload(self) -> ReferenceUpload:
        """This will give the file as the action takes it."""
        given = self.cleaned_data
        file = cast("UploadedFile[bytes]", given["file"])
        return ReferenceUpload(given["publisher"], given["publication"], file.name or "pembanding.xlsx", file.chunks())
