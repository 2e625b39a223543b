"""What a person may change about themself."""

from django import forms

from sektoral.ui.forms import Form

THEMES = (("auto", "Ikuti perangkat"), ("light", "Terang"), ("dark", "Gelap"))


class SettingsForm(Form):
    """The shown name, a phone for messages, and light or dark pages."""

    name = forms.CharField(label="Nama", max_length=200, help_text="Nama yang tampil di halaman dan pada surat.")
    phone = forms.CharField(label="Nomor telepon", max_length=40, required=False)
    theme = forms.ChoiceField(label="Tampilan", choices=THEMES, widget=forms.RadioSelect)
