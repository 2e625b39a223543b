"""Which entry of the menu a page belongs to."""

import pytest

from sektoral.domain.roles import PERMISSIONS, Role
from sektoral.ui.menu import ENTRIES, Item, _marked


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/papan/jurnal/", "Papan"),
        ("/langkah-1/buka/", "Papan"),
        ("/langkah-2/", "Papan"),
        ("/langkah-5/", "Papan"),
        ("/surat/", "Surat"),
        ("/surat/antrean/paraf/", "Tanda tangan"),
        ("/akun/", ""),
    ],
)
def test_a_page_marks_one_entry(path: str, label: str) -> None:
    urls = {"board:home": "/papan/", "letters:index": "/surat/", "letters:queue": "/surat/antrean/"}
    items = [(Item(one.label, urls.get(one.url_name, ""), 0, False), one.also) for one in ENTRIES]
    assert [item.label for item in _marked(items, path) if item.is_current] == [label] * bool(label)


def test_who_may_read_the_set_up_is_led_there() -> None:
    (entry,) = [one for one in ENTRIES if one.url_name == "setup:index"]
    assert entry.permissions & PERMISSIONS[Role.AUDITOR]
