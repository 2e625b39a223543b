"""`sektoral rehearse`: plays a round or a scenario in a room of its own and says what came of it."""

import argparse
import json
from pathlib import Path

from sektoral.project.rehearsal import room


def main(argv: list[str]) -> int:
    """This will parse the arguments and play; exit code 0 when the play came to its end."""
    options = _parser().parse_args(argv)
    if options.scenario:
        place = room.prepare(None)
        room.open_up(place)
        from sektoral.project.rehearsal.scenario import play_file

        return play_file(options.scenario, place, as_json=options.json)
    place = room.prepare(options.out)
    room.open_up(place)
    from sektoral.project.rehearsal.performance import perform

    outcome = perform(place, out=options.out, agencies=options.agencies)
    print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2) if options.json else outcome.as_text())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sektoral rehearse", description="Gladi: satu putaran SOP secara utuh.")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--out", type=Path, help="folder untuk semua dokumen dan bank.csv")
    which.add_argument("--scenario", type=Path, help="daftar kejadian (JSON) dengan jam rekaan")
    parser.add_argument("--agencies", type=int, default=39, help="banyaknya OPD")
    parser.add_argument("--json", action="store_true", help="keluaran JSON")
    return parser
