"""I16: every version of a rule has its event, with the same state and fingerprint, or came with the office."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.records.models import Event, Office, RuleVersion
from sektoral.records.rules import fingerprint_of


def check_rules(office: Office, _: datetime) -> Iterator[str]:
    """This will hold the versions of all rules against the journal: none forged, changed, skipped or lost."""
    events = Event.objects.filter(office_id=office.pk, about_type="rule").order_by("sequence")
    told = {(one.about_id, one.facts["version"]): one.facts for one in events}
    seen: dict[str, int] = {}
    for version in RuleVersion.objects.filter(office=office).select_related("rule").order_by("rule_id", "number"):
        key, name = str(version.rule_id), f"Aturan {version.rule.table_code} {version.rule.code} versi {version.number}"
        if version.number != seen.get(key, 0) + 1:
            yield f"{name} tidak menyusul versi {seen.get(key, 0)}."
        seen[key] = version.number
        facts = told.pop((key, version.number), None)
        if facts is None and (version.made_by_id is not None or version.number != 1):
            yield f"{name} ada tanpa peristiwa."
        elif facts is not None and (facts["state"], facts["sha256"]) != (version.state, fingerprint_of(version)):
            yield f"{name} tidak sama dengan yang dicatat peristiwanya."
    yield from (
        f"Ada peristiwa tentang aturan {key} versi {number}, tetapi versinya tidak ada." for key, number in told
    )
