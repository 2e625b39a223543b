"""The evidence bundle of a round, checked by its own script on a bare Python: whole, and forged in every way."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from pytest_django import DjangoDbBlocker

from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id, public_text
from sektoral.domain.errors import NotFound, Refused, WrongState
from sektoral.domain.transcripts import Answer, Transcript
from sektoral.intake import files
from sektoral.project.cli import main
from sektoral.records.models import Channel, Event, Round
from sektoral.steps.step3_submit.actions.attaching import attach
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.transcribing import newest_instrument, transcribe
from sektoral.steps.step5_report.actions import take_evidence
from sektoral.steps.step5_report.queries.evidence import evidence_fingerprint, evidence_of
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, Scene, answers, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db
Change = Callable[[Path], None]
WHOLE, BROKEN = 0, 1


@pytest.fixture(scope="module")
def closed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """A finished round: two agencies, of which one brought a scan in place of a signed letter."""
    with shared(django_db_blocker) as scene:
        round_ = scene.collecting("dinkes", "disdik")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        submission = scene.upload("disdik", FIRST)
        for name, data in (("../pindaian.PDF", b"%PDF-1.7 tabel"), ("makro.xlsm", b"PK, tidak dibaca")):
            attach(submission, name=name, chunks=(data,), by=scene.by("operator.disdik"), at=scene.now)
        scan = Scan("1/DISDIK/2026", "pindaian.pdf", b"%PDF-1.4 pindaian")
        attach_letter(submission, scan, by=scene.by("operator.disdik"), at=scene.later(minutes=1))
        scene.settle()
        scene.accept_all(scene.submission(submission))
        scene.reported(round_)
        yield scene


@pytest.fixture(scope="module")
def bundle(closed: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bukti")
    data = b"".join(take_evidence(_round(closed), by=closed.by("kabid"), at=closed.now))
    (folder / "bukti.zip").write_bytes(data)
    zipfile.ZipFile(BytesIO(data)).extractall(folder / "isi")
    return folder


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle / "isi", tmp_path / "isi"))


def _round(scene: Scene) -> Round:
    return Round.objects.get(office=scene.office)


def _examine(place: Path, *options: str) -> tuple[int, str]:
    """Run the script of the bundle as a stranger would: no site packages, no environment, its own folder."""
    script = place / "periksa.py" if place.is_dir() else place.parent / "isi" / "periksa.py"
    command = [sys.executable, "-I", "-S", str(script), str(place), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_softcopy_is_named_by_what_happened_and_a_refused_one_opens_in_no_program(closed: Scene) -> None:
    evidence = evidence_of(_round(closed))
    one = evidence.submissions[0]
    one.file.name = "../../=cmd|x.XLSX"
    assert re.fullmatch(r"softcopy/\d{6}-dinkes-1\.xlsx", evidence.upload_path(one))
    one.state = "refused"
    assert re.fullmatch(r"softcopy/\d{6}-dinkes-1\.bin", evidence.upload_path(one))


def test_a_whole_bundle_holds_in_a_folder_and_in_its_zip(bundle: Path) -> None:
    for place in (bundle / "isi", bundle / "bukti.zip"):
        code, told = _examine(place, "--kunci", evidence_fingerprint())
        assert (code, told.count("SALAH"), told.count("benar")) == (WHOLE, 0, 7), told


def test_an_attachment_is_named_by_what_happened_and_only_a_paper_opens_in_a_program(bundle: Path) -> None:
    paper, other = sorted((bundle / "isi" / "lampiran").iterdir())
    assert re.fullmatch(r"\d{6}-disdik-1\.pdf", paper.name)
    assert re.fullmatch(r"\d{6}-disdik-1\.bin", other.name)
    assert paper.read_bytes() == b"%PDF-1.7 tabel"


def test_it_holds_all_that_the_round_left(bundle: Path) -> None:
    names = [path.relative_to(bundle / "isi").as_posix() for path in (bundle / "isi").rglob("*") if path.is_file()]
    counts = {folder: sum(name.startswith(f"{folder}/") for name in names) for folder in _FOLDERS}
    assert counts == _FOLDERS
    values = (bundle / "isi/data/nilai.csv").read_text().splitlines()
    assert len(values) == 1 + 8 + 4
    assert all(line.split(",")[13] in names for line in values[1:])


_FOLDERS = {
    "surat-permintaan": 2,
    "surat-pengiriman": 2,
    "tanda-terima": 2,
    "softcopy": 2,
    "lampiran": 2,
    "laporan": 2,  # the paper, and the figures whose digest it prints
    "data": 2,
    "jurnal": 2,
}


def test_it_holds_each_public_key_that_signed_something_in_it(bundle: Path) -> None:
    ring = KeyRing(settings.KEYS_ROOT)
    purposes = (KeyPurpose.EVIDENCE, KeyPurpose.CHECKPOINT)
    keys = {f"{purpose}-{key_id(public)}.pub" for purpose in purposes for public in ring.publics(purpose)}
    assert {path.name for path in (bundle / "isi/kunci").iterdir()} == {"akar-uji.der", *keys}


def test_the_journal_names_no_person_and_the_taking_is_its_last_event(bundle: Path, closed: Scene) -> None:
    journal = (bundle / "isi/jurnal/jurnal.jsonl").read_text()
    assert json.loads(journal.splitlines()[-1])["record"]["kind"] == "evidence.taken"
    assert not [word for word in ("Contoh", "@", "isian-", "pindaian.pdf") if word in journal]


def _flip(name: str) -> Change:
    def change(folder: Path) -> None:
        path = _one(folder, name)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    return change


def _remove(name: str) -> Change:
    return lambda folder: _one(folder, name).unlink()


def _add(folder: Path) -> None:
    (folder / "softcopy/000999-dinkes-9.xlsx").write_bytes(b"palsu")


def _one(folder: Path, name: str) -> Path:
    return min(folder.glob(name))


def _rewrite_journal(change: Callable[[list[str]], list[str]]) -> Change:
    def rewrite(folder: Path) -> None:
        path = folder / "jurnal/jurnal.jsonl"
        path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")

    return rewrite


def _event_changed(lines: list[str]) -> list[str]:
    lines[5] = lines[5].replace('"by":"', '"by":"f')
    return lines


def _event_inserted(lines: list[str]) -> list[str]:
    return [*lines[:5], lines[4], *lines[5:]]


def _event_inserted_with_a_fitting_hash(lines: list[str]) -> list[str]:
    """Somebody who knows the rule of the chain adds an event in the middle."""
    before = json.loads(lines[4])
    forged = {**before["record"], "sequence": before["record"]["sequence"] + 1, "kind": "letter.voided"}
    text = json.dumps(forged, sort_keys=True, separators=(",", ":")).encode()
    digest = hashlib.sha256(b"\n".join((b"sektoral/journal/1", before["hash"].encode(), text))).hexdigest()
    return [*lines[:5], json.dumps({"hash": digest, "record": forged}), *lines[5:]]


def _value_changed(folder: Path) -> None:
    path = folder / "data/nilai.csv"
    head, first, *rest = path.read_text().splitlines()
    cells = first.split(",")
    cells[10] = "99999"
    path.write_text("\n".join([head, ",".join(cells), *rest]) + "\n")


def _value_removed(folder: Path) -> None:
    path = folder / "data/nilai.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n")


def _source_changed(folder: Path) -> None:
    path = folder / "data/nilai.csv"
    path.write_text(path.read_text().replace("softcopy/", "softcopy/9"))


def _checkpoint_swapped(folder: Path) -> None:
    """A true checkpoint, of another office, put in the place of the last one."""
    path = folder / "jurnal/titik-periksa.jsonl"
    *rest, last = path.read_text().splitlines()
    point = json.loads(last)
    point["note"] = point["note"].replace(point["note"].split("\n")[1], "11111111-1111-4111-8111-111111111111")
    path.write_text("\n".join([*rest, json.dumps(point)]) + "\n")


def _checkpoint_older(folder: Path) -> None:
    path = folder / "jurnal/titik-periksa.jsonl"
    path.write_text(path.read_text().splitlines()[0] + "\n")


LETTER, UPLOAD, REPORT = "surat-permintaan/*.pdf", "softcopy/*-dinkes-1.xlsx", "laporan/*.pdf"
FORGERIES: list[tuple[str, Change, str]] = [
    ("a byte of a letter", _flip(LETTER), "surat-permintaan/"),
    ("a byte of a receipt", _flip("tanda-terima/*.pdf"), "tanda-terima/"),
    ("a byte of a softcopy", _flip(UPLOAD), "-dinkes-1.xlsx berubah"),
    ("a byte of an attachment", _flip("lampiran/*.pdf"), "-disdik-1.pdf berubah"),
    ("a byte of the report", _flip(REPORT), "laporan/"),
    ("a byte of the journal", _flip("jurnal/jurnal.jsonl"), "jurnal/jurnal.jsonl berubah"),
    ("a byte of the script's notes", _flip("BACA-SAYA.txt"), "BACA-SAYA.txt berubah"),
    ("a byte of the root certificate", _flip("kunci/akar-uji.der"), "kunci/akar-uji.der berubah"),
    ("a byte of the index", _flip("indeks.json"), ""),
    ("a removed letter", _remove(LETTER), "hilang"),
    ("a removed softcopy", _remove(UPLOAD), "-dinkes-1.xlsx hilang"),
    ("a removed journal", _remove("jurnal/jurnal.jsonl"), "jurnal/jurnal.jsonl hilang"),
    ("a removed index", _remove("indeks.json"), "indeks.json tidak ada"),
    ("an added file", _add, "softcopy/000999-dinkes-9.xlsx tidak tercatat"),
    ("an event changed", _rewrite_journal(_event_changed), "berubah: sidiknya tidak menyambung rantai"),
    ("an event removed", _rewrite_journal(lambda lines: [*lines[:5], *lines[6:]]), "dihapus, disisipkan, atau diacak"),
    ("an event inserted", _rewrite_journal(_event_inserted), "dihapus, disisipkan, atau diacak"),
    ("an event forged", _rewrite_journal(_event_inserted_with_a_fitting_hash), "dihapus, disisipkan, atau diacak"),
    ("events reordered", _rewrite_journal(lambda x: [*x[:5], x[6], x[5], *x[7:]]), "dihapus, disisipkan, atau diacak"),
    ("the first event removed", _rewrite_journal(lambda lines: lines[1:]), "tidak mulai dengan pembukaan putaran ini"),
    ("the tail cut off", _rewrite_journal(lambda lines: lines[:-3]), "Jurnal berakhir pada peristiwa"),
    ("a checkpoint of another office", _checkpoint_swapped, "tanda tangannya tidak sah"),
    ("an older checkpoint", _checkpoint_older, "Tidak ada titik periksa yang sah pada kepala jurnal"),
    ("a value changed", _value_changed, "dinkes tabel"),
    ("a value removed", _value_removed, "disdik tabel"),
    ("the source of the values changed", _source_changed, "bukan softcopy kirimannya"),
]


@pytest.mark.parametrize(("change", "named"), [(c, n) for _, c, n in FORGERIES], ids=[name for name, _, _ in FORGERIES])
def test_a_forged_bundle_is_found_out_and_what_is_wrong_is_named(copy: Path, change: Change, named: str) -> None:
    change(copy)
    code, told = _examine(copy)
    assert code == BROKEN
    assert named in told
    assert "SALAH" in told


def _listed_again(folder: Path) -> None:
    """The forger also writes the index anew, but cannot sign it."""
    path = folder / "indeks.json"
    index = json.loads(path.read_text())
    for entry in index["files"]:
        data = (folder / entry["path"]).read_bytes()
        entry["sha256"], entry["size"] = hashlib.sha256(data).hexdigest(), len(data)
    path.write_text(json.dumps(index, sort_keys=True, separators=(",", ":")))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_flip(LETTER), "bukan berkas yang dicatat jurnal"),
        (_flip(LETTER), "isinya berubah sesudah ditandatangani"),
        (_flip(UPLOAD), "bukan berkas yang dicatat jurnal"),
        (_flip("lampiran/*.pdf"), "dicatat jurnal pada peristiwa submission.attached"),
        (_flip("laporan/*-angka.json"), "dicatat jurnal pada peristiwa report.drafted"),
        (_value_changed, "angkanya bukan yang diterima"),
        (_rewrite_journal(_event_changed), "tidak menyambung rantai"),
    ],
    ids=["letter", "its signature", "softcopy", "attachment", "figures", "value", "event"],
)
def test_a_forger_who_writes_the_index_anew_meets_the_journal(copy: Path, change: Change, named: str) -> None:
    change(copy)
    _listed_again(copy)
    code, told = _examine(copy)
    assert code == BROKEN
    assert named in told
    assert "indeks.json bukan yang ditandatangani kantor" in told


def test_a_forger_with_a_key_of_his_own_is_found_out_by_its_fingerprint(copy: Path) -> None:
    _value_changed(copy)
    own = Ed25519PrivateKey.generate()
    name = key_id(own.public_key())
    (copy / f"kunci/evidence-{name}.pub").write_bytes(public_text(own.public_key()))
    _listed_again(copy)
    value = base64.b64encode(own.sign((copy / "indeks.json").read_bytes())).decode()
    (copy / "indeks.tanda.json").write_text(json.dumps({"key_id": name, "value": value}))
    code, told = _examine(copy, "--kunci", evidence_fingerprint())
    assert code == BROKEN
    assert "bukan kunci yang Anda sebut" in told
    assert "angkanya bukan yang diterima" in told


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.12", "3.13"])
def test_other_pythons_check_it_too(bundle: Path, version: str) -> None:
    python = shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"no Python {version} on this machine")
    script = str(bundle / "isi/periksa.py")
    done = subprocess.run([python, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (WHOLE, "")


# ── Who may take it ────────────────────────────────────────────────────────


def test_what_was_typed_beside_a_scan_is_proved_with_its_transcript(tmp_path: Path) -> None:
    scene = Scene(office=make_tiny_office(slug="seberang"))
    round_ = scene.collecting("dinkes")
    upload = Upload(scene.request("dinkes"), "pindaian.pdf", (b"%PDF-1.7 laporan",), channel=Channel.PAPER)
    submission = receive(upload, by=scene.by("jp1"), at=scene.now)
    scene.settle()
    asked = str(newest_instrument(scene.request("dinkes")).definition["id"])
    cells = [Answer(*key, text=str(value)) for key, value in answers().items()]
    cells += [Answer("T01", "A", "l", text="7", period="2023")]
    typed = Transcript(asked, locale="id-ID", answers=tuple(cells))
    transcribe(scene.submission(submission), typed, by=scene.by("jp1"), at=scene.now)
    scene.settle()
    scene.accept_all(scene.hand_over_by_letter(scene.submission(submission)))
    scene.reported(round_)
    data = b"".join(take_evidence(_round(scene), by=scene.by("kabid"), at=scene.now))
    zipfile.ZipFile(BytesIO(data)).extractall(tmp_path / "isi")
    code, told = _examine(tmp_path / "isi")
    assert (code, told.count("SALAH")) == (WHOLE, 0), told
    (copied,) = (tmp_path / "isi" / "softcopy").glob("*.salinan.json")
    lines = (tmp_path / "isi" / "data" / "nilai.csv").read_text().splitlines()[1:]
    assert {line.split(",")[13] for line in lines} == {f"softcopy/{copied.name}"}
    copied.write_text(copied.read_text().replace('"10"', '"11"'))
    code, told = _examine(tmp_path / "isi")
    assert code == BROKEN
    assert copied.name in told


def test_before_its_end_a_round_has_no_bundle(closed: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"))
    round_, before = other.open("dinkes"), Event.objects.count()
    with pytest.raises(WrongState, match="round_state"):
        take_evidence(round_, by=other.by("kabid"), at=other.now)
    assert Event.objects.count() == before


def test_neither_agencies_nor_other_offices_take_it(closed: Scene) -> None:
    with pytest.raises(Refused):
        take_evidence(_round(closed), by=closed.by("operator.dinkes"), at=closed.now)
    other = Scene(make_tiny_office(slug="seberang"), now=closed.now)
    with pytest.raises(NotFound):
        take_evidence(_round(closed), by=other.by("kabid"), at=closed.now)


def test_a_bundle_with_a_broken_file_is_never_begun(closed: Scene) -> None:
    submission = _round(closed).requests.get(agency__code="dinkes").submissions.get()
    path = files.path_of(submission.file)
    kept = path.read_bytes()
    path.write_bytes(b"rusak")
    try:
        with pytest.raises(WrongState, match="evidence_file_broken"):
            take_evidence(_round(closed), by=closed.by("kabid"), at=closed.now)
    finally:
        path.write_bytes(kept)


def test_the_page_gives_it_to_the_office_and_to_nobody_else(closed: Scene) -> None:
    address = f"/langkah-5/{_round(closed).pk}/"
    with visiting(closed, "sukor") as client:
        assert "Unduh paket bukti" in client.get(address).content.decode()
        answer = client.post(f"{address}bukti/")
        assert answer["Content-Type"] == "application/zip"
        assert zipfile.ZipFile(BytesIO(b"".join(answer))).testzip() is None
        assert client.get(f"{address}bukti/").status_code == 405
    with visiting(closed, "operator.dinkes") as client:
        assert client.post(f"{address}bukti/").status_code in (403, 404)
    with visiting(closed) as client:
        assert client.post(f"{address}bukti/").status_code in (302, 404)


def test_the_command_writes_it(closed: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bukti.zip"
    assert main(["evidence", "2025", "-o", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert told["key"] == evidence_fingerprint()
    zipfile.ZipFile(target).extractall(tmp_path / "isi")
    assert _examine(tmp_path / "isi")[0] == WHOLE
    assert main(["evidence", "1999", "-o", str(target), "--json"]) == 2
