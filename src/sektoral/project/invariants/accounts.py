"""I15, of accounts: whether one is open is what the journal says of it."""

from collections.abc import Iterator

from sektoral.records.models import Event, Office, Person

OPEN = {"account.closed": False, "account.reopened": True}


def check_accounts(office: Office) -> Iterator[str]:
    """This will hold each account of the office against the last event that closed or reopened it, of any office."""
    told = {event.about_id: OPEN[event.kind] for event in Event.objects.filter(kind__in=OPEN).order_by("id")}
    for person in Person.objects.filter(assignments__office=office).distinct():
        if person.is_active != told.get(str(person.pk), True):
            state = "terbuka" if person.is_active else "tertutup"
            yield f"Akun {person.pk} {state}, tetapi tidak menurut jurnal."
