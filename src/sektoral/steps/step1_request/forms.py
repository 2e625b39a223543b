"""The Kadis's order: a period, a title, and who takes part."""

from collections.abc import Mapping
from uuid import UUID

from django import forms

from sektoral.domain.errors import SektoralError
from sektoral.domain.periods import read_period
from sektoral.ui.forms import Form
from sektoral.ui.messages import explained

REASON = "alasan."  # before an agency's id


class OrderForm(Form):
    """The period and the title; who takes part is ticked in the list beside."""

    period = forms.CharField(
        label="Periode data",
        max_length=10,
        help_text="Tahun datanya, seperti 2025. Untuk semester atau triwulan: 2025-S1, 2025-Q1.",
    )
    title = forms.CharField(
        label="Nama putaran",
        max_length=200,
        required=False,
        help_text="Bila dikosongkan: Pengumpulan data, diikuti periodenya.",
    )

    def clean_period(self) -> str:
        """This will give the period's code."""
        try:
            return read_period(self.cleaned_data["period"].strip()).code
        except SektoralError as error:
            raise forms.ValidationError(explained(error)) from error


def reasons_in(post: Mapping[str, str]) -> dict[UUID, str]:
    """This will read the reasons of a posted list, by the agency's id."""
    reasons = {}
    for name, text in post.items():
        if name.startswith(REASON):
            try:
                reasons[UUID(name.removeprefix(REASON))] = text.strip()[:1000]
            except ValueError:
                continue
    return reasons
