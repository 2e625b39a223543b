"""How the environment is read."""

import re
from pathlib import Path

import pytest

from sektoral.project.env import SETTINGS, BadSetting, Env, example, parse_env_file, read_env


@pytest.mark.parametrize(("word", "meant"), [("yes", True), ("1", True), ("On", True), ("no", False), ("", False)])
def test_a_flag_is_read_from_plain_words(word: str, meant: bool) -> None:
    assert Env({"SEKTORAL_DEMO": word}).flag("SEKTORAL_DEMO") is meant


def test_a_flag_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(BadSetting, match="SEKTORAL_DEMO"):
        Env({"SEKTORAL_DEMO": "perhaps"}).flag("SEKTORAL_DEMO")


def test_a_word_outside_its_list_is_refused() -> None:
    assert Env({"SEKTORAL_LOG_FORM": " JSON "}).one_of("SEKTORAL_LOG_FORM", ("text", "json")) == "json"
    with pytest.raises(BadSetting, match="text, json"):
        Env({"SEKTORAL_LOG_FORM": "xml"}).one_of("SEKTORAL_LOG_FORM", ("text", "json"))


def test_what_is_not_set_has_its_default() -> None:
    assert Env({}).words("SEKTORAL_HOSTS") == ["127.0.0.1", "localhost", "[::1]"]


def test_a_setting_that_nobody_declared_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        Env({}).text("SEKTORAL_TYPO")


def test_a_folder_is_relative_to_the_installation_unless_absolute(tmp_path: Path) -> None:
    assert Env({}).path("SEKTORAL_VAR", tmp_path) == tmp_path / "var"
    assert Env({"SEKTORAL_VAR": "/srv/sektoral"}).path("SEKTORAL_VAR", tmp_path) == Path("/srv/sektoral")


def test_the_file_gives_way_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("SEKTORAL_HOSTS=from.file\nSEKTORAL_LOG_LEVEL='DEBUG'\n", encoding="utf-8")
    monkeypatch.setenv("SEKTORAL_HOSTS", "from.environment")
    monkeypatch.delenv("SEKTORAL_LOG_LEVEL", raising=False)
    env = read_env(tmp_path)
    assert env.text("SEKTORAL_HOSTS") == "from.environment"
    assert env.text("SEKTORAL_LOG_LEVEL") == "DEBUG"


def test_comments_and_empty_lines_are_passed_over() -> None:
    assert parse_env_file("# A=1\n\nB = x=y \n") == {"B": "x=y"}


def test_the_example_holds_every_setting_switched_off() -> None:
    assert parse_env_file(example()) == {}
    assert all(f"\n#{setting.name}=" in example() for setting in SETTINGS)


SECRETS = [setting.name for setting in SETTINGS if setting.is_secret]


def test_whatever_is_called_like_a_secret_is_one() -> None:
    called = re.compile(r"_(KEY|PASSWORD|TOKEN)$|^(EMAIL|DATABASE)_URL$")
    assert [setting.name for setting in SETTINGS if called.search(setting.name)] == SECRETS


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    file = _file(tmp_path, b"kenari-rahasia\n", 0o400)
    assert Env({f"{name}_FILE": str(file)}).text(name) == "kenari-rahasia"


@pytest.mark.parametrize(
    ("content", "mode", "fault"),
    [(None, 0, "cannot be read"), (b"\xffkenari", 0o600, "cannot be read"), (b"kenari", 0o644, "everybody may read")],
)
def test_a_file_of_a_secret_that_is_no_good_stops_the_start_and_shows_nothing(
    tmp_path: Path, content: bytes | None, mode: int, fault: str
) -> None:
    file = tmp_path / "gone" if content is None else _file(tmp_path, content, mode)
    with pytest.raises(BadSetting, match=fault) as caught:
        Env({"SEKTORAL_SECRET_KEY_FILE": str(file)}).text("SEKTORAL_SECRET_KEY")
    assert "kenari" not in str(caught.value)


def _file(folder: Path, content: bytes, mode: int) -> Path:
    file = folder / "secret"
    file.write_bytes(content)
    file.chmod(mode)
    return file


def test_a_secret_stands_in_one_place() -> None:
    with pytest.raises(BadSetting, match="not both"):
        Env({"DATABASE_URL": "sqlite:///a", "DATABASE_URL_FILE": "/srv/b"}).text("DATABASE_URL")


def test_what_is_no_secret_is_read_from_no_file(tmp_path: Path) -> None:
    assert Env({"SEKTORAL_HOSTS_FILE": str(tmp_path)}).words("SEKTORAL_HOSTS") == ["127.0.0.1", "localhost", "[::1]"]
