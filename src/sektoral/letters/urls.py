"""Addresses of the letters: the queues, the register, one letter."""

from django.urls import path

from sektoral.letters.views import batches, books, letter, numbering, outside, queue, register, signing, text, values

app_name = "letters"
urlpatterns = [
    path("", register.index, name="index"),
    path("agenda/", books.agenda, name="agenda"),
    path("agenda.pdf", books.agenda_pdf, name="agenda_pdf"),
    path("ekspedisi/", books.expedition, name="expedition"),
    path("ekspedisi.pdf", books.expedition_pdf, name="expedition_pdf"),
    path("ekspedisi/bukti/<uuid:pk>/", books.proof, name="proof"),
    path("<uuid:pk>/serah/<uuid:asked>/", books.hand_over, name="hand_over"),
    path("antrean/", queue.queue, name="queue"),
    path("antrean/paraf/", queue.initial, name="initial"),
    path("antrean/tanda-tangan/", signing.sign, name="sign"),
    path("antrean/tanda-tangan/kode/", signing.send_code, name="send_code"),
    path("antrean/tanda-tangan/hasil/", signing.results, name="results"),
    path("nomor/", numbering.numbers, name="numbers"),
    path("nomor/pratinjau/", numbering.preview, name="numbers_preview"),
    path("nomor/terapkan/", numbering.apply, name="numbers_apply"),
    path("antrean/hasil/<str:act>/", batches.batch, name="batch"),
    path("di-luar/", outside.index, name="outside"),
    path("di-luar/naskah.zip", outside.finals, name="finals"),
    path("<uuid:pk>/di-luar/", outside.bring, name="bring_in"),
    path("<uuid:pk>/di-luar/naskah-final.pdf", outside.final, name="final"),
    path("<uuid:pk>/di-luar/buat-ulang/", outside.anew, name="anew"),
    path("<uuid:pk>/", letter.show, name="letter"),
    path("<uuid:pk>/nilai/", values.values, name="values"),
    path("<uuid:pk>/surat.pdf", letter.pdf, name="pdf"),
    path("<uuid:pk>/halaman/<int:number>.png", letter.page_image, name="page_image"),
    path("<uuid:pk>/kembalikan/", letter.return_to_drafter, name="send_back"),
    path("<uuid:pk>/tarik/", letter.take_back, name="recall"),
    path("<uuid:pk>/batalkan/", letter.cancel, name="void"),
    path("<uuid:pk>/perbaiki/", letter.replace, name="correct"),
    path("<uuid:pk>/ajukan/", letter.submit_again, name="resubmit"),
    path("<uuid:pk>/nomor/", numbering.enter, name="number"),
    path("<uuid:pk>/naskah/", text.edit, name="text"),
    path("<uuid:pk>/naskah/pratinjau/", text.try_out, name="text_try"),
    path("<uuid:pk>/naskah/kantor/", text.back_to_office, name="text_office"),
    path("<uuid:pk>/naskah.docx", text.word_file, name="text_word"),
    path("<uuid:pk>/hasil/", letter.bring_result, name="result"),
    path("<uuid:pk>/ambil/", letter.fetch, name="fetch"),
    path("<uuid:pk>/pastikan/", letter.settle_unknown, name="reconcile"),
]
