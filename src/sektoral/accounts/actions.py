"""What a person does to their own account."""

from sektoral.records.models import Person


def change_settings(*, person: Person, name: str, phone: str, theme: str) -> None:
    """This will store the shown name, phone and theme; rights are never touched here."""
    person.name, person.phone, person.theme = name, phone, theme
    person.save(update_fields=["name", "phone", "theme"])
