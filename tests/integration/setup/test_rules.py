"""Rules of the office: who may write and decide, versions that stay, and rounds that keep what they began with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.findings import Severity
from sektoral.domain.states import RuleState
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Office, Rule, RuleVersion, Table
from sektoral.records.rules import definitions_of
from sektoral.setup.actions.rules import RuleDraft, activate_rule, change_rule, restore_rule, retire_rule, write_rule
from sektoral.setup.queries.rules import history_of, versions_of
from sektoral.steps.step1_request.actions.instruments import build_instrument
from tests.offices import make_two_offices
from tests.rounds import Scene

pytestmark = pytest.mark.django_db
DRAFT = RuleDraft(
    "l <= p", "Laki-laki tidak melebihi perempuan.", Severity.WARNING, source="Uji", reason="Kesepakatan."
)
WHY = "Sudah dilihat pada data lama."


@pytest.fixture
def scene() -> Scene:
    return Scene()


def table_of(office: Office, code: str = "T1") -> Table:
    return Table.objects.select_related("agency").get(office=office, agency__code="dinkes", code=code)


def written(scene: Scene, draft: RuleDraft = DRAFT, *, key: str = "jp1") -> RuleVersion:
    return write_rule(table_of(scene.office), draft, by=scene.by(key), at=scene.later(minutes=1))


def activated(scene: Scene, draft: RuleDraft = DRAFT) -> RuleVersion:
    rule = written(scene, draft).rule
    return activate_rule(rule, reason=WHY, seen=1, by=scene.by("sukor"), at=scene.later(minutes=1))


def states(rule: Rule) -> list[str]:
    return [version.state for version in rule.versions.order_by("number")]


@pytest.mark.parametrize("key", ["jp1", "sukor", "kabid"])
def test_who_answers_for_the_data_writes_rules_and_each_begins_on_trial(scene: Scene, key: str) -> None:
    version = written(scene, key=key)
    assert (version.rule.code, version.number, version.state) == ("R1", 1, RuleState.TRIAL)
    assert (version.made_by, version.made_at, version.reason) == (scene.by(key).person, scene.now, "Kesepakatan.")
    event = Event.objects.get(kind="rule.written")
    assert (event.about_id, event.facts["version"]) == (str(version.rule_id), 1)


@pytest.mark.parametrize("key", ["kadis", "admin", "auditor", "bps", "forum", "operator.dinkes", "kepala.dinkes"])
def test_nobody_else_writes_rules(scene: Scene, key: str) -> None:
    with pytest.raises(Refused):
        written(scene, key=key)
    assert not Rule.objects.exists()


def test_codes_go_on_counting_within_a_table(scene: Scene) -> None:
    codes = [written(scene).rule.code for _ in range(3)]
    other = write_rule(table_of(scene.office, "T2"), DRAFT, by=scene.by("jp1"), at=scene.now)
    assert ([*codes, other.rule.code], Rule.objects.count()) == (["R1", "R2", "R3", "R1"], 4)


@pytest.mark.parametrize(
    ("draft", "code", "said"),
    [
        (replace(DRAFT, text="l <= q"), "rule_text_unreadable", "“q” pada huruf ke-6 bukan kolom tabel ini"),
        (replace(DRAFT, text=""), "rule_text_unreadable", "kosong"),
        (replace(DRAFT, text='l <= total_in("T9", "p")'), "rule_text_unreadable", "Tabel “T9” tidak ada pada OPD ini"),
        (
            replace(DRAFT, text='l <= total_in("T2", "p", agency="lain")'),
            "rule_text_unreadable",
            "Tabel “T2” tidak ada pada OPD “lain”",
        ),
        (
            replace(DRAFT, text='l <= total_in("T2", "q")'),
            "rule_text_unreadable",
            "Tabel “T2” tidak memiliki kolom “q”. Kolomnya antara lain: l, p",
        ),
        (replace(DRAFT, tolerance="-1"), "rule_text_unreadable", "Toleransi “-1”"),
        (replace(DRAFT, says="  "), "rule_says_missing", ""),
    ],
)
def test_what_is_no_rule_is_refused_with_what_to_mend(scene: Scene, draft: RuleDraft, code: str, said: str) -> None:
    with pytest.raises(Invalid, match=code) as refusal:
        written(scene, draft)
    assert said in str(refusal.value.facts.get("why", ""))


def test_other_words_keep_the_state_and_another_formula_begins_on_trial_again(scene: Scene) -> None:
    rule, at = activated(scene).rule, scene.now
    by = scene.by("kabid")
    worded = change_rule(rule, replace(DRAFT, says="Lain."), seen=2, by=by, at=at)
    assert worded.state == RuleState.ACTIVE
    base = replace(DRAFT, says="Lain.")
    drafts = (replace(base, text="l < p"), replace(base, tolerance="2"), replace(base, severity=Severity.ERROR))
    for number, draft in enumerate(drafts, start=3):
        assert change_rule(rule, draft, seen=number, by=by, at=at).state == RuleState.TRIAL
    assert states(rule) == ["trial", "active", "active", "trial", "trial", "trial"]


def test_an_active_rule_is_changed_only_by_who_may_retire_it(scene: Scene) -> None:
    rule = activated(scene).rule
    with pytest.raises(Refused, match="not_permitted"):
        change_rule(rule, replace(DRAFT, text="l < p"), seen=2, by=scene.by("jp1"), at=scene.now)
    assert states(rule) == ["trial", "active"]


def test_who_wrote_the_version_cannot_activate_it(scene: Scene) -> None:
    rule = written(scene, key="sukor").rule
    with pytest.raises(Refused, match="rule_maker_activates"):
        activate_rule(rule, reason=WHY, seen=1, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Refused, match="not_permitted"):
        activate_rule(rule, reason=WHY, seen=1, by=scene.by("jp1"), at=scene.now)
    assert activate_rule(rule, reason=WHY, seen=1, by=scene.by("kabid"), at=scene.now).state == RuleState.ACTIVE


def test_a_decision_needs_its_reason_and_the_version_that_was_seen(scene: Scene) -> None:
    rule, sukor = written(scene).rule, scene.by("sukor")
    with pytest.raises(Invalid, match="reason_missing"):
        activate_rule(rule, reason=" ", seen=1, by=sukor, at=scene.now)
    change_rule(rule, replace(DRAFT, text="l < p"), seen=1, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="rule_changed_meanwhile"):
        activate_rule(rule, reason=WHY, seen=1, by=sukor, at=scene.now)
    with pytest.raises(Invalid, match="rule_unchanged"):
        change_rule(rule, replace(DRAFT, text="l < p"), seen=2, by=sukor, at=scene.now)


def test_a_rule_is_retired_and_restored_on_trial(scene: Scene) -> None:
    rule, kabid = activated(scene).rule, scene.by("kabid")
    retire_rule(rule, reason=WHY, seen=2, by=kabid, at=scene.now)
    with pytest.raises(WrongState, match="rule_state"):
        change_rule(rule, replace(DRAFT, text="l < p"), seen=3, by=kabid, at=scene.now)
    with pytest.raises(WrongState, match="move_not_allowed"):
        activate_rule(rule, reason=WHY, seen=3, by=kabid, at=scene.now)
    restore_rule(rule, reason=WHY, seen=3, by=kabid, at=scene.now)
    assert states(rule) == ["trial", "active", "retired", "trial"]
    kinds = Event.objects.filter(about_id=rule.pk).values_list("kind", flat=True)
    assert list(kinds) == ["rule.written", "rule.activated", "rule.retired", "rule.restored"]


def test_the_history_tells_what_each_version_changed(scene: Scene) -> None:
    rule = written(scene).rule
    change_rule(rule, replace(DRAFT, text="l < p", tolerance="0.5"), seen=1, by=scene.by("jp1"), at=scene.now)
    latest, first = history_of(versions_of(rule))
    told = [(change.name, change.before, change.after) for change in latest.changes]
    assert told == [("Rumus", "l <= p", "l < p"), ("Toleransi", "", "0.5")]
    assert ("Keadaan", "", "Uji coba") in [(change.name, change.before, change.after) for change in first.changes]


def asked_rules(scene: Scene) -> list[tuple[str, str, bool]]:
    instrument = scene.request("dinkes").instruments.order_by("-version")[0]
    rules = instrument.definition["sheets"][0][1]["rules"]
    return [(rule["code"], rule["text"], rule["on_trial"]) for rule in rules]


def test_a_round_freezes_the_rules_and_a_running_one_is_not_changed(scene: Scene) -> None:
    active = activated(scene).rule
    retired = activated(scene, replace(DRAFT, text="p >= 1")).rule
    retire_rule(retired, reason=WHY, seen=2, by=scene.by("kabid"), at=scene.now)
    written(scene, replace(DRAFT, text="l >= 0"))
    scene.signed("dinkes")
    frozen = [("R1", "l <= p", False), ("R3", "l >= 0", True)]
    assert asked_rules(scene) == frozen
    retire_rule(active, reason=WHY, seen=2, by=scene.by("kabid"), at=scene.later(days=1))
    build_instrument(scene.request("dinkes"), at=scene.later(days=1))
    assert scene.request("dinkes").instruments.count() == 2
    assert asked_rules(scene) == frozen
    table = table_of(scene.office)
    assert [rule.code for rule in definitions_of([table], as_of=scene.now)[table.pk].rules] == ["R3"]


def test_rules_of_another_office_are_not_there() -> None:
    here, there = make_two_offices()
    ours, theirs = Scene(here), Scene(there)
    rule = written(theirs).rule
    by: Actor = ours.by("kabid")
    for deed in (activate_rule, retire_rule, restore_rule):
        with pytest.raises(NotFound):
            deed(rule, reason=WHY, seen=1, by=by, at=ours.now)
    with pytest.raises(NotFound):
        change_rule(rule, DRAFT, seen=1, by=by, at=ours.now)
    with pytest.raises(NotFound):
        write_rule(table_of(there), DRAFT, by=by, at=ours.now)
    as_of = ours.now + timedelta(days=1)
    assert definitions_of([table_of(here)], as_of=as_of)[table_of(here).pk].rules == ()
