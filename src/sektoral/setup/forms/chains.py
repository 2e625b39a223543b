"""The chains of the office's letters as one plain form: for each kind the parafs in their order, then who signs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from sektoral.domain.canonical import Json
from sektoral.domain.chains import INITIALLERS, OFFICE_KINDS, SIGNERS, Chain, chain_of, make_chain
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.letters.words import KIND_WORDS, SEAT_WORDS
from sektoral.ui.forms import Form
from sektoral.ui.messages import explained

PLACES = range(1, len(INITIALLERS) + 1)
NOBODY = [("", "–")]


@dataclass(frozen=True, slots=True)
class ChainFields:
    """The fields of one kind of letter; `fault` says what its chain still lacks."""

    kind: LetterKind
    title: str
    fields: Sequence[BoundField]
    fault: str


class ChainsForm(Form):
    """A paraf that is left open is skipped; `chains` has what was chosen, once the form is valid."""

    chains: dict[LetterKind, Chain]

    def __init__(self, *args: object, own: Mapping[str, Json], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.chains, self._faults = {}, dict[LetterKind, str]()
        for kind in OFFICE_KINDS:
            self._add_kind(kind, chain_of(kind, own))

    def clean(self) -> None:
        """This will put each chain together, and keep what is wrong with it beside its fields."""
        for kind in OFFICE_KINDS:
            initials = [Role(role) for place in PLACES if (role := self.cleaned_data.get(_name(kind, place)))]
            try:
                self.chains[kind] = make_chain(initials, Role(self.cleaned_data.get(_signer(kind)) or ""))
            except Invalid as error:
                self._faults[kind] = explained(error)
            except ValueError:  # no such seat: the field says so itself
                continue
        if self._faults:
            raise forms.ValidationError("Belum disimpan. Perbaiki rantai yang ditandai.")

    @property
    def kinds(self) -> Iterator[ChainFields]:
        """This will lay out the form, kind by kind."""
        for kind in OFFICE_KINDS:
            names = [*(_name(kind, place) for place in PLACES), _signer(kind)]
            yield ChainFields(kind, KIND_WORDS[kind], [self[name] for name in names], self._faults.get(kind, ""))

    def _add_kind(self, kind: LetterKind, chain: Chain) -> None:
        initials = [seat.role.value for seat in chain if seat.act == "initial"]
        for place in PLACES:
            now = initials[place - 1] if place <= len(initials) else ""
            self.fields[_name(kind, place)] = _choice(f"Paraf {place}", INITIALLERS, now, required=False)
        self.fields[_signer(kind)] = _choice("Tanda tangan", SIGNERS, chain[-1].role.value, required=True)


def _choice(label: str, roles: Sequence[Role], now: str, *, required: bool) -> forms.ChoiceField:
    seats = [(role.value, SEAT_WORDS[role]) for role in roles]
    choices = seats if required else NOBODY + seats
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, initial=now, required=required, widget=widget)


def _name(kind: LetterKind, place: int) -> str:
    return f"{kind.value}-paraf-{place}"


def _signer(kind: LetterKind) -> str:
    return f"{kind.value}-tanda-tangan"
