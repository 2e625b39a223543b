"""The form of the numbers: what is usual, and for each kind of letter in what it differs."""

from collections.abc import Sequence

from django import forms
from django.forms import BoundField

from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import LONGEST, SET_UP, Numbering, OfficeNumbering, Override, Source, check_template
from sektoral.letters.numbers import office_numbering
from sektoral.records.models import Office
from sektoral.setup.actions.numbering import NumberingDraft
from sektoral.setup.queries.numbering import SOURCE_WORDS
from sektoral.ui.forms import Form
from sektoral.ui.messages import explained

SOURCES = [(source.value, word) for source, word in SOURCE_WORDS.items()]
CODE = {"spellcheck": "false", "autocapitalize": "off"}
PARTS = ("source", "template", "classification")


class NumberingForm(Form):
    """What is usual stands in its own fields; `memo_template` and the like say in what a kind differs."""

    template = forms.CharField(
        label="Pola nomor",
        max_length=LONGEST,
        help_text="Bagiannya {klasifikasi}, {urut}, {unit}, {tahun}. {urut:03} menulis 007.",
        widget=forms.TextInput(attrs=CODE),
    )
    classification = forms.CharField(label="Kode klasifikasi", max_length=20, help_text="500.14 untuk statistik.")
    unit = forms.CharField(label="Kode unit", max_length=40, help_text="Dicetak pada {unit}.")
    source = forms.ChoiceField(label="Asal nomor", choices=SOURCES)
    one_request_letter = forms.BooleanField(
        label="Satu surat permintaan untuk semua OPD, dengan daftar terlampir",
        required=False,
        help_text="Tanpa ini setiap OPD mendapat surat dengan nomornya sendiri. Berlaku mulai putaran berikutnya.",
    )

    def __init__(self, *args: object, office: Office, **kwargs: object) -> None:
        kwargs.setdefault("initial", _initial(office))
        super().__init__(*args, **kwargs)
        for kind in SET_UP:
            self.fields[f"{kind.value}_source"] = forms.ChoiceField(
                label="Asal nomor", choices=[("", "Seperti biasa"), *SOURCES], required=False
            )
            self.fields[f"{kind.value}_template"] = forms.CharField(
                label="Pola nomor", max_length=LONGEST, required=False, widget=forms.TextInput(attrs=CODE)
            )
            self.fields[f"{kind.value}_classification"] = forms.CharField(
                label="Kode klasifikasi", max_length=20, required=False
            )

    def usual(self) -> Sequence[BoundField]:
        """This will give the fields of what is usual."""
        return [self[name] for name in ("source", "template", "classification", "unit", "one_request_letter")]

    def of(self, kind: LetterKind) -> Sequence[BoundField]:
        """This will give the fields of one kind."""
        return [self[f"{kind.value}_{part}"] for part in PARTS]

    def clean(self) -> dict[str, object]:
        """This will tell beside each pattern why it cannot number letters."""
        given: dict[str, object] = super().clean() or {}
        for name, value in list(given.items()):
            if name.endswith("template") and value:
                try:
                    check_template(str(value))
                except Invalid as error:
                    self.add_error(name, explained(error))
        return given

    def draft(self) -> NumberingDraft:
        """This will give the numbering as the action takes it."""
        given = self.cleaned_data
        usual = Numbering(given["template"], given["classification"], Source(given["source"]))
        kinds = {kind: self._override(kind) for kind in SET_UP}
        differing = {kind: one for kind, one in kinds.items() if one != Override()}
        return NumberingDraft(OfficeNumbering(usual, differing), given["unit"], given["one_request_letter"])

    def _override(self, kind: LetterKind) -> Override:
        source, template, classification = (str(self.cleaned_data[f"{kind.value}_{part}"]) for part in PARTS)
        return Override(template, classification, Source(source) if source else None)


def _initial(office: Office) -> dict[str, object]:
    numbering = office_numbering(office)
    usual = numbering.usual
    initial: dict[str, object] = {
        "template": usual.template,
        "classification": usual.classification,
        "unit": office.unit_code,
        "source": usual.source.value,
        "one_request_letter": office.one_request_letter,
    }
    for kind, one in numbering.kinds.items():
        initial[f"{kind.value}_source"] = one.source.value if one.source else ""
        initial[f"{kind.value}_template"] = one.template
        initial[f"{kind.value}_classification"] = one.classification
    return initial
