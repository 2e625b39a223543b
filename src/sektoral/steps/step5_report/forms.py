"""What step 5 asks of people: that the list was read, and what the report advises."""

from django import forms

from sektoral.ui.forms import Form

MOST_ADVICE = 4_000  # characters


class CloseForm(Form):
    """Closing cannot be undone, so it is said twice."""

    sure = forms.BooleanField(
        label="Saya sudah membaca daftar yang masih terbuka",
        help_text="Penutupan tidak dapat dibatalkan. Yang datang sesudahnya tetap diterima, diperiksa, "
        "dan dilaporkan dalam adendum.",
    )


class ReportForm(Form):
    """The office's own conclusions and advice; the counts stand in the report by themselves."""

    advice = forms.CharField(
        label="Kesimpulan dan saran tambahan",
        help_text="Satu kalimat tiap baris; boleh dikosongkan. Angka dan daftar sudah dimuat dengan sendirinya.",
        required=False,
        max_length=MOST_ADVICE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def lines(self) -> tuple[str, ...]:
        """This will give the advice line by line. The form must be valid."""
        return tuple(" ".join(line.split()) for line in self.cleaned_data["advice"].splitlines() if line.strip())
