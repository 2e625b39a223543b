"""What a person writes on the pages of letters: a password to sign, a reason, a mended subject, a number."""

from django import forms

from sektoral.adapters.signatures.port import Credentials, Means, Secret
from sektoral.domain.errors import Invalid
from sektoral.domain.numbering import LONGEST
from sektoral.domain.papers import REMOTE, SigningService
from sektoral.intake.files import MAX_UPLOAD
from sektoral.letters.identities import credentials_of
from sektoral.records.models import Person
from sektoral.ui.forms import Form, ReasonField, UploadField


def _secret(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "form-control"})


class SecretForm(Form):
    """What a signing service asks of the signer: nothing, a passphrase, or a one-time code in its place.

    `otp` is the code of the signer's own authenticator app, asked of whoever has enrolled one.

    No answer ever shows again what was typed.
    """

    passphrase = forms.CharField(
        label="Frasa sandi BSrE", max_length=200, strip=False, required=False, widget=_secret("off")
    )
    code = forms.CharField(label="Kode TOTP dari BSrE", max_length=40, required=False, widget=_secret("one-time-code"))

    otp = forms.CharField(
        label="Kode aplikasi autentikator Anda", max_length=40, required=False, widget=_secret("one-time-code")
    )

    def __init__(self, *args: object, service: SigningService, has_authenticator: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not has_authenticator:
            del self.fields["otp"]
        self._service = service
        if service not in REMOTE:
            del self.fields["passphrase"]
        if service is not SigningService.BSRE_V2:
            del self.fields["code"]

    def credentials(self, person: Person) -> Credentials | None:
        """This will give what the gateway must be told, once. Raises `Invalid` where something is missing."""
        if self._service not in REMOTE:
            return None
        passphrase, code = self.cleaned_data.pop("passphrase", ""), self.cleaned_data.pop("code", "")
        if bool(passphrase) == bool(code):
            raise Invalid("passphrase_missing" if not code else "passphrase_or_code")
        means = Means.CODE if code else Means.PASSPHRASE
        return credentials_of(person, self._service, Secret(code or passphrase), means)


class SigningForm(SecretForm):
    """The password proves that the person at the screen is the signer; it is checked and forgotten."""

    password = forms.CharField(
        label="Kata sandi akun Anda",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-control"}),
    )
    unopened = forms.BooleanField(label="Saya menandatangani juga surat yang belum saya buka", required=False)


class InitialForm(Form):
    """Whether letters are initialled that were never opened."""

    unopened = forms.BooleanField(label="Saya memaraf juga surat yang belum saya buka", required=False)


class BringInForm(Form):
    """A letter that was signed outside."""

    file = UploadField(
        label="PDF yang sudah ditandatangani",
        accept=(".pdf",),
        most_bytes=MAX_UPLOAD,
        help_text="PDF, paling besar 10 MB.",
    )
    wet = forms.BooleanField(
        label="Ini pindaian persis surat ini dengan tanda tangan basah",
        required=False,
        help_text="Centang hanya untuk pindaian; halaman pemeriksaan akan menyebutnya demikian.",
    )


class SendBackForm(Form):
    """Why a letter goes back to its drafter."""

    reason = ReasonField(
        label="Catatan untuk penyusun",
        help_text="Tulis apa yang perlu diperbaiki. Surat kembali menjadi konsep, dan paraf diberikan lagi dari awal.",
    )


class VoidForm(Form):
    """Why a letter is void."""

    reason = ReasonField(help_text="Nomor surat tidak dipakai lagi. Halaman pemeriksaan akan menyebut surat ini batal.")


class ResultForm(Form):
    """The PDF that the signing service made, where its answer was lost."""

    file = UploadField(
        label="PDF bertanda tangan",
        accept=(".pdf",),
        most_bytes=MAX_UPLOAD,
        help_text="Persis seperti keluar dari layanan tanda tangan. Isinya dicocokkan dengan naskah surat ini.",
    )


class UnsignedForm(Form):
    """Who says that a letter without an answer is not signed."""

    according_to = forms.CharField(
        label="Menurut siapa",
        max_length=200,
        help_text="Misalnya pengelola layanan tanda tangan yang melihat catatannya, dengan tanggalnya.",
    )


class SubjectForm(Form):
    """The subject of a draft."""

    subject = forms.CharField(label="Perihal", max_length=300, help_text="Tercetak pada baris Hal surat ini.")


class NumberForm(Form):
    """The number that the office's register has for one letter."""

    number = forms.CharField(
        label="Nomor dari buku agenda",
        max_length=LONGEST,
        help_text="Tulis seperti pada buku agenda. Nomor yang pernah dipakai surat lain ditolak.",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
    )


class RegisterForm(Form):
    """The exported register with its numbers filled in."""

    file = UploadField(
        label="Daftar surat yang kolom Nomor-nya sudah diisi",
        most_bytes=MAX_UPLOAD,
        help_text="Berkas XLSX hasil ekspor daftar surat. Yang dibaca hanya kolom Nomor dan ID surat.",
    )
