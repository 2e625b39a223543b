"""The base of our forms and the fields that many share; `{% form_fields form %}` draws them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django import forms

from sektoral.domain.sent_files import SPREADSHEETS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

WORKBOOKS = SPREADSHEETS


class Form(forms.Form):
    """A form in our words: no colon after a label, and the server tells all errors at once."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class ReasonField(forms.CharField):
    """A reason that is kept with the act, in a few lines."""

    def __init__(self, *, label: str = "Alasan", help_text: str = "", required: bool = True, rows: int = 3) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, help_text=help_text, required=required, max_length=2000, widget=widget)


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar or typed as `2026-11-23`."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = True) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, help_text=help_text, required=required, widget=widget)

    def clean(self, value: object) -> date | None:
        """This will refuse years that no calendar of an office has: the first and the last one have no neighbours."""
        day: date | None = super().clean(value)
        _check_year(day)
        return day


class MomentField(forms.DateTimeField):
    """An instant in the office's zone, picked from the browser's own calendar."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = True) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(label=label, help_text=help_text, required=required, widget=widget)

    def clean(self, value: object) -> datetime | None:
        """This will refuse years that no calendar of an office has: the first one has no instant in UTC."""
        moment: datetime | None = super().clean(value)
        _check_year(moment)
        return moment


def _check_year(day: date | None) -> None:
    if day is not None and not 1900 <= day.year < 3000:
        raise forms.ValidationError("Tahun itu tidak dapat dicatat. Tulis tahun antara 1900 dan 2999.")


class UploadField(forms.FileField):
    """A file to drop or to choose; `most_bytes` is told before sending where scripts run, and checked by intake."""

    control: ClassVar[type[forms.ClearableFileInput]] = forms.ClearableFileInput

    def __init__(
        self,
        *,
        label: str,
        accept: Sequence[str] = WORKBOOKS,
        most_bytes: int = 0,
        help_text: str = "",
        required: bool = True,
    ) -> None:
        attrs = {"class": "filedrop", **({"accept": ",".join(accept)} if accept else {})}
        if most_bytes:
            attrs |= {"data-max-bytes": str(most_bytes), "data-too-big": "Berkas ini terlalu besar. Pilih berkas lain."}
        widget = self.control(attrs=attrs)
        super().__init__(label=label, help_text=help_text, required=required, allow_empty_file=True, widget=widget)


class FilesInput(forms.ClearableFileInput):
    """Takes several files."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files at once; how many bytes one may have is told before sending, and checked by intake for each."""

    control = FilesInput

    def clean(self, data: object, initial: object = None) -> "list[UploadedFile[bytes]]":
        """This will give the files in the order in which they came."""
        files = data if isinstance(data, list) else [data]
        return [found for one in files or [None] if (found := super(UploadField, self).clean(one, initial))]
