"""Makes the office of a real installation: `python -m tests.journeys.access_offices`. Everybody has a password."""


def main() -> None:
    """This will make the tests' tiny office."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from sektoral.records.models import Person
    from tests.access import PASSWORD
    from tests.offices import make_tiny_office

    call_command("createcachetable", verbosity=0)
    office = make_tiny_office()
    Person.objects.filter(assignments__office=office).update(password=make_password(PASSWORD))


if __name__ == "__main__":
    main()
