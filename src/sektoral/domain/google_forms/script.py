"""The text of the Apps Script that makes a form, and its questions as rows of a table.

The program is the same for every form; what differs is one JSON literal, so that no text can become program.
"""

import json
from collections.abc import Sequence

from sektoral.domain.google_forms.questions import Question, QuestionKind, Section
from sektoral.domain.instruments import InstrumentDef

NUMBER_OR_MARK = r"^\s*(-?[0-9][0-9.,\s]*|-|–|\.\.\.|…|NA|~0)\s*$"
KIND_WORDS = {QuestionKind.TEXT: "teks pendek", QuestionKind.NUMBER: "angka atau tanda", QuestionKind.CHOICE: "pilihan"}
HEADINGS = ("Bagian", "Pertanyaan", "Jenis", "Pilihan", "Wajib", "Petunjuk")
_PROGRAM = """\
// Dibuat oleh sektoral. Buka script.google.com, buat proyek baru, tempel seluruh teks ini, lalu jalankan buatFormulir.
// Alamat formulirnya tertulis pada log pelaksanaan. Jangan mengubah kode dalam kurung siku pada pertanyaan.

const ISI = %s;

function buatFormulir() {
  const formulir = FormApp.create(ISI.judul);
  formulir.setDescription(ISI.uraian).setCollectEmail(false).setAllowResponseEdits(true).setProgressBar(true);
  ISI.bagian.forEach(function (bagian, nomor) {
    if (nomor > 0) {
      formulir.addPageBreakItem().setTitle(bagian.judul).setHelpText(bagian.uraian);
    }
    bagian.pertanyaan.forEach(function (satu) {
      let butir;
      if (satu.jenis === "choice") {
        butir = formulir.addListItem().setChoiceValues(satu.pilihan);
      } else {
        butir = formulir.addTextItem();
      }
      if (satu.jenis === "number") {
        const pola = FormApp.createTextValidation().requireTextMatchesPattern(ISI.pola).setHelpText(satu.petunjuk);
        butir.setValidation(pola.build());
      }
      butir.setTitle(satu.judul).setHelpText(satu.petunjuk).setRequired(satu.wajib);
    });
  });
  Logger.log("Alamat untuk pengisi: " + formulir.getPublishedUrl());
  Logger.log("Alamat untuk menyunting: " + formulir.getEditUrl());
}
"""


def script_of(definition: InstrumentDef, sections: Sequence[Section]) -> str:
    """This will write the Apps Script, in ASCII."""
    content = {
        "judul": f"{definition.title} – {definition.agency_name}",
        "uraian": f"Data {definition.period}, menurut surat permintaan nomor {definition.letter_number}.",
        "pola": NUMBER_OR_MARK,
        "bagian": [
            {"judul": one.title, "uraian": one.text, "pertanyaan": [_plain(each) for each in one.questions]}
            for one in sections
        ],
    }
    return _PROGRAM.replace("%s", json.dumps(content, ensure_ascii=True, indent=1), 1)


def question_rows(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    """This will list the questions for whoever makes the form by hand, under `HEADINGS`."""
    return [
        (one.title, each.title, KIND_WORDS[each.kind], " | ".join(each.choices), _yes(each.is_required), each.hint)
        for one in sections
        for each in one.questions
    ]


def _plain(one: Question) -> dict[str, object]:
    return {
        "judul": one.title,
        "jenis": one.kind.value,
        "petunjuk": one.hint,
        "pilihan": list(one.choices),
        "wajib": one.is_required,
    }


def _yes(is_so: bool) -> str:
    return "ya" if is_so else "tidak"
