"""What the public may enter: a printed code with the letter's number, and a copy to compare."""

from django import forms

from sektoral.intake.files import MAX_UPLOAD
from sektoral.ui.forms import Form, UploadField


class CodeForm(Form):
    """The code beside the QR opens the page only together with the letter's number."""

    code = forms.CharField(
        label="Kode surat",
        help_text="Delapan huruf dan angka di samping kode QR, seperti 7KQ2-M9XA.",
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    number = forms.CharField(
        label="Nomor surat",
        help_text="Persis seperti tercetak, misalnya 500.14/371/DISKOMINFO/2026.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CopyForm(Form):
    """A copy that somebody holds; it is read to be compared and kept nowhere."""

    copy = UploadField(
        label="Berkas PDF yang Anda terima",
        accept=("application/pdf", ".pdf"),
        most_bytes=MAX_UPLOAD,
        help_text="Paling besar 10 MB. Berkas hanya dibaca untuk dibandingkan dan tidak disimpan.",
    )
