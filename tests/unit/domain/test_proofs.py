"""The rule of proof: genuine needs everything at once, and whatever is missing is named."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.canonical import plain, read
from sektoral.domain.inspections import Changes, Coverage, Inspection, Problem, SignatureFacts, Trust
from sektoral.domain.proof_sentences import HEADLINES, SENTENCES, as_json, explain
from sektoral.domain.proofs import Judgement, Kinship, Reason, Registered, RegisteredAs, Standing, Verdict, judge

GOOD = SignatureFacts(
    field="TandaTangan",
    signer="Kepala Contoh",
    signed_at="2026-12-18T09:10:00+00:00",
    intact=True,
    valid=True,
    trust=Trust.TRUSTED,
    coverage=Coverage.ENTIRE_FILE,
    docmdp=1,
    changes=Changes.NONE,
    changes_allowed=True,
    sound=True,
)
FILE = Inspection(sha256="ab" * 32, size=1000, signatures=(GOOD,))
OWN = Registered(RegisteredAs.OWN)
ELSEWHERE = Registered(RegisteredAs.ELSEWHERE)
FIRST_OF_TWO = replace(GOOD, coverage=Coverage.BEGINNING, changes=Changes.FORM, docmdp=0)

signatures = st.builds(
    SignatureFacts,
    field=st.just("f"),
    intact=st.booleans(),
    valid=st.booleans(),
    trust=st.sampled_from(Trust),
    coverage=st.sampled_from(Coverage),
    docmdp=st.integers(0, 3),
    changes=st.sampled_from(Changes),
    changes_allowed=st.booleans(),
    sound=st.booleans(),
    problem=st.sampled_from(["", "unreadable"]),
)
inspections = st.builds(
    Inspection,
    sha256=st.just("ab" * 32),
    size=st.just(1),
    problem=st.sampled_from(Problem),
    signatures=st.lists(signatures, max_size=3).map(tuple),
    stray=st.integers(0, 1),
)
registrations = st.none() | st.builds(Registered, st.sampled_from(RegisteredAs), st.sampled_from(Standing))
kinships = st.frozensets(st.sampled_from(Kinship))


def _with(signature: SignatureFacts) -> Inspection:
    return replace(FILE, signatures=(signature,))


def test_registered_and_fully_signed_is_genuine_without_reasons() -> None:
    assert judge(FILE, registered=OWN) == Judgement(Verdict.GENUINE)


def test_two_signatures_from_elsewhere_are_genuine_when_the_last_covers_everything() -> None:
    twice = replace(FILE, signatures=(FIRST_OF_TWO, replace(GOOD, docmdp=0)))
    assert judge(twice, registered=ELSEWHERE) == Judgement(Verdict.GENUINE)
    assert judge(twice, registered=OWN).reasons == (Reason.CHANGES_STILL_ALLOWED,)


@pytest.mark.parametrize(
    ("inspection", "verdict", "reason"),
    [
        (_with(replace(GOOD, intact=False)), Verdict.INVALID, Reason.SIGNATURE_BROKEN),
        (_with(replace(GOOD, valid=False)), Verdict.INVALID, Reason.SIGNATURE_BROKEN),
        (_with(replace(GOOD, trust=Trust.IMITATED_ISSUER)), Verdict.INVALID, Reason.ISSUER_IMITATED),
        (_with(replace(GOOD, trust=Trust.REVOKED)), Verdict.INVALID, Reason.CERTIFICATE_REVOKED),
        (_with(replace(GOOD, changes_allowed=False)), Verdict.INVALID, Reason.CHANGED_AFTER),
        (_with(replace(GOOD, trust=Trust.UNKNOWN_ISSUER)), Verdict.TO_BE_EXAMINED, Reason.ISSUER_UNKNOWN),
        (_with(replace(GOOD, trust=Trust.WEAK)), Verdict.TO_BE_EXAMINED, Reason.WEAK_ALGORITHM),
        (
            _with(replace(GOOD, trust=Trust.OUTSIDE_VALIDITY)),
            Verdict.TO_BE_EXAMINED,
            Reason.CERTIFICATE_OUTSIDE_VALIDITY,
        ),
        (_with(replace(GOOD, sound=False)), Verdict.TO_BE_EXAMINED, Reason.WEAK_FORM),
        (_with(replace(GOOD, coverage=Coverage.BEGINNING)), Verdict.TO_BE_EXAMINED, Reason.NOT_ENTIRE_FILE),
        (_with(replace(GOOD, docmdp=2)), Verdict.TO_BE_EXAMINED, Reason.CHANGES_STILL_ALLOWED),
        (_with(replace(GOOD, problem="unreadable")), Verdict.TO_BE_EXAMINED, Reason.SIGNATURE_UNREADABLE),
        (replace(FILE, stray=1), Verdict.TO_BE_EXAMINED, Reason.STRAY_SIGNATURE),
        (replace(FILE, signatures=()), Verdict.TO_BE_EXAMINED, Reason.NO_SIGNATURE),
        (replace(FILE, problem=Problem.HYBRID, signatures=()), Verdict.TO_BE_EXAMINED, Reason.HYBRID),
        (replace(FILE, problem=Problem.NOT_PDF, signatures=()), Verdict.TO_BE_EXAMINED, Reason.NOT_PDF),
    ],
)
def test_one_missing_condition_is_enough_and_is_named(inspection: Inspection, verdict: Verdict, reason: Reason) -> None:
    judgement = judge(inspection, registered=OWN)
    assert judgement.verdict is verdict
    assert judgement.reasons[0] is reason


def test_a_bad_first_signature_is_not_hidden_by_a_good_last_one() -> None:
    file = replace(FILE, signatures=(replace(FIRST_OF_TWO, trust=Trust.UNKNOWN_ISSUER), GOOD))
    assert judge(file, registered=ELSEWHERE).reasons == (Reason.ISSUER_UNKNOWN,)


def test_a_registered_scan_is_left_to_the_eye() -> None:
    scan = replace(FILE, signatures=())
    assert judge(scan, registered=Registered(RegisteredAs.SCAN)) == Judgement(
        Verdict.TO_BE_EXAMINED, (Reason.REGISTERED_SCAN,)
    )


@pytest.mark.parametrize(
    ("standing", "reason"), [(Standing.REPLACED, Reason.REPLACED), (Standing.REVOKED, Reason.REVOKED)]
)
def test_a_genuine_document_that_no_longer_holds_says_so(standing: Standing, reason: Reason) -> None:
    assert judge(FILE, registered=replace(OWN, standing=standing)) == Judgement(Verdict.GENUINE, (reason,))


@pytest.mark.parametrize(
    ("kinship", "reason"),
    [
        (Kinship.BEGINS_WITH, Reason.APPENDED),
        (Kinship.HAS_SIGNATURE, Reason.ALTERED),
        (Kinship.SHOWS_CODE, Reason.CODE_BORROWED),
    ],
)
def test_what_refers_to_a_registered_document_differs_from_it(kinship: Kinship, reason: Reason) -> None:
    assert judge(FILE, registered=None, kin=frozenset({kinship})) == Judgement(Verdict.DIFFERENT, (reason,))


def test_an_encrypted_stranger_is_to_be_examined() -> None:
    file = replace(FILE, problem=Problem.ENCRYPTED, signatures=())
    assert judge(file, registered=None) == Judgement(
        Verdict.TO_BE_EXAMINED, (Reason.NOT_IN_REGISTRY, Reason.ENCRYPTED, Reason.NO_SIGNATURE)
    )


@given(inspections, registrations, kinships)
def test_genuine_needs_every_condition_and_all_else_has_reasons(
    inspection: Inspection, registered: Registered | None, kin: frozenset[Kinship]
) -> None:
    judgement = judge(inspection, registered=registered, kin=kin)
    if judgement.verdict is Verdict.GENUINE:
        assert registered is not None
        assert registered.how is not RegisteredAs.SCAN
        assert inspection.problem is Problem.NONE
        assert all(each.trust is Trust.TRUSTED and each.intact and each.valid for each in inspection.signatures)
        assert inspection.signatures[-1].coverage is Coverage.ENTIRE_FILE
        assert registered.how is not RegisteredAs.OWN or inspection.signatures[-1].docmdp == 1
    else:
        assert judgement.reasons
    assert (judgement.verdict is Verdict.DIFFERENT) == (registered is None and bool(kin))
    assert explain(judgement, inspection).startswith(HEADLINES[judgement.verdict])


@given(inspections)
def test_an_inspection_travels_as_json(inspection: Inspection) -> None:
    assert read(Inspection, plain(inspection)) == inspection


def test_every_verdict_and_reason_has_its_own_sentence() -> None:
    assert HEADLINES.keys() == set(Verdict)
    assert SENTENCES.keys() == set(Reason)
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_the_text_names_signers_and_says_what_is_not_proved() -> None:
    text = explain(judge(FILE, registered=OWN), FILE)
    assert "ASLI" in text
    assert "Kepala Contoh" in text
    assert FILE.sha256 in text
    assert "bukan kebenaran angka" in text


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("2026-11-23T04:30:00+00:00", "23 November 2026, 11.30 WIB"),
        ("2026-12-31T23:59:00+05:00", "1 Januari 2027, 01.59 WIB"),
        ("2026-11-23T04:30:00", "2026-11-23T04:30:00"),  # no zone: nobody knows which
        ("9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59-01:00"),
        ("kemarin", "kemarin"),
    ],
)
def test_the_text_tells_a_stated_time_as_people_write_it(stated: str, written: str) -> None:
    text = explain(judge(FILE, registered=OWN), _with(replace(GOOD, signed_at=stated)))
    assert f"Kepala Contoh, {written}\n" in text


def test_programs_get_codes_sentences_and_every_signature() -> None:
    answer = as_json(judge(_with(replace(GOOD, intact=False)), registered=None), FILE)
    assert (answer["verdict"], answer["reasons"]) == ("tidak-sah", ["not_in_registry", "signature_broken"])
    assert answer["messages"] == [SENTENCES[Reason.NOT_IN_REGISTRY], SENTENCES[Reason.SIGNATURE_BROKEN]]
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert answer["signatures"] == [plain(GOOD)]
