"""What a person does to their own account."""

from sektoral.records.models import Person


def change_settings(*, person: Person, phone: str, theme: str) -> None:
    """This will store phone and theme; name, address and rights are never touched here."""
    person.phone, person.theme = phone, theme
    person.save(update_fields=["phone", "theme"])
