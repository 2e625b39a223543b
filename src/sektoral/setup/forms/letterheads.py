"""The form for what an agency's own letters bear."""

from django import forms

from sektoral.setup.actions.letterheads import MOST_LETTERS, MOST_LINES, AgencyLetters
from sektoral.ui.forms import Form


class LettersForm(Form):
    """Letterhead and review."""

    address = forms.CharField(
        label="Alamat pada kop surat",
        required=False,
        widget=forms.Textarea(attrs={"rows": MOST_LINES}),
        help_text=f"Paling banyak {MOST_LINES} baris, tanpa nama instansi.",
    )
    phone = forms.CharField(label="Telepon kantor", max_length=60, required=False)
    email = forms.EmailField(label="Surel kantor", required=False, max_length=MOST_LETTERS)
    website = forms.CharField(label="Laman", max_length=MOST_LETTERS, required=False)
    needs_review = forms.BooleanField(
        label="Surat pengiriman ditelaah Walidata Pendukung sebelum ditandatangani",
        required=False,
        help_text="Penelaah membubuhkan paraf, atau mengembalikan surat kepada operator dengan catatan.",
    )

    def letters(self) -> AgencyLetters:
        """This will give what was filled in; empty lines are left out."""
        given = self.cleaned_data
        lines = (" ".join(line.split()) for line in given["address"].splitlines())
        address = tuple(line for line in lines if line)
        return AgencyLetters(address, given["phone"], given["email"], given["website"], given["needs_review"])
