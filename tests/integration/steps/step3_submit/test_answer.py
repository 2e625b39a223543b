"""The answer to an upload: findings by table and kind, sieved, taken away; the one question about dots."""

import json
from dataclasses import replace

import pytest

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.states import SubmissionState
from sektoral.project.invariants.states import check_states
from sektoral.records.models import Event, FindingRecord, Submission
from sektoral.steps.step3_submit.actions.handing_over import Words, explain_all
from sektoral.steps.step3_submit.actions.styles import settle_style
from sektoral.steps.step3_submit.queries.found_groups import PER_PAGE
from sektoral.steps.step3_submit.queries.question import spoken_number
from tests.rounds import BOTH, Scene, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOUBTED = replace(BOTH, own_totals={("T01", "l"): 999, ("T01", "p"): 998, ("T02", "p"): 999})
FAULTY = replace(BOTH, slips={("T01", "C8"): "belum ada", ("T01", "C9"): "=1+1", ("T02", "D8"): "kosong"})
DOTTED = replace(BOTH, values={**answers(), ("T01", "A", "l"): "1.040", ("T02", "B", "p"): "2.500"})


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def _url(submission: Submission, *parts: str) -> str:
    return "/".join(["/langkah-3", str(submission.request_id), "kiriman", str(submission.pk), *parts])


def _body(scene: Scene, url: str, key: str = "operator.dinkes") -> str:
    with visiting(scene, key) as client:
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _request_url(submission: Submission, query: str = "") -> str:
    return f"/langkah-3/{submission.request_id}/{query}"


# Grouped, counted, sieved


def test_findings_stand_by_table_and_kind_with_their_counts(scene: Scene) -> None:
    body = _body(scene, _request_url(scene.upload("dinkes", FAULTY)))
    assert body.index('id="lembar-T01"') < body.index('id="lembar-T02"')
    assert 'id="jenis-T01-not_a_number"' in body
    assert 'href="#jenis-T01-not_a_number"' in body
    assert "Bukan angka" in body
    assert "Berisi rumus" in body


def test_totals_count_also_what_is_beyond_the_cap(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    submission.totals = {**submission.totals, "not_a_number": 5_000}
    submission.save(update_fields=["totals"])
    body = _body(scene, _request_url(submission))
    assert '<td class="num" data-label="Jumlah">5.000</td>' in body
    assert "temuan lain tidak ditampilkan" in body


def test_findings_are_sieved_by_table_and_severity(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    only = _body(scene, _request_url(submission, "?tabel=T02"))
    assert 'id="lembar-T02"' in only
    assert 'id="lembar-T01"' not in only
    none = _body(scene, _request_url(submission, "?tingkat=periksa"))
    assert "Tidak ada temuan yang cocok" in none
    assert 'id="lembar-T01"' in _body(scene, _request_url(submission, "?tingkat=lain&tabel="))


def test_many_findings_come_in_pages_that_keep_their_numbers(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    old = submission.findings.get(cell="C8", table="T01")
    more = [
        FindingRecord(office=submission.office, submission=submission, position=100 + n, code=old.code,
                      severity=old.severity, table="T02", sheet="T02", cell=f"D{100 + n}", value="x", facts={})
        for n in range(PER_PAGE)
    ]  # fmt: skip
    FindingRecord.objects.bulk_create(more)
    first, second = (_body(scene, _request_url(submission, f"?temuan={n}")) for n in (1, 2))
    assert 'id="temuan-100"' in first
    assert f'id="temuan-{99 + PER_PAGE}"' in second
    assert f"dari {PER_PAGE + 1} temuan" in second


def test_the_findings_page_of_a_large_answer_needs_few_queries(scene: Scene) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    submission = scene.upload("dinkes", FAULTY)
    with visiting(scene, "operator.dinkes") as client:
        client.get(_request_url(submission))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(_request_url(submission))
    assert len(queries) <= 40


# Taken away


def test_the_findings_are_given_as_json(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    document = json.loads(_body(scene, _url(submission, "temuan.json")))
    assert document["findings_total"] == submission.findings.count()
    assert {"code", "severity", "sheet", "cell", "value", "message", "explanation"} <= set(document["findings"][0])
    assert ("T01", "C8", "not_a_number") in [(f["sheet"], f["cell"], f["code"]) for f in document["findings"]]


def test_the_findings_are_given_as_csv_in_which_nothing_is_a_formula(scene: Scene) -> None:
    submission = scene.upload("dinkes", replace(BOTH, slips={("T01", "C8"): "@SUM(1)"}))
    with visiting(scene, "operator.dinkes") as client:
        text = client.get(_url(submission, "temuan.csv")).content.decode("utf-8-sig")
    assert text.startswith("No;Tingkat;Tabel;Sel;Tempat;Tertulis;Yang ditemukan;Kode;Penjelasan")
    assert "'@SUM(1)" in text


@pytest.mark.parametrize("face", ["temuan.json", "temuan.csv"])
def test_strangers_take_nothing_away(scene: Scene, face: str) -> None:
    submission = scene.upload("dinkes", FAULTY)
    with visiting(scene, "operator.disdik") as client:
        assert client.get(_url(submission, face)).status_code == 404


# Explained


def test_one_explanation_serves_all_findings_of_a_kind_and_stays_with_the_values(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOUBTED)
    assert "Satu penjelasan untuk 2 temuan sejenis" in _body(scene, _request_url(submission))
    words = Words(by_kind={("T01", "total_differs"): "Menurut register."})
    explain_all(submission, words, by=scene.by("operator.dinkes"), at=scene.now)
    said = list(submission.findings.filter(severity="periksa").values_list("table", "explanation"))
    assert said == [("T01", "Menurut register."), ("T01", "Menurut register."), ("T02", "")]


# The question


def test_a_dot_that_means_two_things_is_asked_about_once_and_the_file_checked_again(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOTTED)
    assert submission.state == SubmissionState.REJECTED
    body = _body(scene, _request_url(submission))
    assert "“1.040” di T01!C8 berarti yang mana?" in body
    assert "seribu empat puluh" in body
    assert "satu koma nol empat" in body
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(_url(submission, "gaya-angka/"), {"gaya": "id-ID"})
    assert answer.status_code == 302
    scene.settle()
    again = scene.submission(submission)
    assert again.state == SubmissionState.AWAITING_LETTER
    cells = {(c["row"], c["column"]): c["text"] for c in again.items.get(requested_table__sheet="T01").cells}
    assert cells["A", "l"] == "1040"
    event = Event.objects.get(kind="submission.style_settled")
    assert (event.facts["locale"], event.by) == ("id-ID", str(scene.by("operator.dinkes").person.pk))
    assert list(check_states(scene.office, scene.now)) == []
    assert again.letters.filter(kind="receipt").count() == 1


def test_the_other_answer_reads_the_dot_as_a_decimal_sign(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOTTED)
    settle_style(submission, "en-US", by=scene.by("operator.dinkes"), at=scene.later(minutes=1))
    scene.settle()
    found = scene.submission(submission).findings.get(table="T01", cell="C8")
    assert found.code == "not_whole"


def test_the_question_is_answered_by_who_speaks_for_the_agency_once(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOTTED)
    with pytest.raises(Refused):
        settle_style(submission, "id-ID", by=scene.by("operator.disdik"), at=scene.now)
    with pytest.raises(Invalid, match="style_unknown"):
        settle_style(submission, "", by=scene.by("operator.dinkes"), at=scene.now)
    settle_style(submission, "en-US", by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    with pytest.raises(WrongState, match="style_not_asked"):
        settle_style(submission, "id-ID", by=scene.by("operator.dinkes"), at=scene.now)


def test_a_clear_file_is_not_asked_about(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    assert "berarti yang mana?" not in _body(scene, _request_url(submission))
    with pytest.raises(WrongState, match="style_not_asked"):
        settle_style(submission, "id-ID", by=scene.by("operator.dinkes"), at=scene.now)


@pytest.mark.parametrize(
    ("text", "words"),
    [("1040", "seribu empat puluh"), ("1.04", "satu koma nol empat"), ("-2.5", "minus dua koma lima"),
     ("1234567", "1234567"), ("0", "nol")],
)  # fmt: skip
def test_numbers_are_spoken_as_people_say_them(text: str, words: str) -> None:
    from decimal import Decimal

    assert spoken_number(Decimal(text)) == words
