"""`sektoral check` and `sektoral read`, within the limits that this installation sets.

Django is imported for `--table` alone, so that everything else starts without it.
"""

import tempfile
from pathlib import Path

from sektoral.adapters.sandbox import cli, client
from sektoral.project.env import installation_root, read_env
from sektoral.project.sandbox_limits import limits_of


def read(argv: list[str]) -> int:
    """This will say what the importer sees in a spreadsheet, and give the exit code: 0 read, 2 refused."""
    client.configure(limits_of(read_env(installation_root())))
    return cli.read(argv)


def check(argv: list[str]) -> int:
    """This will check a file and give the exit code: 0 accepted or explain, 1 rejected, 2 refused.

    With `--table` (and `--agency`) the office's own definition of a long table is found first.
    """
    client.configure(limits_of(read_env(installation_root())))
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
