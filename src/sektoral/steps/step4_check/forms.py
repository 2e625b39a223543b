"""What a checker enters: which tables, and why they go back."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from sektoral.domain.contradictions import REPLY_WORDS, Ruling
from sektoral.domain.returns import CHECKERS_REASONS, RETURN_WORDS
from sektoral.steps.step4_check.queries.holders import HandOnOffer
from sektoral.ui.forms import Form, ReasonField

BOTH_HOLD = "Keduanya, karena definisi atau cakupannya berbeda"


class ReturnForm(Form):
    """The reason from the list, and the checker's own sentence; the findings go along by themselves."""

    code = forms.ChoiceField(
        label="Sebab",
        choices=[(reason.value, RETURN_WORDS[reason]) for reason in CHECKERS_REASONS],
    )
    reason = ReasonField(
        label="Yang perlu diperbaiki",
        help_text="Satu atau dua kalimat untuk OPD. Temuan pada tabel ikut terlampir dengan sendirinya.",
    )


class HandOnForm(Form):
    """The agency that has the data."""

    to = forms.ChoiceField(label="OPD yang memegang datanya")

    def __init__(self, *args: object, offer: HandOnOffer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices, field.initial = [("", "Pilih OPD"), *offer.choices], str(offer.named or "")


class ReplyForm(Form):
    """What an agency says of its figures."""

    reply = forms.ChoiceField(
        label="Jawaban",
        choices=[(one.value, words) for one, words in REPLY_WORDS.items()],
        widget=forms.RadioSelect,
    )
    words = ReasonField(
        label="Karena", help_text="Sumber, definisi, atau cakupan angka Anda; atau apa yang diperbaiki."
    )


class RulingForm(Form):
    """Which figures hold, and why."""

    ruling = forms.ChoiceField(
        label="Yang berlaku",
        widget=forms.RadioSelect,
    )
    reason = ReasonField(label="Alasan putusan", help_text="Tampil bagi kedua OPD.")

    def __init__(self, *posted: QueryDict, agencies: Sequence[str]) -> None:
        super().__init__(*posted)
        first, second = agencies
        ruling = cast(forms.ChoiceField, self.fields["ruling"])
        words = {Ruling.FIRST: f"Angka {first}", Ruling.SECOND: f"Angka {second}", Ruling.BOTH: BOTH_HOLD}
        ruling.choices = [(one.value, word) for one, word in words.items()]


class StewardForm(Form):
    """The Pembina's own sentence."""

    reason = ReasonField(label="Catatan Pembina Data", help_text="Yang perlu diperbaiki OPD sebelum data ini lulus.")


def read_items(posted: Sequence[str]) -> list[UUID]:
    """This will read ids of tables from tick boxes; what is no id is left out."""
    keys = []
    for text in posted:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys
