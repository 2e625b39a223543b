"""The form by which a variable's Standar Data is described anew."""

import json

from django import forms

from sektoral.domain.errors import WrongState
from sektoral.metadata.queries.standards import Described
from sektoral.ui.forms import Form


def _long(label: str, help_text: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, required=False, help_text=help_text, widget=widget)


class StandardForm(Form):
    """What Standar Data says of a variable (Perpres 39/2019 Ps 4); `seen` is what stood there before."""

    name = forms.CharField(label="Nama variabel", max_length=200)
    concept = _long("Konsep", "Hal yang diukur, tanpa ukuran di depannya, tanpa periode, tanpa singkatan.")
    definition = _long("Definisi", "Penjelasan yang membatasi arti variabel ini.")
    classification = _long(
        "Klasifikasi", "Pengelompokan yang dipakai, misalnya KBLI 2020. Tulis “tanpa” bila tidak ada."
    )
    measure = forms.CharField(label="Ukuran", max_length=60, help_text="Misalnya jumlah, persentase, luas.")
    unit = forms.CharField(label="Satuan", max_length=60, help_text="Satuan lain memutus deret angkanya.")
    sds_code = forms.CharField(label="Kode SDS", max_length=40, required=False)
    dssd_code = forms.CharField(label="Kode DSSD", max_length=40, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def text(self) -> Described:
        """This will give what was typed."""
        given = {field: " ".join(self.cleaned_data[field].split()) for field in Described.__dataclass_fields__}
        return Described(**given)

    def before(self) -> Described:
        """This will give what the writer had before them. Raises `WrongState` where that is no such text."""
        try:
            return Described(**json.loads(self.cleaned_data["seen"]))
        except (ValueError, TypeError) as error:
            raise WrongState("variable_changed_meanwhile") from error

    @classmethod
    def of(cls, text: Described) -> "StandardForm":
        """This will show a text to be changed."""
        return cls(initial={**vars(text), "seen": json.dumps(vars(text))})
