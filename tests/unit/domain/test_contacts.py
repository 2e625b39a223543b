"""Numbers as people write them, and the words of a message by hand."""

import pytest

from sektoral.domain.contacts import Reminder, reminder_text, telephone_link, whatsapp_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("62812.3456.7890", "6281234567890"),
        ("(0812) 3456 789", "628123456789"),
        ("812 3456 7890", "6281234567890"),
        ("0624-21234", ""),  # a land line
        ("+60 12 345 6789", ""),  # abroad
        ("0812", ""),
        ("0812345678901234", ""),
        ("०८१२३४५६७८९०", ""),  # digits of another script
        ("tidak ada", ""),
        ("", ""),
    ],
)
def test_only_indonesian_mobile_numbers_open_whatsapp(written: str, number: str) -> None:
    assert whatsapp_number(written) == number


@pytest.mark.parametrize(
    ("written", "link"),
    [("0624 - 21234", "tel:062421234"), ("+62 812", "tel:+62812"), ("javascript:alert(1)", ""), ("–", "")],
)
def test_a_telephone_link_holds_digits_only(written: str, link: str) -> None:
    assert telephone_link(written) == link


def reminder(count: int) -> Reminder:
    return Reminder(
        to="Contoh Petugas",
        agency="Dinas Kesehatan",
        office="Dinas Kominfo",
        asked="data tahun 2025",
        due="30 November, 16.00 WIB",
        missing=[f"Tabel {letter}" for letter in "ABCDEFGH"[:count]],
        link="https://sektoral.example/langkah-3/1/",
    )


def test_a_message_names_a_few_tables_and_counts_the_rest() -> None:
    text = reminder_text(reminder(7))
    assert "Tabel A; Tabel B; Tabel C; Tabel D; Tabel E; dan 2 lainnya." in text
    assert "Tabel F" not in text


def test_a_message_says_who_asks_until_when_and_where_to_look() -> None:
    text = reminder_text(reminder(1))
    for words in ("Yth. Contoh Petugas", "Dinas Kominfo", "30 November", "https://sektoral.example/langkah-3/1/"):
        assert words in text
