"""What people enter in step 3: a file, explanations, letters, more time."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sektoral.domain.contacts import ContactResult, ContactWay
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import TransmittalStyle
from sektoral.domain.sent_files import PAPERS, SPREADSHEETS, FileRole
from sektoral.intake.files import MAX_UPLOAD
from sektoral.intake.pdfs import check_pdf
from sektoral.letters.forms import SecretForm
from sektoral.records.models import Agency, Channel, RequestedTable
from sektoral.steps.step3_submit.actions.bringing import Brought
from sektoral.steps.step3_submit.actions.declaring import Declared
from sektoral.steps.step3_submit.actions.handing_over import Words
from sektoral.steps.step3_submit.queries.declarations import Unavailable
from sektoral.ui.forms import DayField, Form, MomentField, ReasonField, UploadField, UploadsField
from sektoral.ui.messages import sentence

ONE_OR_MORE = (
    "XLSX, XLS, XLSB, ODS, atau CSV; pindaian atau foto sebagai PDF, JPG, atau PNG. Boleh beberapa sekaligus, "
    "masing-masing paling besar 10 MB. Berkas lama tetap disimpan."
)
BESIDE = "Pindaian, foto, atau berkas pendukung. Disimpan di samping kiriman dan tidak dibaca."
CLERK_CHANNELS = (
    (Channel.FLASH_DISK, "Flash disk"),
    (Channel.WHATSAPP, "WhatsApp"),
    (Channel.GOOGLE_FORM, "Google Form"),
    (Channel.SOFTCOPY, "Surel atau tautan"),
    (Channel.PAPER, "Kertas, diketik petugas"),
    (Channel.TELEPHONE, "Telepon, dicatat petugas"),
)
TYPED_CHANNELS = frozenset({Channel.TELEPHONE, Channel.PAPER, Channel.WHATSAPP})  # without a file of their own


def _data_field(label: str) -> UploadsField:
    accept = (*SPREADSHEETS, *PAPERS)
    return UploadsField(label=label, help_text=ONE_OR_MORE, most_bytes=MAX_UPLOAD, accept=accept)


def _attachment_field() -> UploadsField:
    return UploadsField(label="Lampiran", help_text=BESIDE, most_bytes=MAX_UPLOAD, accept=(), required=False)


class FilesForm(Form):
    """Files by what they are for: data, unless an attachment comes alone for what was sent before."""

    use_required_attribute = False  # a browser cannot know that

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.files.get("attachment"):
            self.fields["file"].required = False

    @property
    def brought(self) -> list[Brought]:
        """What is brought in: an attachment is one because it was named so, or because of its kind."""
        data, beside = (self.cleaned_data.get(name) or [] for name in ("file", "attachment"))
        return [
            *(Brought(one.name or "", one.chunks()) for one in data),
            *(Brought(one.name or "", one.chunks(), FileRole.ATTACHMENT) for one in beside),
        ]


class UploadForm(FilesForm):
    """The filled workbook, or several files, and what stands beside them."""

    file = _data_field("Berkas isian")
    attachment = _attachment_field()


class StatedForm(Form):
    """By which way something reached the office, when as the clerk says, and what proves that."""

    channel = forms.ChoiceField(
        label="Diterima lewat", choices=[(channel.value, words) for channel, words in CLERK_CHANNELS]
    )
    stated_at = MomentField(
        label="Waktu diterima menurut petugas",
        required=False,
        help_text="Isi bila diterima lebih awal daripada sekarang. Waktu ini yang menentukan tepat atau terlambat.",
    )
    evidence = forms.CharField(
        label="Bukti waktu itu",
        required=False,
        max_length=300,
        help_text="Misalnya: pesan WhatsApp 18 November 14.05, atau agenda surat masuk nomor 112.",
    )


class EntryForm(FilesForm, StatedForm):
    """Files that reached the office by another way, with what proves when."""

    file = _data_field("Berkas")
    attachment = _attachment_field()
    field_order = ("channel", "file", "attachment", "stated_at", "evidence")


class TypedForm(StatedForm):
    """What the office typed from a call or from paper."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        spoken = [(channel.value, words) for channel, words in CLERK_CHANNELS if channel in TYPED_CHANNELS]
        cast(forms.ChoiceField, self.fields["channel"]).choices = spoken


def _correction_reason() -> ReasonField:
    words = (
        "Mengapa angka di Bank Data keliru. Tertulis pada surat perbaikan dan pada riwayat setiap angka yang berubah."
    )
    return ReasonField(label="Alasan perbaikan", help_text=words)


class CorrectionForm(Form):
    """Why figures that stand in the bank are corrected."""

    reason = _correction_reason()


class ClerkCorrectionForm(TypedForm):
    """The same, as it reached the office."""

    reason = _correction_reason()
    field_order = ("reason", "channel", "stated_at", "evidence")


class AnnouncedForm(Form):
    """What a script tells of a file before it sends the first part."""

    name = forms.CharField(max_length=300, strip=False)
    size = forms.IntegerField(min_value=0)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in FileRole])
    beside = forms.UUIDField(required=False)


class TransmittalForm(Form):
    """In which style the agency hands over, and the letter's own number, which it may leave to the system."""

    style = forms.ChoiceField(
        label="Bentuk surat",
        choices=[
            (TransmittalStyle.LETTER.value, "Surat dinas, dengan daftar tabel di dalam surat"),
            (TransmittalStyle.COVER.value, "Surat pengantar, dengan kolom penerima dan daftar tabel terlampir"),
        ],
        required=False,
        initial=TransmittalStyle.LETTER.value,
        widget=forms.RadioSelect,
    )

    number = forms.CharField(
        label="Nomor surat dari OPD Anda",
        required=False,
        max_length=100,
        help_text="Kosongkan bila belum ada; nomor akan diberikan otomatis saat ditandatangani.",
    )


class ScanForm(Form):
    """A transmittal letter that was signed on paper or elsewhere."""

    number = forms.CharField(label="Nomor surat", max_length=100, help_text="Seperti tertulis pada surat.")
    file = UploadField(
        label="Pindaian surat yang sudah ditandatangani",
        accept=(".pdf",),
        most_bytes=MAX_UPLOAD,
        help_text="PDF, paling besar 10 MB. Foto surat dapat disimpan sebagai PDF dari aplikasi kamera atau galeri.",
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """This will have the sandbox look whether it is a PDF that can be read."""
        file = upload_of(self)
        try:
            check_pdf(file.read())
        except Invalid as error:
            raise forms.ValidationError(sentence(error)) from error
        file.seek(0)
        return file


class SignForm(SecretForm):
    """The head's confirmation: the password again, what BSrE asks, and the fingerprint of exactly what was shown."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label="Kata sandi Anda",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
        help_text="Untuk memastikan bahwa Anda sendiri yang menandatangani.",
    )


class ExtendForm(Form):
    """More working days, for the whole request or for some of its tables."""

    days = forms.IntegerField(label="Tambahan hari kerja", min_value=1, max_value=60, initial=2)
    tables = forms.MultipleChoiceField(
        label="Hanya untuk tabel",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa pilihan, perpanjangan berlaku untuk seluruh permintaan.",
    )
    reason = ReasonField(help_text="Alasan ini tercatat dan tampil bagi OPD.")

    def __init__(self, *args: object, tables: Sequence[RequestedTable], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._tables = {str(table.pk): table for table in tables}
        choices = [(key, f"{table.sheet} · {table.table.title}") for key, table in self._tables.items()]
        cast(forms.MultipleChoiceField, self.fields["tables"]).choices = choices

    @property
    def chosen(self) -> list[RequestedTable]:
        """The tables that were ticked."""
        return [self._tables[key] for key in self.cleaned_data["tables"]]


ELSEWHERE = "lain"


class DeclareForm(Form):
    """For each table that is not available: the day it will be there, or who has it."""

    def __init__(
        self, *args: object, tables: Sequence[Unavailable], agencies: Sequence[Agency], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self._tables, self._agencies = tables, {str(one.pk): one for one in agencies}
        for one in tables:
            self._ask(one)

    def _ask(self, one: Unavailable) -> None:
        about = f"{one.sheet} {one.title}"
        if one.asks_holder:
            choices = [("", "Pilih OPD"), *((key, agency.name) for key, agency in self._agencies.items())]
            self.fields[f"instansi-{one.key}"] = forms.ChoiceField(
                label=f"{about}: dipegang oleh",
                choices=[*choices, (ELSEWHERE, "Instansi lain di luar daftar")],
                required=not one.is_complete,
                initial=str(one.item.held_by_id or ""),
                help_text=f"Alasan: {one.reason}",
            )
            self.fields[f"nama-{one.key}"] = forms.CharField(
                label=f"{one.sheet}: nama instansi di luar daftar", required=False, max_length=200
            )
            return
        field = DayField(
            label=f"{about}: diperkirakan tersedia", required=one.asks_day, help_text=f"Alasan: {one.reason}"
        )
        field.initial = one.item.expected_on
        self.fields[f"tanggal-{one.key}"] = field

    def clean(self) -> dict[str, object]:
        """This will ask for the name of who is not in the list."""
        found = super().clean() or self.cleaned_data
        for one in self._tables:
            if found.get(f"instansi-{one.key}") == ELSEWHERE and not found.get(f"nama-{one.key}"):
                self.add_error(f"nama-{one.key}", "Tulis nama instansinya.")
        return found

    @property
    def said(self) -> Mapping[UUID, Declared]:
        """What was said, by item."""
        return {one.key: self._said_of(one) for one in self._tables}

    def _said_of(self, one: Unavailable) -> Declared:
        holder = str(self.cleaned_data.get(f"instansi-{one.key}") or "")
        return Declared(
            expected_on=self.cleaned_data.get(f"tanggal-{one.key}"),
            held_by=self._agencies.get(holder),
            holder=str(self.cleaned_data.get(f"nama-{one.key}") or "") if holder == ELSEWHERE else "",
        )


class WithdrawForm(Form):
    """Why a submission is taken back."""

    reason = ReasonField(label="Alasan menarik kembali", help_text="Alasan ini tercatat dan tampil bagi Dinas Kominfo.")


class ManyExtendForm(Form):
    """More working days for several agencies at once: the whole requests, or only what is still open of them."""

    requests = forms.MultipleChoiceField(label="OPD", widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label="Tambahan hari kerja", min_value=1, max_value=60, initial=2)
    only_open = forms.BooleanField(label="Hanya untuk tabel yang belum dikirim atau dikembalikan", required=False)
    reason = ReasonField(help_text="Alasan ini tercatat dan tampil bagi setiap OPD.")

    def __init__(self, *args: object, requests: Sequence[tuple[UUID, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), name) for key, name in requests]
        cast(forms.MultipleChoiceField, self.fields["requests"]).choices = named

    @property
    def chosen(self) -> set[UUID]:
        """The requests that were ticked."""
        return {UUID(key) for key in self.cleaned_data.get("requests", ())}


class ContactForm(Form):
    """What came of a call or a visit; a WhatsApp message is noted where it is written."""

    person = forms.ChoiceField(label="Yang dihubungi", required=False)
    way = forms.ChoiceField(
        label="Cara", choices=[(ContactWay.TELEPHONE.value, "Telepon"), (ContactWay.VISIT.value, "Didatangi")]
    )
    result = forms.ChoiceField(
        label="Hasil",
        choices=[
            (ContactResult.PROMISED.value, "Dijanjikan pada tanggal …"),
            (ContactResult.TALKED.value, "Terhubung, tanpa janji tanggal"),
            (ContactResult.NO_ANSWER.value, "Tidak diangkat"),
            (ContactResult.WRONG_CONTACT.value, "Salah kontak"),
        ],
        widget=forms.RadioSelect,
    )
    promised_on = DayField(label="Tanggal yang dijanjikan", required=False, help_text="Hanya bila dijanjikan.")
    note = forms.CharField(
        label="Catatan", required=False, max_length=500, help_text="Singkat, tanpa angka data dan tanpa hal pribadi."
    )

    def __init__(self, *args: object, people: Sequence[tuple[UUID, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), name) for key, name in people]
        cast(forms.ChoiceField, self.fields["person"]).choices = [*named, ("", "Orang lain atau kantornya")]


def read_words(posted: Mapping[str, str]) -> Words:
    """This will read explanations from `jelas-<finding>` and `sejenis-<table>-<code>`; other fields are left out."""
    by_finding: dict[UUID, str] = {}
    by_kind: dict[tuple[str, str], str] = {}
    for name, text in posted.items():
        kind, _, key = name.partition("-")
        if kind == "jelas" and (finding := _uuid(key)):
            by_finding[finding] = text[:2000]
        if kind == "sejenis":
            table, _, code = key.partition("-")
            by_kind[table[:8], code[:60]] = text[:2000]
    return Words(by_finding, by_kind)


def read_keys(posted: Sequence[str]) -> list[UUID]:
    """This will read ids from tick boxes; what is no id is left out."""
    return [key for text in posted if (key := _uuid(text))]


def upload_of(form: Form) -> "UploadedFile[bytes]":
    """This will give the uploaded file of a valid form."""
    return cast("UploadedFile[bytes]", form.cleaned_data["file"])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
