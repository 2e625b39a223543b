"""The forms of the set-up: a day off, dated hours, a seat, a merger."""

from dataclasses import replace
from datetime import date

from django import forms

from sektoral.domain.agency_lists import (
    ABOUT,
    AFFAIRS,
    CODE,
    CODE_FORM,
    HEAD,
    LONGEST,
    NAME,
    OFFICE,
    PLACE,
    SHORT,
    ListedAgency,
)
from sektoral.domain.chains import OUTSIDE
from sektoral.domain.errors import Invalid
from sektoral.domain.roles import OFFICE_ROLES, Role, Standing
from sektoral.domain.workdays import HOLIDAY_LABELS, DatedHours, Holiday, HolidayKind, Hours, WeekHours
from sektoral.records.models import Agency, Office
from sektoral.setup.actions.assignments import DAY, NewSeat
from sektoral.setup.actions.clocks import Clocks
from sektoral.setup.actions.mergers import Merger
from sektoral.setup.agency_files import fact_of
from sektoral.setup.facts import AgencyFact
from sektoral.setup.queries.office import ROLE_LABELS, STANDING_LABELS, SeatRow
from sektoral.ui.forms import DayField, Form
from sektoral.ui.messages import explained

MOST_DAYS = 30


class DayOffForm(Form):
    """A day on which the office does not work."""

    date = DayField(label="Tanggal")
    name = forms.CharField(label="Nama hari", max_length=200)
    kind = forms.ChoiceField(label="Jenis", choices=[(kind.value, label) for kind, label in HOLIDAY_LABELS.items()])
    basis = forms.CharField(label="Dasar", max_length=300, required=False, help_text="Misalnya nomor SKB.")

    def day(self) -> Holiday:
        """This will give the day as the action takes it."""
        given = self.cleaned_data
        return Holiday(given["date"], given["name"], HolidayKind(given["kind"]), given["basis"])


class HoursForm(Form):
    """Other hours from one day to another."""

    first = DayField(label="Dari tanggal")
    last = DayField(label="Sampai tanggal")
    opens = forms.TimeField(label="Buka", widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label="Tutup, Senin–Kamis", widget=forms.TimeInput(attrs={"type": "time"}))
    closes_friday = forms.TimeField(label="Tutup, Jumat", widget=forms.TimeInput(attrs={"type": "time"}))
    basis = forms.CharField(label="Dasar", max_length=200, help_text="Misalnya surat edaran jam kerja Ramadan.")

    def hours(self) -> DatedHours:
        """This will give the hours as the action takes them. Raises `Invalid` for hours that run backwards."""
        given = self.cleaned_data
        week = WeekHours(
            Hours(given["opens"], given["closes"]),
            Hours(given["opens"], given["closes_friday"]),
        )
        return DatedHours(given["first"], given["last"], week, given["basis"])


class ClocksForm(Form):
    """How many working days an agency has, for what the SOP does not time."""

    revision_days = forms.IntegerField(
        label="Memperbaiki tabel yang dikembalikan", min_value=1, max_value=MOST_DAYS, help_text="Hari kerja."
    )
    contradiction_days = forms.IntegerField(
        label="Menjawab angka yang bertentangan", min_value=1, max_value=MOST_DAYS, help_text="Hari kerja."
    )

    def clocks(self) -> Clocks:
        """This will give the clocks as the action takes them."""
        return Clocks(self.cleaned_data["revision_days"], self.cleaned_data["contradiction_days"])


class SeatForm(Form):
    """A person in a seat; Plt., Plh. and stand-ins sit beside the definitive holder for their dates."""

    role = forms.ChoiceField(label="Peran", choices=[(role.value, ROLE_LABELS[role.value]) for role in Role])
    agency = forms.ModelChoiceField(
        label="OPD", queryset=Agency.objects.none(), required=False, help_text="Hanya untuk peran di OPD."
    )
    standing = forms.ChoiceField(label="Status", choices=list(STANDING_LABELS.items()))
    name = forms.CharField(label="Nama lengkap dan gelar", max_length=200)
    email = forms.EmailField(
        label="Alamat surel dinas",
        required=False,
        help_text="Untuk masuk ke sistem. Hanya Sekretaris Daerah, yang menandatangani di luar, boleh tanpa surel.",
    )
    on_behalf = forms.CharField(
        label="Baris di atas jabatan",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bila menandatangani atas nama: a.n. BUPATI, dan u.b. bila perlu; satu baris tiap jabatan.",
    )
    title = forms.CharField(label="Jabatan yang dicetak", max_length=200)
    rank = forms.CharField(label="Pangkat", max_length=100, required=False)
    nip = forms.CharField(label="NIP", max_length=40, required=False)
    valid_from = DayField(label="Mulai")
    valid_to = DayField(label="Sampai", required=False, help_text="Kosong: sampai ada perubahan.")

    def __init__(self, *args: object, office: Office, today: date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"valid_from": today})
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Agency.objects.filter(office=office, successor__isnull=True)

    def clean(self) -> None:
        """This will ask for the address of whoever is to sign in."""
        given = self.cleaned_data
        if not given.get("email") and "email" not in self.errors and given.get("role") not in OUTSIDE:
            self.add_error("email", explained(Invalid("email_missing")))

    def seat(self) -> NewSeat:
        """This will give the seat as the action takes it."""
        given = self.cleaned_data
        return NewSeat(
            role=Role(given["role"]),
            name=given["name"],
            email=given["email"],
            title=given["title"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            standing=Standing(given["standing"]),
            agency=None if given["role"] in OFFICE_ROLES else given["agency"],
            rank=given["rank"],
            nip=given["nip"],
            on_behalf=tuple(given["on_behalf"].splitlines()),
        )


class EndOfSeatForm(Form):
    """The last day of a seat; of one that has not begun, the day before it would."""

    last = DayField(label="Hari terakhir bertugas", help_text="Kemarin: penugasan berakhir seketika.")

    def __init__(self, *args: object, seat: SeatRow, today: date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"last": today if seat.valid_from <= today else seat.valid_from - DAY})
        super().__init__(*args, **kwargs)


class AgencyForm(Form):
    """A new agency, with the columns of the list that an office begins with."""

    code = forms.RegexField(
        label=CODE, regex=rf"^{CODE_FORM}\Z", max_length=LONGEST[CODE], help_text=ABOUT[CODE].removeprefix("Wajib. ")
    )
    name = forms.CharField(label=NAME, max_length=LONGEST[NAME], help_text=ABOUT[NAME].removeprefix("Wajib. "))
    short = forms.CharField(label=SHORT, max_length=LONGEST[SHORT], required=False, help_text=ABOUT[SHORT])
    head = forms.CharField(label=HEAD, max_length=LONGEST[HEAD], required=False, help_text=ABOUT[HEAD])
    affairs = forms.CharField(label=AFFAIRS, max_length=LONGEST[AFFAIRS], required=False, help_text=ABOUT[AFFAIRS])
    place = forms.CharField(label=PLACE, max_length=LONGEST[PLACE], required=False, help_text=ABOUT[PLACE])
    is_office = forms.BooleanField(label=OFFICE, required=False)

    def __init__(self, *args: object, office: Office, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if Agency.objects.filter(office=office, is_office=True).exists():
            del self.fields["is_office"]

    def agency(self) -> AgencyFact:
        """This will give the agency as the action takes it."""
        given = self.cleaned_data
        cells = {CODE: given["code"], NAME: given["name"], SHORT: given["short"], HEAD: given["head"]}
        cells |= {AFFAIRS: given["affairs"], PLACE: given["place"]}
        return replace(fact_of(ListedAgency(1, cells), place=""), is_office=given.get("is_office", False))


class MergerForm(Form):
    """One agency goes into another."""

    agency = forms.ModelChoiceField(label="OPD yang digabung", queryset=Agency.objects.none())
    into = forms.ModelChoiceField(label="Digabung ke", queryset=Agency.objects.none())

    def __init__(self, *args: object, office: Office, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "into"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = Agency.objects.filter(office=office, successor__isnull=True)

    def merger(self) -> Merger:
        """This will give the merger as the action takes it."""
        return Merger(self.cleaned_data["agency"], self.cleaned_data["into"])
