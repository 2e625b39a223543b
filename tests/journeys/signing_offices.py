"""Makes two offices whose letters wait for their Kadis: `python -m tests.journeys.signing_offices`, as `offices` does.

The one signs through version 1 of BSrE, the other through version 2.
"""

import os
from pathlib import Path

NOW = "2026-11-23T14:00:00+07:00"
FIRST, SECOND = "mungil", "seberang"
LETTERS = {FIRST: 12, SECOND: 6}


def main() -> None:
    """This will make both offices, their letters initialled, and set the time to `NOW`."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    make_office(FIRST, "bsre_v1")
    make_office(SECOND, "bsre_v2")
    Path(os.environ["SEKTORAL_CLOCK"]).write_text(NOW)


def make_office(slug: str, service: str) -> None:
    """This will make an office in which a letter to each agency waits for the signature."""
    from sektoral.accounts.demo import open_demo_accounts
    from sektoral.letters.identities import keep_nik
    from sektoral.setup.made_up import MadeUpAgency
    from tests.bsre_state import NIK
    from tests.offices import make_tiny_office, person_of
    from tests.rounds import Scene

    codes = [f"opd{number}" for number in range(1, LETTERS[slug] + 1)]
    agencies = [MadeUpAgency(code, f"Dinas Contoh {code[3:]}", 1) for code in codes]
    scene = Scene(make_tiny_office(slug=slug, more=agencies))
    scene.office.signing_service = service
    scene.office.link_base = os.environ["SEKTORAL_BASE_URL"]
    scene.office.save()
    open_demo_accounts(scene.office)
    keep_nik(person_of(scene.office, "kadis"), NIK)
    scene.initialled(*codes)


if __name__ == "__main__":
    main()
