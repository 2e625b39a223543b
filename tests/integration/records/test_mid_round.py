"""The report tells of tables that went to another agency and of contradictions, as they stood when it was drafted."""

from collections.abc import Callable

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain.contradictions import Reply, Ruling
from sektoral.domain.reports import MovedTable, Verdict, Way
from sektoral.letters.previews import draft_pdf
from sektoral.project.invariants.reports import check_reports
from sektoral.records.mid_round import contradictions_of, moved_tables
from sektoral.records.models import Contradiction, HandOn, Letter, RequestedTable, Round, Table
from sektoral.records.report_contents import LATER, content_digest, report_of
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.steps.step3_submit.actions.declaring import Declared, declare
from sektoral.steps.step4_check.actions.contradicting import reply, settle
from sektoral.steps.step4_check.actions.deciding import return_items
from sektoral.steps.step4_check.actions.handing_on import hand_on
from tests.pdf_text import missing_from, pages_of
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db
ELSEWHERE = Filling(answers(("T01",)), unavailable={"T02": "3"})


def collecting() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def merge(scene: Scene) -> None:
    merge_agencies(Merger(scene.agency("dinkes"), into=scene.agency("disdik")), by=scene.by("admin"), at=scene.now)
    scene.settle()


def hand_over_elsewhere(scene: Scene) -> None:
    submission = scene.upload("dinkes", ELSEWHERE)
    (item,) = submission.items.filter(answer="unavailable")
    words = {item.pk: Declared(held_by=scene.agency("disdik"))}
    declare(submission, words, by=scene.by("operator.dinkes"), at=scene.now)
    handed = scene.hand_over_by_letter(scene.submission(submission))
    (item,) = handed.items.filter(answer="unavailable")
    hand_on(item, to=scene.agency("disdik"), by=scene.by("sukor"), at=scene.later(hours=1))
    scene.settle()
    scene.accept_all(handed)


def contradict(scene: Scene) -> None:
    """Both send; the second differs in one cell of an area that both name."""
    for table in Table.objects.filter(office=scene.office):
        rows = [{**row, "area": f"99.01.0{n}"} for n, row in enumerate(table.definition["rows"], start=1)]
        table.definition = {**table.definition, "rows": rows}
        table.save(update_fields=["definition"])
    scene.collecting("dinkes", "disdik")
    figures = answers(("T01",))
    scene.accept_all(scene.hand_over("dinkes", Filling(figures)))
    scene.hand_over("disdik", Filling({**figures, ("T01", "B", "l"): 90}))


def settle_for_the_first(scene: Scene) -> None:
    found = Contradiction.objects.get()
    for side in found.sides.select_related("contradiction", "office", "item__requested_table__request__agency"):
        code = side.item.requested_table.request.agency.code
        reply(side, answer=Reply.HOLDS, words="Register.", by=scene.by(f"operator.{code}"), at=scene.later(minutes=1))
    found.refresh_from_db()
    reason = "Angka 90 salah ketik."
    settle(found, ruling=Ruling.BOTH, reason=reason, by=scene.by("kabid"), at=scene.later(minutes=1))


def told(moved: tuple[MovedTable, ...]) -> list[tuple[Way, str, str, bool]]:
    return [(one.way, one.moved_from, one.moved_to, one.due_at is not None) for one in moved]


def test_a_merger_names_tables_agencies_deadline_and_instant() -> None:
    scene = collecting()
    moved = list(scene.request("dinkes").tables.values_list("table__code", flat=True))
    merge(scene)
    at, found = scene.now, moved_tables(Round.objects.get(), scene.later(hours=1))
    assert [one.code for one in found] == moved
    assert {one.moved_at for one in found} == {at}
    assert {one.due_at for one in found} == {scene.request("disdik").due_at}
    assert told(found) == [(Way.MERGER, "Dinas Kesehatan", "Dinas Pendidikan", True)] * len(moved)


def test_what_moves_later_has_its_own_instant() -> None:
    scene = collecting()
    handed = scene.hand_over("dinkes", Filling(answers(("T02",))))
    merge(scene)
    first = scene.now
    return_items(scene.items(handed), reason="Tahun keliru.", by=scene.by("sukor"), at=scene.later(hours=1))
    scene.settle()
    round_ = Round.objects.get()
    late = RequestedTable.objects.get(request__agency__code="dinkes", sheet="T02").table.code
    found = {one.code: one.moved_at for one in moved_tables(round_, scene.now)}
    assert found.pop(late) > first
    assert set(found.values()) == {first}
    assert late not in {one.code for one in moved_tables(round_, first)}


def test_the_report_lists_what_was_handed_on_and_holds_against_the_tables() -> None:
    scene = collecting()
    hand_over_elsewhere(scene)
    letter = scene.reporting(Round.objects.get())
    assert told(report_of(letter).moved) == [(Way.HANDED_ON, "Dinas Kesehatan", "Dinas Pendidikan", True)]
    assert list(check_reports(scene.office, scene.now)) == []
    text = " ".join(pages_of(draft_pdf(letter, at=scene.now)))
    assert not missing_from(text, "1 (satu) tabel berpindah", "Tabel yang berpindah ke OPD lain".upper())


@pytest.mark.parametrize("classification", ["terbuka", "terbatas"])
def test_the_report_tells_of_a_contradiction_without_quoting_a_closed_table(classification: str) -> None:
    scene = Scene()
    contradict(scene)
    settle_for_the_first(scene)
    Table.objects.filter(agency__code="disdik").update(classification=classification)
    scene.accept_all(scene.request("disdik").submissions.get())
    letter = scene.reporting(Round.objects.get())
    (found,) = report_of(letter).contradictions
    assert {found.first, found.second} == {"Dinas Kesehatan", "Dinas Pendidikan"}
    assert found.verdict is Verdict.BOTH
    assert found.reason == ("Angka 90 salah ketik." if classification == "terbuka" else "")
    text = " ".join(pages_of(draft_pdf(letter, at=scene.now)))
    assert ("Angka 90" in text) is (classification == "terbuka")
    assert list(check_reports(scene.office, scene.now)) == []


def test_a_contradiction_is_told_as_it_stood_then() -> None:
    scene = Scene()
    contradict(scene)
    round_, before = Round.objects.get(), scene.now
    settle_for_the_first(scene)
    at = [contradictions_of(round_, when) for when in (before, scene.now)]
    assert [one.verdict for found in at for one in found] == [Verdict.OPEN, Verdict.BOTH]
    assert contradictions_of(round_, round_.opened_at) == ()


def test_a_report_of_the_time_before_is_read_and_held_as_it_was_drafted() -> None:
    scene = collecting()
    hand_over_elsewhere(scene)
    letter = scene.reported(Round.objects.get())
    for name in LATER[type(report_of(letter))]:
        del letter.content[name]
    digest = content_digest(letter)
    letter.save(update_fields=["content"])
    body = report_of(Letter.objects.get(pk=letter.pk))
    assert (body.moved, body.contradictions, content_digest(letter)) == ((), (), digest)
    assert not [fault for fault in check_reports(scene.office, scene.now) if "hitungan ulang" in fault]


def hand_on_only_afterwards(scene: Scene) -> None:
    HandOn.objects.update(handed_at=scene.later(days=1))


def forget_the_contradiction(scene: Scene) -> None:
    found = Contradiction.objects.get()
    found.sides.all().delete()
    found.delete()


@pytest.mark.parametrize(
    ("happens", "tamper"), [(hand_over_elsewhere, hand_on_only_afterwards), (contradict, forget_the_contradiction)]
)
def test_a_falsified_middle_is_found(happens: Callable[[Scene], None], tamper: Callable[[Scene], None]) -> None:
    scene = Scene() if happens is contradict else collecting()
    happens(scene)
    for submission in scene.request("disdik").submissions.all():
        scene.accept_all(submission)
    scene.reporting(Round.objects.get())
    assert list(check_reports(scene.office, scene.now)) == []
    tamper(scene)
    assert [fault for fault in check_reports(scene.office, scene.now) if "hitungan ulang" in fault]
