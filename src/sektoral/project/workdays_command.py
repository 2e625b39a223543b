"""`sektoral workdays START N`: a due date and the days it skipped, from the shipped calendar; without Django."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from sektoral.domain.errors import Invalid
from sektoral.domain.workdays import DueDay
from sektoral.setup.facts import OFFICE, load_calendar
from sektoral.ui.messages import error_body, explained


def main(argv: Sequence[str]) -> int:
    """This will print the `N`-th working day after START, then each skipped day with its reason; 0, or 2 if refused."""
    arguments = _parser().parse_args(argv)
    try:
        start, days = _start(arguments.start), _days(arguments.days)
        due = load_calendar(OFFICE).due_day(start, days)
    except Invalid as refusal:
        _print_refusal(refusal, as_json=arguments.json)
        return 2
    print(_as_json(start, days, due) if arguments.json else _as_text(due))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sektoral workdays", description="Menghitung batas waktu dalam hari kerja; hari mulai tidak dihitung."
    )
    parser.add_argument("start", metavar="START", help="tanggal mulai, misalnya 2026-11-23")
    parser.add_argument("days", metavar="N", help="jumlah hari kerja, misalnya 5")
    parser.add_argument("--json", action="store_true", help="keluaran satu objek JSON")
    return parser


def _start(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("start_unreadable", start=text) from error


def _days(text: str) -> int:
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) <= 6):
        raise Invalid("days_unreadable", days=text)
    return int(text)


def _as_text(due: DueDay) -> str:
    return "\n".join([due.date.isoformat(), *(f"{day.date.isoformat()} {day.reason}" for day in due.skipped)])


def _as_json(start: date, days: int, due: DueDay) -> str:
    skipped = [{"date": day.date.isoformat(), "reason": day.reason} for day in due.skipped]
    facts = {"start": start.isoformat(), "days": days, "due": due.date.isoformat(), "skipped": skipped}
    return json.dumps(facts, ensure_ascii=False)


def _print_refusal(refusal: Invalid, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(error_body(refusal), ensure_ascii=False))
    else:
        print(explained(refusal), file=sys.stderr)
