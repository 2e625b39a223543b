"""Makes one tiny office in the middle of its round: `python -m tests.journeys.bad_line_offices`, as `offices` does."""

import os
from pathlib import Path

NOW = "2026-11-24T08:00:00+07:00"


def main() -> None:
    """This will make the office and set the time to `NOW`."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.journeys.offices import make_tiny_office

    call_command("createcachetable", verbosity=0)
    make_tiny_office()
    Path(os.environ["SEKTORAL_CLOCK"]).write_text(NOW)


if __name__ == "__main__":
    main()
