"""The form in the browser: saved while it is typed, told to the second of two, checked, sent, and mended."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from sektoral.domain.errors import Refused
from sektoral.domain.policies import check_not_maker
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.project.invariants import verify
from sektoral.records.models import Channel, Event, Observation, Submission, TranscriptDraft
from sektoral.steps.step3_submit.queries.drafts import desk_of
from sektoral.steps.step4_check.actions.deciding import return_items
from sektoral.steps.step4_check.queries.makers import makers_of
from tests.rounds import BOTH, CORRECTED, Scene, Values, answers
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
Fields = Mapping[str, str]
Answer = Any  # what the test client gives
Figure = tuple[str, str, str, str]


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    scene = replace(collecting)
    scene.later(minutes=30)
    return scene


def url(scene: Scene, *parts: str) -> str:
    return "/".join(["/langkah-3", str(scene.request("dinkes").pk), "isi", *parts, ""])


def page_fields(scene: Scene, *, revision: int = 0) -> dict[str, str]:
    return {"instrumen": desk_of(scene.request("dinkes")).definition.id, "revisi": str(revision)}


def typed(scene: Scene, sheet: str, values: Values) -> dict[str, str]:
    """This will give the values of one table by the names of their fields."""
    cells = desk_of(scene.request("dinkes")).layout.table(sheet).input_cells()
    places = {(cell.row_def.code, cell.column_def.code): cell.address for cell in cells}
    return {places[row, column]: str(value) for (of, row, column), value in values.items() if of == sheet}


def post(scene: Scene, sheet: str, fields: Fields, *, key: str = "operator.dinkes", revision: int = 0) -> Answer:
    """This will press Simpan."""
    with visiting(scene, key) as client:
        return client.post(url(scene, sheet), {**page_fields(scene, revision=revision), **fields})


def save(scene: Scene, sheet: str, fields: Fields, *, key: str = "operator.dinkes", revision: int = 0) -> Answer:
    """This will save as the script does."""
    with visiting(scene, key) as client:
        fields = {**page_fields(scene, revision=revision), **fields}
        return client.post(url(scene, sheet), fields, headers={"Accept": "application/json"})


def type_all(scene: Scene, values: Values, *, key: str = "operator.dinkes") -> None:
    for sheet in ("T01", "T02"):
        fields = typed(scene, sheet, values)
        if fields:
            assert post(scene, sheet, fields, key=key).status_code == 302


def send(scene: Scene, *, key: str = "operator.dinkes", **fields: str) -> Submission:
    with visiting(scene, key) as client:
        answer = client.post(url(scene, "kirim"), fields)
    assert answer.status_code == 302
    scene.settle()
    return scene.submission(Submission.objects.order_by("-version")[0])


def bank() -> set[Figure]:
    rows = Observation.objects.filter(period="2025", superseded_at__isnull=True)
    return {(row.series, row.text, row.mark, row.status) for row in rows}


def test_a_field_is_saved_by_itself_and_the_answer_says_when(scene: Scene) -> None:
    answer = save(scene, "T01", {"C8": "10"})
    assert json.loads(answer.content) == {"revision": 1, "words": "Tersimpan 09.02\u00a0WIB"}
    answer = save(scene, "T01", {"D8": "…"}, revision=1)
    draft = TranscriptDraft.objects.get(request=scene.request("dinkes"))
    assert [(one["row"], one["column"], one["text"]) for one in draft.content["transcript"]["answers"]] == [
        ("A", "l", "10"),
        ("A", "p", "…"),
    ]
    assert Event.objects.filter(kind__startswith="submission.").count() == 0


def test_the_second_of_two_is_told_and_overwrites_nothing(scene: Scene) -> None:
    save(scene, "T01", {"C8": "10"})
    answer = save(scene, "T01", {"C8": "99", "D8": "5"}, key="jp1")
    said = json.loads(answer.content)
    assert (answer.status_code, said["code"], said["facts"]["cells"]) == (409, "typed_by_another", "C8, D8")
    assert said["facts"]["person"] in said["message"]
    assert "23 November 2026, 09.02" in said["message"]
    assert save(scene, "T01", {"C8": "99"}, key="jp1", revision=1).status_code == 200


def test_two_may_type_different_tables_at_once(scene: Scene) -> None:
    assert save(scene, "T01", {"C8": "10"}).status_code == 200
    assert save(scene, "T02", {"C8": "20"}, key="jp1").status_code == 200


def test_without_script_the_second_of_two_keeps_what_was_typed_on_the_page(scene: Scene) -> None:
    post(scene, "T01", {"C8": "10"})
    answer = post(scene, "T01", {"C8": "99"}, key="jp1")
    body = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="C8" value="99"' in body
    assert 'name="revisi" value="1"' in body
    assert "sudah menyimpan tabel ini" in body


def test_saving_and_checking_shows_the_faults_of_the_whole_check_at_their_cells(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        fields = {
            **page_fields(scene),
            **typed(scene, "T01", answers(("T01",))),
            "C8": "belum ada",
            "aksi": "periksa",
        }
        answer = client.post(url(scene, "T01"), fields, follow=True)
    body = answer.content.decode()
    assert 'href="#C8"' in body
    assert "“belum ada” bukan angka." in body
    assert 'data-code="not_a_number"' in body
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Z99": "1"}, "form_field_unknown"),
        ({"C8": "9" * 10_000}, "typed_too_long"),
        ({"pernyataan": "1", "alasan": "9 · Malas"}, "choice_unknown"),
        ({"pernyataan": "1", "dipegang": "dinas-hantu"}, "choice_unknown"),
        ({"pernyataan": "1", "tersedia_pada": "besok"}, "day_unreadable"),
        ({"instrumen": "lain", "C8": "1"}, "form_outdated"),
    ],
)
def test_what_no_form_would_send_is_refused_and_nothing_is_kept(
    scene: Scene, fields: dict[str, str], code: str
) -> None:
    answer = save(scene, "T01", fields)
    assert (answer.status_code // 100, json.loads(answer.content)["code"]) == (4, code)
    assert TranscriptDraft.objects.count() == 0
    assert post(scene, "T01", fields).status_code in (409, 422)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x>', "=1+1", "\u202e12", "1\x0023", "{{7*7}}"]
)
def test_hostile_text_is_kept_as_text(scene: Scene, text: str) -> None:
    post(scene, "T01", {"C8": text, "H8": text})
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(url(scene, "T01") + "?periksa=1").content.decode()
    assert "<script>alert" not in body
    assert '"><img' not in body


def test_strangers_find_no_form(scene: Scene) -> None:
    for key in ("operator.disdik", "kepala.disdik"):
        with visiting(scene, key) as client:
            for parts in ((), ("T01",)):
                assert client.get(url(scene, *parts)).status_code in (403, 404)
    assert post(scene, "T01", {"C8": "1"}, key="operator.disdik").status_code == 404
    assert post(scene, "T09", {"C8": "1"}).status_code == 404
    with visiting(scene, "") as client:
        assert client.get(url(scene)).status_code == 302


def test_what_is_typed_ends_in_the_same_observations_as_the_workbook(scene: Scene) -> None:
    type_all(scene, answers())
    submission = send(scene)
    assert (submission.state, submission.channel) == (SubmissionState.AWAITING_LETTER, Channel.BROWSER)
    assert submission.file == submission.transcript
    assert files.read(submission.file).startswith(b"{")
    scene.accept_all(scene.hand_over_by_letter(submission))
    from_form = bank()
    assert {(text, mark) for _, text, mark, _ in from_form} == {(str(value), "") for value in answers().values()}
    row = Observation.objects.get(period="2025", row="A", column="l", sheet="T01")
    assert (row.file, row.cell) == (submission.file, "C8")
    assert [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds] == []


def test_a_wrong_answer_leads_from_its_finding_to_its_cell_and_is_mended_there(scene: Scene) -> None:
    type_all(scene, {**answers(), ("T01", "A", "l"): "belum ada"})
    assert send(scene).state == SubmissionState.REJECTED
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(url(scene, "T01")).content.decode()
        assert 'href="#C8"' in body
        assert 'value="belum ada"' in body
        page = client.get(f"/langkah-3/{scene.request('dinkes').pk}/").content.decode()
    assert f"{url(scene, 'T01')}#C8" in page
    assert post(scene, "T01", {"C8": "10"}, revision=1).status_code == 302
    assert send(scene).state == SubmissionState.AWAITING_LETTER


def test_after_a_return_the_form_opens_with_the_last_answers_and_only_there(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)  # by workbook
    first, _second = scene.items(submission)
    return_items(
        [first],
        code="source_differs",
        reason="Tidak sama dengan laporan.",
        by=scene.by("sukor"),
        at=scene.later(minutes=1),
    )
    scene.settle()
    with visiting(scene, "operator.dinkes") as client:
        returned = client.get(url(scene, "T01")).content.decode()
        sent = client.get(url(scene, "T02")).content.decode()
    assert 'name="C8" value="10"' in returned
    assert "Simpan dan periksa" in returned
    assert "Tabel ini sudah dikirim" in sent
    assert "Simpan dan periksa" not in sent
    assert json.loads(save(scene, "T02", {"C8": "1"}).content)["code"] == "table_not_open"
    assert post(scene, "T01", {"C8": "11"}).status_code == 302
    again = send(scene)
    assert again.state == SubmissionState.AWAITING_LETTER
    assert [item.requested_table.sheet for item in scene.items(again)] == ["T01"]
    cells = {(cell["row"], cell["column"]): cell["text"] for cell in scene.items(again)[0].cells}
    assert cells == {(r, c): str(v) for (s, r, c), v in CORRECTED.values.items() if s == "T01"}


def test_who_typed_for_another_may_not_check_it(scene: Scene) -> None:
    type_all(scene, answers(), key="jp1")
    submission = send(scene)
    jp = str(scene.by("jp1").person.pk)
    assert {jp, str(scene.by("operator.dinkes").person.pk)} <= makers_of(submission)
    with pytest.raises(Refused):
        check_not_maker(jp, makers_of(submission))


def test_the_office_types_a_call_with_its_time_and_evidence(scene: Scene) -> None:
    type_all(scene, answers(), key="jp1")
    with visiting(scene, "jp1") as client:
        body = client.get(url(scene)).content.decode()
    assert "Diterima lewat" in body
    submission = send(scene, key="jp1", channel="telephone", stated_at="2026-11-23T08:50", evidence="Catatan telepon 3")
    assert (submission.channel, submission.stated_evidence) == (Channel.TELEPHONE, "Catatan telepon 3")
    assert submission.state == SubmissionState.AWAITING_LETTER


def test_a_table_is_stated_to_be_held_by_another_agency_until_a_day(scene: Scene) -> None:
    said = {
        "pernyataan": "1",
        "alasan": "3 · Ada di instansi lain",
        "dipegang": "disdik",
        "tersedia_pada": "2027-01-31",
    }
    post(scene, "T01", {**said, "keterangan": "Dicatat Dinas Pendidikan."})
    post(scene, "T02", {"pernyataan": "1", "nihil": "Nihil"})
    one, two = scene.items(send(scene))
    assert (one.answer, one.held_by, str(one.expected_on)) == ("unavailable", scene.agency("disdik"), "2027-01-31")
    assert two.answer == "nil"


def test_nothing_typed_cannot_be_sent(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(url(scene, "kirim"), follow=True)
    assert "Belum ada yang diisi." in answer.content.decode()
    assert Submission.objects.count() == 0
