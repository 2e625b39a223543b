"""What is decided about releases: a day, what changed, why one is taken back, how a table is handled."""

from django import forms

from sektoral.bank.actions.releasing import Day, Handling
from sektoral.domain.releases import Classification
from sektoral.ui.forms import DayField, Form, MomentField, ReasonField


class PlanForm(Form):
    """The day of the release calendar, and the end of an embargo where there is one."""

    hari = DayField(label="Hari rilis")
    embargo = MomentField(label="Embargo sampai", required=False, help_text="Sebelum waktu ini umum tidak melihatnya.")

    @property
    def day(self) -> Day:
        """What was asked for; only of a valid form."""
        return Day(self.cleaned_data["hari"], self.cleaned_data["embargo"])


class NoteForm(Form):
    """What changed since the edition before, for the public."""

    keterangan = ReasonField(label="Keterangan untuk umum: apa yang berubah", required=False, rows=2)


class WithdrawForm(Form):
    """Why an edition is taken back; the public reads it."""

    alasan = ReasonField(help_text="Alasan ini dibaca umum pada tautan tetapnya.", rows=2)


class ClassifyForm(Form):
    """How a table is handled from now on."""

    klasifikasi = forms.ChoiceField(
        label="Klasifikasi",
        choices=[(one.value, one.value.capitalize()) for one in Classification],
        widget=forms.RadioSelect,
        help_text="Yang terbatas dan tertutup tidak pernah tampak bagi umum.",
    )
    sembunyikan = forms.BooleanField(
        label="Sembunyikan cacah 1 sampai 4",
        required=False,
        help_text="Cacah kecil dapat menunjuk orang. Angka lain yang membukanya ikut disembunyikan.",
    )
    tarik = forms.BooleanField(
        label="Tarik edisi yang sudah memperlihatkannya",
        required=False,
        help_text="Hanya bila cacah kecil mulai disembunyikan. Tautan tetapnya menyebut alasan di bawah.",
    )
    jatuh_tempo = forms.IntegerField(
        label="Jatuh tempo, hari setelah periode berakhir", min_value=1, max_value=730, initial=90
    )
    alasan = ReasonField(rows=2)

    @property
    def handling(self) -> Handling:
        """What was chosen; only of a valid form."""
        given = self.cleaned_data
        return Handling(given["klasifikasi"], given["sembunyikan"], given["jatuh_tempo"], given.get("tarik", False))
