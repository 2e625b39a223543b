"""The fingerprints of what our proofs hang on, made known so that they can be compared with what stands in a proof."""

import hashlib
from collections.abc import Sequence

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing, public_fingerprint
from sektoral.letters.trust import own_roots
from sektoral.letters.words import spaced
from sektoral.ui.components import Fact

KEYS = {
    KeyPurpose.EVIDENCE: "Kunci paket bukti",
    KeyPurpose.CHECKPOINT: "Kunci titik periksa jurnal",
    KeyPurpose.RECEIPT: "Kunci tanda terima",
}


def key_facts() -> Sequence[Fact]:
    """This will list the keys and the root certificates by their SHA-256."""
    ring = KeyRing(settings.KEYS_ROOT)
    keys = [Fact(word, spaced(public_fingerprint(ring.public(key))), is_code=True) for key, word in KEYS.items()]
    roots = [hashlib.sha256(root).hexdigest() for root in own_roots()]
    return (*keys, *(Fact("Akar sertifikat uji", spaced(root), is_code=True) for root in roots))
