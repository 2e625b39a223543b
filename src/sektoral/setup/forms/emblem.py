"""The form with the emblem."""

from sektoral.ui.forms import Form, UploadField

MOST_BYTES = 2 * 1024 * 1024


class EmblemForm(Form):
    """A picture for the letterhead."""

    picture = UploadField(
        label="Gambar lambang",
        accept=(".png", ".jpg", ".jpeg"),
        most_bytes=MOST_BYTES,
        help_text="PNG atau JPEG, paling besar 2 MB. Digambar ulang menjadi PNG paling besar 800 piksel; SVG ditolak.",
    )
