"""Bringing a database up to date."""

from django.core.management import call_command

from sektoral.records import schema


def bring_up_to_date() -> None:
    """This will make what tables are missing. Where none is, it asks for no right that only their owner has."""
    if not schema.fits():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
