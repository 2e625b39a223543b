"""The form of a new key for a program."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms

from sektoral.domain.api_keys import LONGEST, MOST_PER_MINUTE
from sektoral.records.models import Office
from sektoral.setup.actions.api_keys import NewKey
from sektoral.setup.queries.api_keys import SCOPE_WORDS
from sektoral.ui.forms import DayField, Form


class KeyForm(Form):
    """What a key opens and until when."""

    name = forms.CharField(
        label="Nama", max_length=120, help_text="Siapa atau aplikasi apa yang memakainya, misalnya Portal Bappeda."
    )
    scopes = forms.MultipleChoiceField(
        label="Cakupan",
        choices=[(scope.value, words) for scope, words in SCOPE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Data yang sudah dirilis terbuka tanpa kunci. Beri cakupan sesempit mungkin.",
    )
    expires_on = DayField(label="Berlaku sampai", help_text=f"Paling lama {LONGEST.days} hari.")
    per_minute = forms.IntegerField(
        label="Batas permintaan per menit", min_value=1, max_value=MOST_PER_MINUTE, initial=60
    )

    def new_key(self, office: Office) -> NewKey:
        """This will give the key as the action takes it; it lives until the end of its last day where the office is."""
        given = self.cleaned_data
        end = datetime.combine(given["expires_on"], time(23, 59, 59), ZoneInfo(office.time_zone))
        return NewKey(given["name"], given["scopes"], given["per_minute"], end)
