"""The choice of the service that signs letters."""

from django import forms

from sektoral.domain.papers import SigningService
from sektoral.letters.words import SERVICE_WORDS
from sektoral.ui.forms import Form


class ServiceForm(Form):
    """One of the services."""

    service = forms.ChoiceField(
        label="Tanda tangani surat dengan",
        choices=[(service.value, SERVICE_WORDS[service]) for service in SigningService],
        widget=forms.RadioSelect,
    )

    def chosen(self) -> SigningService:
        """This will give the choice."""
        return SigningService(self.cleaned_data["service"])
