"""`sektoral init [--from FILE | --template FOLDER]`: the first office of an installation, and who looks after it."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.urls import reverse

from sektoral.project import clock
from sektoral.project.beginning.office import facts_of, slug_of
from sektoral.project.beginning.questions import Answers, ask, read_answers, to_file
from sektoral.project.migrated import bring_up_to_date
from sektoral.records.models import Office, Person
from sektoral.setup.actions import create_office
from sektoral.setup.agency_files import AgencyList, read_agency_list, template

TEMPLATES = {"kantor.toml": lambda: to_file().encode(), "opd.xlsx": template}


class Command(BaseCommand):
    """Asks, or reads what was written down. Run again, it changes nothing that is there."""

    help = "Siapkan kantor dan administrator pertama pada instalasi baru."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, dest="file", metavar="BERKAS", help="jawaban dari kantor.toml")
        parser.add_argument("--template", type=Path, metavar="FOLDER", help="tulis kantor.toml dan opd.xlsx, selesai")

    def handle(self, *, file: Path | None, template: Path | None, **_: object) -> None:
        if template is not None:
            self._write_templates(template)
            return
        bring_up_to_date()
        answers = self._answers(file)
        office = Office.objects.filter(slug=slug_of(answers["regency"])).first()
        if office is None:
            office = self._create(answers)
        else:
            self.stdout.write(f"{office} sudah ada; isinya tidak diubah.")
        self._lead_in(office, answers["admin_email"].lower())

    def _write_templates(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in TEMPLATES.items():
            target = folder / name
            if target.exists():
                self.stdout.write(f"{target} sudah ada; tidak ditimpa.")
            else:
                target.write_bytes(write())
                self.stdout.write(f"{target} ditulis.")

    def _answers(self, file: Path | None) -> Answers:
        if file is None:
            if not sys.stdin.isatty():
                raise CommandError("Tidak ada yang dapat ditanya: beri jawabannya dengan --from BERKAS.")
            return ask(input, self.stdout.write)
        try:
            return read_answers(file)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} belum dapat dipakai:\n{error}") from None

    def _create(self, answers: Answers) -> Office:
        found = AgencyList()
        if answers["agencies"]:
            found = read_agency_list(Path(answers["agencies"]), place=answers["place"])
        if found.faults:
            raise CommandError("\n".join([f"{answers['agencies']} belum dapat dipakai:", *found.faults]))
        at = clock.now()
        office = create_office(facts=facts_of(answers, found.agencies, on=at.date()), at=at)
        self.stdout.write(
            f"{office} dibuat dengan {len(found.agencies)} OPD, kalender, dan SOP {answers['sop_number']}."
        )
        return office

    def _lead_in(self, office: Office, email: str) -> None:
        person = Person.objects.filter(email=email, assignments__office=office).first()
        if person is None:
            raise CommandError(f"{email} bukan administrator {office}; ubah di Penataan, Penugasan.")
        if person.last_login is not None:
            self.stdout.write(f"{email} sudah pernah masuk; tidak perlu tautan baru.")
            return
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(f"\nTautan sekali pakai untuk {email}, berlaku {minutes} menit:\n  {_link(person)}")
        self.stdout.write(
            "Ia memilih kata sandi di sana, lalu memasang langkah kedua. Tautan baru: jalankan lagi init."
        )


def _link(person: Person) -> str:
    """It opens once: choosing the password spends it."""
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})
    return f"{settings.BASE_URL}{path}"
