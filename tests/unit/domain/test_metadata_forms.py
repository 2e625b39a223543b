"""The three forms as Peraturan BPS 5/2020 has them: every condition finds its entry, every entry its block."""

import pytest

from sektoral.domain.metadata_forms import AnswerKind, CellKind, MetadataKind, form_of

SIZES = {MetadataKind.ACTIVITY: 55, MetadataKind.VARIABLE: 15, MetadataKind.INDICATOR: 15}


@pytest.mark.parametrize("kind", MetadataKind)
def test_a_form_has_its_entries_each_with_its_own_key(kind: MetadataKind) -> None:
    form = form_of(kind)
    assert len(form.entries) == SIZES[kind]
    assert len({entry.key for entry in form.entries}) == SIZES[kind]


@pytest.mark.parametrize("kind", MetadataKind)
def test_every_entry_stands_in_a_block_that_has_a_title(kind: MetadataKind) -> None:
    form = form_of(kind)
    assert [one for number, _ in form.blocks for one in form.block(number)] == list(form.entries)


@pytest.mark.parametrize("kind", MetadataKind)
def test_a_condition_names_an_earlier_entry_and_answers_that_it_takes(kind: MetadataKind) -> None:
    form = form_of(kind)
    keys = [entry.key for entry in form.entries]
    for entry in form.entries:
        if entry.when:
            upon = form.entry(entry.when.entry)
            assert keys.index(upon.key) < keys.index(entry.key)
            taken = ("Ya", "Tidak") if upon.cell is CellKind.YES_NO else upon.options
            assert set(entry.when.options) <= set(taken)


@pytest.mark.parametrize("kind", MetadataKind)
def test_what_is_chosen_has_options_and_what_has_cells_has_columns(kind: MetadataKind) -> None:
    for entry in form_of(kind).entries:
        assert bool(entry.options) == (entry.kind in (AnswerKind.CHOICE, AnswerKind.CHOICES))
        assert bool(entry.columns) == (entry.kind in (AnswerKind.TABLE, AnswerKind.GRID))
        assert bool(entry.rows) == (entry.kind is AnswerKind.GRID)
        assert entry.needed <= len(entry.columns)


def test_the_sectors_are_the_twenty_two_of_the_form() -> None:
    assert len(form_of(MetadataKind.ACTIVITY).entry("sektor").options) == 22


def test_an_unknown_key_has_no_entry() -> None:
    with pytest.raises(KeyError):
        form_of(MetadataKind.VARIABLE).entry("judul_kegiatan")
