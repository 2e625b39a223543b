"""The forms about rules: a rule, a decision on one, a mute, and a run over old submissions."""

from datetime import date, timedelta
from uuid import UUID

from django import forms

from sektoral.domain.findings import Severity
from sektoral.domain.instruments import RuleDef
from sektoral.records.actors import Actor
from sektoral.records.models import Round, RuleVersion, Table
from sektoral.setup.actions.rules import RuleDraft
from sektoral.setup.queries.mutes import mutable_codes
from sektoral.ui.findings import STATUSES
from sektoral.ui.forms import DayField, Form, ReasonField

MUTED_FOR = timedelta(days=90)
RULE_HELP = "Bandingkan kolom dengan ==, <=, atau >=. Contoh: laki + perempuan == jumlah. Desimal ditulis dengan titik."
SAYS_HELP = "Yang dibaca operator OPD: apa yang harus terpenuhi. Contoh: Realisasi tidak melebihi pagu."


class RuleForm(Form):
    """What a rule says; `seen` is the version that its author changes, 0 for a new rule."""

    says = forms.CharField(label="Kalimat", max_length=300, help_text=SAYS_HELP)
    text = forms.CharField(
        label="Rumus",
        max_length=500,
        help_text=RULE_HELP,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off", "class": "code"}),
    )
    tolerance = forms.CharField(
        label="Toleransi",
        max_length=40,
        required=False,
        help_text="Selisih yang masih diterima, misalnya 0.5. Kosong: harus tepat.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    severity = forms.ChoiceField(
        label="Bobot setelah aktif",
        choices=[
            (Severity.ERROR.value, f"{STATUSES[Severity.ERROR].word}: kiriman ditolak sampai diperbaiki"),
            (Severity.WARNING.value, f"{STATUSES[Severity.WARNING].word}: OPD menjelaskan atau memperbaiki"),
            (Severity.INFO.value, f"{STATUSES[Severity.INFO].word}: hanya diberitahukan"),
        ],
        initial=Severity.WARNING.value,
    )
    source = forms.CharField(
        label="Sumber", max_length=300, required=False, help_text="Peraturan, metadata, atau nama yang memintanya."
    )
    reason = ReasonField(label="Alasan menulis atau mengubah", required=False, rows=2)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def draft(self) -> RuleDraft:
        """This will give the rule as the action takes it; a comma in the tolerance is a decimal sign."""
        given = self.cleaned_data
        return RuleDraft(
            text=_line(given["text"]),
            says=given["says"].strip(),
            severity=Severity(given["severity"]),
            tolerance=_decimal(given["tolerance"]),
            source=given["source"].strip(),
            reason=given["reason"].strip(),
        )

    @classmethod
    def of(cls, version: RuleVersion) -> "RuleForm":
        """This will show what a version says, to be changed."""
        fields = ("says", "text", "tolerance", "severity", "source")
        return cls(initial={name: getattr(version, name) for name in fields} | {"seen": version.number})


def typed_rule(*, text: str, tolerance: str) -> RuleDef:
    """This will give what stands in the fields as a rule that can be tried, whether or not the form is complete."""
    return RuleDef("R0", _line(text), Severity.WARNING, tolerance=_decimal(tolerance), on_trial=True)


def _line(text: str) -> str:
    return " ".join(text.split())


def _decimal(text: str) -> str:
    return text.strip().replace(",", ".")


class DecisionForm(Form):
    """Why a rule is activated, retired or restored."""

    reason = ReasonField(help_text="Dicatat pada versi aturan dan tidak dapat diubah lagi.")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MuteForm(Form):
    """What is muted for a table, why, and until when."""

    code = forms.ChoiceField(label="Temuan yang dibisukan")
    reason = ReasonField(label="Alasan membisukan")
    last_day = DayField(label="Hari terakhir", help_text="Sesudah hari ini temuan kembali dihitung.")

    def __init__(self, *args: object, table: Table, today: date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"last_day": today + MUTED_FOR})
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Pilih temuan"), *mutable_codes(table).items()]


class RerunForm(Form):
    """Over which rounds rules are run again."""

    rounds = forms.ModelMultipleChoiceField(
        label="Putaran", queryset=Round.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rounds"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Round.objects.filter(office=actor.office)


class TableForm(Form):
    """The table for which a rule is written."""

    table = forms.ChoiceField(label="Tabel")

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        tables = Table.objects.filter(office=actor.office, is_current=True).select_related("agency")
        grouped: dict[str, list[tuple[UUID, str]]] = {}
        for one in tables.order_by("agency__position", "code").defer("definition"):
            grouped.setdefault(one.agency.short_name, []).append((one.pk, f"{one.code} {one.title}"))
        field = self.fields["table"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Pilih tabel"), *grouped.items()]
