"""`sektoral check`: at once for a workbook or a definition file; with `--table` the office's own definition is found.

Django is imported for `--table` alone, so that the usual check starts without it.
"""

import tempfile
from pathlib import Path

from sektoral.adapters.sandbox import cli


def main(argv: list[str]) -> int:
    """This will check a file and give the exit code: 0 accepted or explain, 1 rejected, 2 refused."""
    if "--table" not in argv:
        return cli.check(argv)
    rest, table = _taken(argv, "--table")
    rest, agency = _taken(rest, "--agency")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "definisi.json"
        path.write_text(_definition(table, agency), encoding="utf-8")
        return cli.check([*rest, "--definition", str(path)])


def _taken(argv: list[str], option: str) -> tuple[list[str], str]:
    """The arguments without an option and its value, and the value."""
    if option not in argv:
        return argv, ""
    place = argv.index(option)
    return [*argv[:place], *argv[place + 2 :]], "".join(argv[place + 1 : place + 2])


def _definition(table: str, agency: str) -> str:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sektoral.project.settings")
    django.setup()
    from sektoral.domain.definition_files import to_text
    from sektoral.project.definitions import find_definition

    return to_text(find_definition(table, agency))
