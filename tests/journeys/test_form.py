"""The form's script by itself, in a real browser: it judges as the server does, moves by keys, and takes a paste."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.unit.domain.test_precheck import DATA, PLACES, Cell, judged_by_server, typed_text

SCRIPTS = Path(__file__).resolve().parents[2] / "src/sektoral/steps/step3_submit/static/step3"
JUDGE = """([data, typed]) => {
  const judge = Precheck.judgeOf(data);
  const found = {};
  for (const table of data.tables) {
    for (const row of table.rows) {
      const textOf = (code) => typed[[table.sheet, row.code, code].join("|")] || "";
      for (const column of table.columns) {
        const before = (table.previous[row.code] || {})[column.code] || "";
        const accepts = row.kind ? row : column;
        const codes = judge.judgeCell(textOf(column.code), accepts, before).map((fault) => fault.code);
        found[[table.sheet, row.code, column.code].join("|")] = codes;
      }
      for (const one of judge.judgeRow(table, textOf)) {
        found[[table.sheet, row.code, one.at].join("|")].push(one.fault.code);
      }
    }
  }
  return found;
}"""
SAID = "(data) => Precheck.judgeOf(data).judgeCell('12.000', data.tables[0].columns[0], '2609').map((one) => one.text)"
EMPTY = {"cell_empty"}  # said by the server alone: nobody is told of every empty cell while typing


@pytest.fixture
def judging(page: Page) -> Page:
    page.add_script_tag(content=(SCRIPTS / "precheck.js").read_text(encoding="utf-8"))
    return page


@pytest.mark.parametrize("seed", range(25))
def test_the_script_and_the_server_say_the_same_of_every_cell(judging: Page, seed: int) -> None:
    dice = random.Random(seed)
    typed: dict[Cell, str] = {key: typed_text(key, dice) for key in PLACES}
    said = judging.evaluate(JUDGE, [DATA, {"|".join(key): text for key, text in typed.items()}])
    judged = {"|".join(key): codes - EMPTY for key, codes in judged_by_server(typed).items()}
    differing = {key: (codes, judged[key]) for key, codes in said.items() if set(codes) != judged[key]}
    assert differing == {}


def test_a_fault_is_said_in_the_words_of_the_server(judging: Page) -> None:
    assert judging.evaluate(SAID, DATA) == [
        "12.000, periode lalu 2.609 (+359,9 %). Periksa, atau tulis penjelasannya (di buku kerja: kolom paling kanan)."
    ]


def test_totals_are_never_over_a_missing_part(judging: Page) -> None:
    total = "([data, texts]) => Precheck.judgeOf(data).sum(texts)"
    cases = {
        ("1.250", "0,5"): "1.250,5", ("1", ""): "", ("1", "abc"): "?", ("1", "..."): "…", ("1", "NA"): "…",
        ("-", "~0"): "–", ("-", "3"): "3",
    }  # fmt: skip
    assert {texts: judging.evaluate(total, [DATA, list(texts)]) for texts in cases} == cases
    long = judging.evaluate(total, [DATA, ["9" * 28, "1"]])
    assert long.replace(".", "") == "1" + "0" * 28


def test_a_block_in_the_other_style_is_known_only_where_it_is_certain(judging: Page) -> None:
    style = "([data, texts]) => Precheck.judgeOf(data).styleOf(texts)"
    cases = {("1,234.5", "1,204"): "en", ("1,204", "12"): "id", ("1,234.5", "1.234,5"): "id", ("1.204", "-"): "id"}
    assert {texts: judging.evaluate(style, [DATA, list(texts)]) for texts in cases} == cases
