"""The journal's rule: any change to any event, and any lost event, is found at its sequence number."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.domain.errors import Fact
from sektoral.domain.journal import (
    GENESIS,
    ChainedEvent,
    Checkpoint,
    EventRecord,
    Head,
    agrees,
    canonical,
    checkpoint_note,
    event_hash,
    parse_checkpoint,
    verify_chain,
)

AT = datetime(2026, 12, 18, 9, 10, tzinfo=UTC)
FIRST = EventRecord("12.23", 1, "round.opened", "round", "7", "3", AT, {"tables": 20, "note": None})

facts = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    max_size=4,
)


def _record(sequence: int, values: Mapping[str, Fact]) -> EventRecord:
    at = AT + timedelta(microseconds=sequence)
    return EventRecord("12.23", sequence, "request.sent", "request", str(sequence), "3", at, values)


def _chain(*facts_of_each: Mapping[str, Fact]) -> list[ChainedEvent]:
    chain: list[ChainedEvent] = []
    previous = GENESIS
    for sequence, values in enumerate(facts_of_each, start=1):
        record = _record(sequence, values)
        previous = event_hash(previous, record)
        chain.append(ChainedEvent(record, previous))
    return chain


def _head(chain: list[ChainedEvent]) -> Head:
    return Head(chain[-1].record.sequence, chain[-1].hash)


def test_the_written_form_is_fixed_for_ever() -> None:
    assert canonical(FIRST) == (
        b'{"about_id":"7","about_type":"round","at":"2026-12-18T09:10:00.000000+00:00","by":"3",'
        b'"facts":{"note":null,"tables":20},"kind":"round.opened","office":"12.23","sequence":1}'
    )
    assert event_hash(GENESIS, FIRST) == "930ffbf7d291f899beae48c36f0a9546659f10a75e52c3c13e495a8d26d2741b"


def test_the_zone_and_the_order_of_facts_do_not_matter() -> None:
    same = replace(FIRST, at=AT.astimezone(timezone(timedelta(hours=7))), facts={"note": None, "tables": 20})
    assert event_hash(GENESIS, same) == event_hash(GENESIS, FIRST)


def test_text_is_hashed_as_written_in_any_script() -> None:
    composed, apart = replace(FIRST, facts={"a": "é"}), replace(FIRST, facts={"a": "e\u0301"})
    assert event_hash(GENESIS, composed) != event_hash(GENESIS, apart)
    assert event_hash(GENESIS, replace(FIRST, facts={"a": "\ud800"}))


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, -(2**53), b"x", ["x"]])
def test_what_json_readers_disagree_about_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="fact a"):
        canonical(replace(FIRST, facts={"a": value}))  # type: ignore[dict-item]


def test_a_time_without_zone_and_a_strange_fact_name_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        canonical(replace(FIRST, at=AT.replace(tzinfo=None)))
    with pytest.raises(ValueError, match="name of a fact"):
        canonical(replace(FIRST, facts={"Nama": "x"}))


@settings(suppress_health_check=[HealthCheck.too_slow])  # text of any kind takes its time on a busy machine
@given(st.lists(facts, min_size=1, max_size=5))
def test_a_chain_that_was_only_appended_to_holds(values: list[dict[str, Fact]]) -> None:
    chain = _chain(*values)
    assert verify_chain(chain, end=_head(chain)) is None


@given(st.lists(facts, min_size=1, max_size=5), st.data())
def test_every_changed_field_is_found_where_it_is(values: list[dict[str, Fact]], data: st.DataObject) -> None:
    chain = _chain(*values)
    place = data.draw(st.integers(0, len(chain) - 1))
    record = chain[place].record
    changed = data.draw(
        st.sampled_from(
            [
                replace(record, kind="request.closed"),
                replace(record, about_type="agency"),
                replace(record, about_id="9" + record.about_id),
                replace(record, by=""),
                replace(record, at=record.at + timedelta(microseconds=1)),
                replace(record, facts={**record.facts, "zzzzzzzzzz": 1}),
            ]
        )
    )
    chain[place] = replace(chain[place], record=changed)
    assert verify_chain(chain) == place + 1


def test_lost_doubled_swapped_and_foreign_events_are_found() -> None:
    one, two, three = chain = _chain({}, {"a": 1}, {"a": 2})
    assert verify_chain([two, three]) == 1
    assert verify_chain([one, three]) == 2
    assert verify_chain([one, one, two]) == 2
    assert verify_chain([one, three, two]) == 2
    foreign = replace(two.record, office="12.24")
    assert verify_chain([one, ChainedEvent(foreign, event_hash(one.hash, foreign))]) == 2
    assert verify_chain([one, two], end=_head(chain)) == 3
    assert verify_chain([], end=_head(chain)) == 1


def test_a_rewritten_chain_holds_but_not_against_its_old_head() -> None:
    old, new = _chain({}, {"a": 1}), _chain({}, {"a": 2})
    assert verify_chain(new) is None
    assert verify_chain(new, end=_head(old)) == 2
    checkpoint = Checkpoint("12.23", _head(old), AT)
    assert agrees(checkpoint, old[1])
    assert not agrees(checkpoint, new[1])
    assert not agrees(checkpoint, None)


def test_a_chain_can_be_verified_from_a_known_head_on() -> None:
    one, two = _chain({}, {"a": 1})
    assert verify_chain([two], start=Head(1, one.hash)) is None
    assert verify_chain([two], start=Head(1, GENESIS)) == 2


def test_a_stored_fact_that_was_never_writable_is_found_not_raised() -> None:
    one, two = _chain({}, {"a": 1})
    broken = replace(two.record, facts={"a": 1.0})  # type: ignore[dict-item]
    assert verify_chain([one, ChainedEvent(broken, two.hash)]) == 2


def test_a_checkpoint_note_is_read_back_exactly() -> None:
    checkpoint = Checkpoint("12.23", Head(41, "ab" * 32), AT)
    assert parse_checkpoint(checkpoint_note(checkpoint)) == checkpoint


@pytest.mark.parametrize("change", [("41", "041"), ("41", "x"), ("+00:00", ""), ("\n", "\r\n"), ("1\n", "2\n")])
def test_any_other_note_is_none(change: tuple[str, str]) -> None:
    note = checkpoint_note(Checkpoint("12.23", Head(41, "ab" * 32), AT))
    assert parse_checkpoint(note.replace(*change, 1)) is None


def test_the_checkpoint_of_an_empty_journal_agrees_with_no_event() -> None:
    assert agrees(Checkpoint("12.23", Head(), AT), None)
    assert not agrees(Checkpoint("12.23", Head(0, "ab" * 32), AT), None)
