"""Naming a table that is made from what an agency sent: title, code, and variables where in doubt."""

from collections.abc import Mapping
from typing import cast

from django import forms

from sektoral.domain.instruments import TableDef, VariableDef
from sektoral.domain.softcopies.drafting import Named
from sektoral.domain.softcopies.units import is_unit
from sektoral.ui.forms import Form

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


class NewTableForm(Form):
    """Fields `name-v1` and `unit-v1` for each variable of the draft; the file's own words stand in them."""

    title = forms.CharField(label="Judul tabel", max_length=300, help_text="Tanpa tahun: tabel yang sama diminta lagi.")
    code = forms.RegexField(
        regex=CODE,
        label="Kode tabel",
        max_length=40,
        help_text="Huruf, angka, titik, dan garis; belum dipakai tabel lain.",
        error_messages={"invalid": "Pakai huruf, angka, titik, garis bawah, atau garis saja, tanpa spasi."},
    )

    def __init__(self, *args: object, draft: TableDef, code: str, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"title": draft.title, "code": code})
        super().__init__(*args, **kwargs)
        self.draft = draft
        for one in draft.variables:
            self.fields[f"name-{one.code}"] = _text("Nama variabel", one.name, 200)
            self.fields[f"unit-{one.code}"] = _text("Satuan", one.unit, 60)

    @property
    def doubtful(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The variables whose name or unit the file does not tell."""
        return [self._pair(one) for one in self.draft.variables if _is_doubtful(one)]

    @property
    def sure(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The other variables."""
        return [self._pair(one) for one in self.draft.variables if not _is_doubtful(one)]

    @property
    def named(self) -> Named:
        """What was named, of a valid form."""
        said = cast("Mapping[str, str]", self.cleaned_data)
        names = {one.code: (said[f"name-{one.code}"], said[f"unit-{one.code}"]) for one in self.draft.variables}
        return Named(said["code"], said["title"].strip(), names)

    def _pair(self, one: VariableDef) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"name-{one.code}"], self[f"unit-{one.code}"]


def _text(label: str, initial: str, most: int) -> forms.CharField:
    return forms.CharField(label=label, initial=initial, max_length=most)


def _is_doubtful(one: VariableDef) -> bool:
    return not one.name or not is_unit(one.unit)
