"""`sektoral init` makes a real office: nothing in it is a sample, and only the administrator can sign in."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from sektoral.domain.agency_lists import COLUMNS
from sektoral.project.beginning.questions import QUESTIONS
from sektoral.records.models import Agency, Assignment, DayOff, Event, Office, Person, Sop, Table, WorkHours

pytestmark = pytest.mark.django_db

ANSWERS = {question.name: question.example for question in QUESTIONS if question.name != "agencies"}
ADMIN = ANSWERS["admin_email"]


def _answered(folder: Path, **other: str) -> Path:
    file = folder / "kantor.toml"
    answers = ANSWERS | other
    file.write_text("".join(f'{name} = "{answer}"\n' for name, answer in answers.items()), encoding="utf-8")
    return file


def _link(told: str) -> str:
    (line,) = [line.strip() for line in told.splitlines() if "/akun/" in line]
    return line.removeprefix("http://testserver")


def test_init_makes_an_office_and_leads_its_administrator_in_by_a_link(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("init", file=_answered(tmp_path))
    office = Office.objects.get()
    assert (office.slug, office.regency, office.is_sample) == ("kabupaten-contoh", "Kabupaten Contoh", False)
    assert Sop.objects.get(office=office).number == ANSWERS["sop_number"]
    assert "abuhanbatu" not in str(Sop.objects.get().content)
    assert DayOff.objects.filter(office=office).exists()
    assert WorkHours.objects.filter(office=office, position=0).get().hours["fri"] == ["07:30", "16:30"]
    assert not Agency.objects.exists()
    admin = Person.objects.get()
    assert not admin.has_usable_password()
    assert Assignment.objects.get(person=admin).role == "ADMIN"

    page = client.get(_link(capsys.readouterr().out), follow=True)
    chosen = "sebuah kata sandi yang panjang"
    answer = client.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    assert answer.status_code == 302
    admin.refresh_from_db()
    assert admin.check_password(chosen)


def test_the_link_is_spent_once_the_password_is_chosen(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("init", file=_answered(tmp_path))
    link = _link(capsys.readouterr().out)
    admin = Person.objects.get()
    admin.set_password("sebuah kata sandi yang panjang")
    admin.save()
    assert b'name="password1"' not in client.get(link, follow=True).content


@pytest.mark.parametrize("weak", ["pendek", "qwertyuiop"])
def test_the_first_password_may_not_be_a_weak_one(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str], weak: str
) -> None:
    call_command("init", file=_answered(tmp_path))
    page = client.get(_link(capsys.readouterr().out), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": weak, "password2": weak})
    assert (answer.status_code, Person.objects.get().has_usable_password()) == (200, False)


def test_init_again_changes_nothing_and_gives_a_new_link_only_to_who_never_signed_in(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("init", file=_answered(tmp_path))
    first = _link(capsys.readouterr().out)
    events = Event.objects.count()
    call_command("init", file=_answered(tmp_path, name="Dinas Lain"))
    told = capsys.readouterr().out
    assert "sudah ada" in told
    assert client.get(_link(told)).status_code == client.get(first).status_code == 302
    assert (Office.objects.get().name, Event.objects.count()) == (ANSWERS["name"], events)

    client.force_login(Person.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    call_command("init", file=_answered(tmp_path))
    assert "/akun/" not in capsys.readouterr().out
    with pytest.raises(CommandError, match="bukan administrator"):
        call_command("init", file=_answered(tmp_path, admin_email="lain@contoh.go.id"))


def test_agencies_come_out_of_the_workbook_that_init_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("init", template=tmp_path)
    book = load_workbook(tmp_path / "opd.xlsx")
    assert [cell.value for cell in book["OPD"][1]] == list(COLUMNS)
    book["OPD"].append(["dinkes", "Dinas Kesehatan", "Dinkes", None, 1.02])
    book["OPD"].append(["kominfo", "Dinas Kominfo", None, "Kepala Dinas Kominfo", None, "Kota", "ya"])
    book.save(tmp_path / "opd.xlsx")
    call_command("init", template=tmp_path)
    assert "tidak ditimpa" in capsys.readouterr().out
    call_command("init", file=_answered(tmp_path, agencies="opd.xlsx"))
    first, second = Agency.objects.all()
    assert (first.code, first.affairs, first.head_title, first.place) == (
        "dinkes", "1.02", "Kepala Dinas Kesehatan", ANSWERS["place"],
    )  # fmt: skip
    assert (second.short_name, second.is_office, second.place) == ("Dinas Kominfo", True, "Kota")


def test_a_faulty_list_makes_no_office_and_tells_every_fault(tmp_path: Path) -> None:
    call_command("init", template=tmp_path)
    book = load_workbook(tmp_path / "opd.xlsx")
    book["OPD"].append(["Dinkes", "Dinas Kesehatan"])
    book["OPD"].append(["dishub", None])
    book.save(tmp_path / "opd.xlsx")
    with pytest.raises(CommandError, match=r"baris 2: Kode 'Dinkes' .*\nbaris 3: Nama kosong"):
        call_command("init", file=_answered(tmp_path, agencies="opd.xlsx"))
    assert not Office.objects.exists()


def test_a_workbook_of_something_else_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "opd.xlsx").write_bytes(b"PK\x03\x04 bukan buku")
    with pytest.raises(CommandError, match=r"opd.xlsx belum dapat dipakai:\n\S"):
        call_command("init", file=_answered(tmp_path, agencies="opd.xlsx"))
    assert not Office.objects.exists()


def test_the_draft_of_agencies_and_tables_comes_only_when_asked_for(tmp_path: Path) -> None:
    call_command("init", file=_answered(tmp_path, draft="ya", time_zone="wita"))
    assert Agency.objects.count() == 39
    assert Office.objects.get().time_zone == "Asia/Makassar"
    assert Table.objects.exists()
    assert not Table.objects.filter(definition__sample=True).exists()


def test_without_a_terminal_and_without_a_file_nobody_waits_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="--from"):
        call_command("init")
