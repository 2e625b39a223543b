"""The form of one indicator: its level and why."""

from django import forms

from sektoral.domain.epss import LEVELS
from sektoral.ui.forms import Form, ReasonField

SAYS_HELP = (
    "Ditulis ke kolom penjelasan lembar kerja. Sebut pula bukti di luar sistem: nomor, tanggal, dan penandatangannya."
)


class LevelForm(Form):
    """The chosen level and its explanation."""

    level = forms.TypedChoiceField(
        label="Tingkat kematangan",
        coerce=int,
        choices=[(level, f"{level} {word}") for level, word in LEVELS.items()],
        widget=forms.RadioSelect,
    )
    explanation = ReasonField(label="Penjelasan", help_text=SAYS_HELP, rows=4)
