"""`sektoral init`: the first office of a real installation, with its first administrator."""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from sektoral.domain.roles import Role
from sektoral.project import clock
from sektoral.records.models import Person
from sektoral.setup.actions import create_office
from sektoral.setup.facts import ContactFact, OfficeFacts, PersonFact, Profile, load_office_facts

QUESTIONS = {  # option, question, example
    "regency": ("Nama kabupaten atau kota", "Kabupaten Labuhanbatu Utara"),
    "name": ("Nama dinas selaku Walidata", "Dinas Komunikasi dan Informatika"),
    "region_code": ("Kode wilayah Kemendagri", "12.23"),
    "place": ("Tempat surat diberi tanggal", "Aek Kanopan"),
    "unit_code": ("Singkatan dinas dalam nomor surat", "DISKOMINFO"),
    "admin_name": ("Nama administrator pertama", "Nama Lengkap"),
    "admin_email": ("Alamat surel administrator", "admin@kominfo.go.id"),
}
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


class Command(BaseCommand):
    """Asks what is not given as an option; the SOP and the calendar come with the package, to be checked."""

    help = "Siapkan kantor dan administrator pertama pada instalasi baru."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option, (question, example) in QUESTIONS.items():
            parser.add_argument(f"--{option.replace('_', '-')}", default="", help=f"{question}, misalnya {example}")
        parser.add_argument("--time-zone", choices=ZONES, default=ZONES[0])
        parser.add_argument("--with-draft", action="store_true", help="sertakan konsep daftar OPD dan katalog tabel")
        parser.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan baku")

    def handle(self, *, time_zone: str, with_draft: bool, password_stdin: bool, **given: str) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        answers = {option: str(given.get(option) or "") or _ask(option) for option in QUESTIONS}
        password = _password(from_stdin=password_stdin)
        at = clock.now()
        facts = _facts(answers, time_zone=time_zone, with_draft=with_draft)
        facts = replace(facts, profile=replace(facts.profile, valid_from=at.date()))
        with transaction.atomic():
            office = create_office(facts=facts, at=at)
            person = Person.objects.get(email=answers["admin_email"].lower())
            person.set_password(password)
            person.save(update_fields=["password"])
        self.stdout.write(f"{office} siap. Masuk sebagai {person.email}, lalu periksa kalender, SOP, dan daftar OPD.")


def _ask(option: str) -> str:
    question, example = QUESTIONS[option]
    if not sys.stdin.isatty():
        raise CommandError(f"--{option.replace('_', '-')} belum diisi ({question}).")
    return input(f"{question} (misalnya {example}): ").strip() or _ask(option)


def _password(*, from_stdin: bool) -> str:
    password = sys.stdin.readline().rstrip("\n") if from_stdin else getpass("Kata sandi administrator: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def _facts(answers: dict[str, str], *, time_zone: str, with_draft: bool) -> OfficeFacts:
    shipped = load_office_facts()
    slug = "-".join(answers["regency"].lower().split())
    profile = Profile(
        slug=slug,
        government=f"PEMERINTAH {answers['regency'].upper()}",
        name=answers["name"],
        regency=answers["regency"],
        region_code=answers["region_code"],
        place=answers["place"],
        address=(answers["place"],),
        contact=ContactFact("", "", ""),
        number_template=shipped.profile.number_template,
        classification=shipped.profile.classification,
        unit_code=answers["unit_code"],
        copies=(),
        is_sample=False,
        valid_from=shipped.profile.valid_from,
    )
    return replace(
        shipped,
        profile=profile,
        calendar=replace(shipped.calendar, zone=time_zone),
        agencies=shipped.agencies if with_draft else (),
        catalogue=tuple(replace(e, table=replace(e.table, sample=False)) for e in shipped.catalogue)
        if with_draft
        else (),
        regions=shipped.regions if with_draft else (),
        people=(_administrator(answers),),
    )


def _administrator(answers: dict[str, str]) -> PersonFact:
    return PersonFact(
        key="admin",
        name=answers["admin_name"],
        email=answers["admin_email"].lower(),
        role=Role.ADMIN,
        agency="",
        title="Administrator sistem",
        rank="",
        nip="",
    )
