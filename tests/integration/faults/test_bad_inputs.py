"""Bad inputs at the doors of a signed-in operator, one line of the table each (security.md 2): what is sent, what is
answered. Never a 500, and the bank is the same before and after."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from sektoral.domain.errors import WrongState
from sektoral.records.models import Event, Letter, Observation, StoredFile, Submission, SubmissionItem
from sektoral.steps.step4_check.actions.deciding import accept
from sektoral.ui.messages import explained
from tests.doors import BOUNDARY, multipart
from tests.rounds import CORRECTED, FIRST, Scene, shared
from tests.visits import visiting
from tests.workbooks.hostile import REFUSED

pytestmark = pytest.mark.django_db
TABLE = b"a;b\n1;2\n"
BAD_NAMES = (
    "../../etc/x.csv",
    "C:\\x\\y.csv",
    "a\x00b.csv",
    "x" * 4096 + ".csv",
    ".htaccess",
    "con.xlsx",
    "data\u202exslx.exe",
    'a"; filename="b.html',
    "a\r\nSet-Cookie: x=1\r\n.csv",
    "<svg onload=alert(1)>.csv",
    "%2e%2e%2fx.csv",
    "  . .",
)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        scene.accept_all(scene.hand_over("disdik", FIRST))
        yield scene


@pytest.fixture(autouse=True)
def bank_stays(scene: Scene) -> Iterator[None]:
    """Count and hash of everything in the bank, before and after each line."""
    before = _bank()
    yield
    assert _bank() == before


@pytest.fixture
def operator(scene: Scene) -> Iterator[Client]:
    with visiting(scene, "operator.dinkes") as client:
        yield client


def _bank() -> tuple[int, str]:
    rows = Observation.objects.order_by("pk").values_list("pk", "text", "mark", "version", "superseded_at")
    told = [str(row) for row in rows]
    return len(told), hashlib.sha256("".join(told).encode()).hexdigest()


def _upload(client: Client, scene: Scene, name: str, data: bytes, media_type: str = "", **more: str) -> HttpResponse:
    address = reverse("step3:upload", args=[scene.request("dinkes").pk])
    file = SimpleUploadedFile(name, data, content_type=media_type)
    answer: HttpResponse = client.post(address, {"file": file, **more})  # type: ignore[assignment]
    return answer


def _newest() -> Submission:
    return Submission.objects.select_related("file").order_by("-received_at", "-version")[0]


@pytest.mark.parametrize("name", BAD_NAMES, ids=range(len(BAD_NAMES)))
def test_7_and_8_a_bad_name_is_cleaned_and_never_a_path_nor_a_header(scene: Scene, operator: Client, name: str) -> None:
    before = Submission.objects.count()
    address, kind = (
        reverse("step3:upload", args=[scene.request("dinkes").pk]),
        f"multipart/form-data; boundary={BOUNDARY}",
    )
    body = multipart(name, TABLE + name.encode())  # as a program sends it; a client of Django's would clean it
    assert operator.post(address, body, content_type=kind).status_code in {302, 400, 422}
    if Submission.objects.count() == before:
        return  # refused: nothing is kept under any name
    kept = Submission.objects.filter(request=scene.request("dinkes")).order_by("-version")[0].file
    assert kept.name
    assert len(kept.name) <= 200
    assert not set(kept.name) & set('/\\"\r\n\x00\u202e<>')
    address = reverse("step3:file", args=[scene.request("dinkes").pk, kept.pk])
    answer = operator.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer or "x=1" not in answer["Set-Cookie"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("data", [b"", b"x", b"\xef\xbb\xbf"], ids=["nothing", "byte", "mark"])
def test_9_nothing_or_next_to_nothing_is_refused(scene: Scene, operator: Client, data: bytes) -> None:
    assert _upload(operator, scene, "isian.xlsx", data).status_code in {302, 422}
    scene.settle()
    last = Submission.objects.filter(request=scene.request("dinkes")).order_by("-version").first()
    assert last is None or last.state in {"refused", "awaiting_transcript"}
    assert not SubmissionItem.objects.filter(submission__request=scene.request("dinkes")).exists()


@pytest.mark.parametrize("name", ["html_as_xlsx", "pdf", "json", "encrypted_workbook"])
def test_10_another_kind_of_file_is_told_by_its_real_kind(scene: Scene, operator: Client, name: str) -> None:
    _, make = REFUSED[name]
    assert _upload(operator, scene, "isian.xlsx", make() + b" ").status_code == 302
    scene.settle()
    found = Submission.objects.filter(request=scene.request("dinkes")).order_by("-version")[0]
    assert found.state in {"refused", "awaiting_transcript"}


@pytest.mark.parametrize("media_type", ["text/html", "application/x-msdownload", "", "x" * 300])
def test_11_the_content_decides_and_not_what_the_client_calls_it(
    scene: Scene, operator: Client, media_type: str
) -> None:
    assert _upload(operator, scene, "isian.html", scene.workbook("dinkes", FIRST), media_type).status_code == 302
    scene.settle()
    found = Submission.objects.filter(request=scene.request("dinkes")).order_by("-version")[0]
    assert (found.state, found.file.media_type) == ("awaiting_letter", "application/octet-stream")


def test_12_and_13_a_second_press_and_the_same_file_again_make_one_submission(scene: Scene, operator: Client) -> None:
    data = scene.workbook("dinkes", CORRECTED)
    for _ in range(3):
        assert _upload(operator, scene, "isian.xlsx", data).status_code == 302
    scene.settle()
    mine = Submission.objects.filter(request=scene.request("dinkes"))
    assert mine.count() == 1
    assert Letter.objects.filter(submission=mine[0], kind="receipt", state="signed").count() == 1
    page = operator.get(reverse("step3:request", args=[scene.request("dinkes").pk])).content.decode()
    assert explained(WrongState("file_already_received", version=1)).split(".")[0] in page


def test_27_what_a_form_does_not_ask_for_is_not_heard(scene: Scene, operator: Client) -> None:
    other = scene.agency("disdik")
    forged = {
        "agency": str(other.pk), "agency_id": str(other.pk), "request": str(scene.request("disdik").pk),
        "state": "accepted", "status": "accepted", "received_at": "2020-01-01", "stated_at": "2020-01-01T00:00",
        "office": "1", "version": "99", "channel": "paper", "is_made_here": "true",
    }  # fmt: skip
    assert _upload(operator, scene, "isian.xlsx", scene.workbook("dinkes", FIRST), **forged).status_code == 302
    found = Submission.objects.get(request=scene.request("dinkes"))
    assert (found.state, found.version, found.stated_received_at) == ("received", 1, None)
    assert (found.received_at, found.channel) == (scene.now, "workbook")
    assert not StoredFile.objects.filter(pk=found.file_id, is_made_here=True).exists()


def test_32_a_table_that_was_overtaken_since_the_page_was_opened_is_not_accepted(scene: Scene) -> None:
    stale = scene.items(scene.hand_over("dinkes", FIRST))
    scene.hand_over("dinkes", CORRECTED)
    events = Event.objects.filter(kind="item.stored").count()
    with pytest.raises(WrongState):
        accept(stale, by=scene.by("sukor"), at=scene.now)
    assert Event.objects.filter(kind="item.stored").count() == events


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a signed-in operator that nobody should send."""

    number: int
    ask: Callable[[Client, Scene], HttpResponse]
    statuses: frozenset[int]


def _override(client: Client, scene: Scene) -> HttpResponse:
    address = reverse("step3:upload", args=[scene.request("dinkes").pk])
    answer: HttpResponse = client.get(address, headers={"X-HTTP-Method-Override": "POST"})  # type: ignore[assignment]
    return answer


def _head(client: Client, scene: Scene) -> HttpResponse:
    answer: HttpResponse = client.head(reverse("step3:upload", args=[scene.request("dinkes").pk]))  # type: ignore[assignment]
    return answer


def _foreign(client: Client, scene: Scene) -> HttpResponse:
    answer: HttpResponse = client.get(reverse("step3:request", args=[scene.request("disdik").pk]))  # type: ignore[assignment]
    return answer


def _foreign_upload(client: Client, scene: Scene) -> HttpResponse:
    address = reverse("step3:upload", args=[scene.request("disdik").pk])
    answer: HttpResponse = client.post(address, {"file": SimpleUploadedFile("a.csv", TABLE)})  # type: ignore[assignment]
    return answer


ASKED = (
    Asked(24, _override, frozenset({405})),
    Asked(24, _head, frozenset({405})),
    Asked(26, _foreign, frozenset({404})),
    Asked(26, _foreign_upload, frozenset({404})),
)


@pytest.mark.parametrize("asked", ASKED, ids=[f"{one.number}{one.ask.__name__}" for one in ASKED])
def test_24_and_26_what_is_not_offered_is_not_there(scene: Scene, operator: Client, asked: Asked) -> None:
    assert asked.ask(operator, scene).status_code in asked.statuses


@pytest.mark.parametrize(
    "after", ["//jahat.example", "https://jahat.example/", "javascript:alert(1)", "\\\\jahat", "/\\jahat"]
)
def test_25_nobody_is_led_away_after_signing_in(scene: Scene, after: str) -> None:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(reverse("account_login"), {"next": after})
        assert answer.status_code in {200, 302}
        assert "jahat" not in answer.get("Location", "")
        assert "javascript:" not in answer.get("Location", "")
