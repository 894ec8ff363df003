"""What a passkey answers for somebody, with a signature that is wrong."""

import base64
import hashlib
import json

from django.conf import settings


def credential(pk):
    """As the browser's script would send it, for the account of this number."""

    def text(content):
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    said = json.dumps({"type": "webauthn.get", "challenge": text(bytes(32)), "origin": settings.PORTAL_ORIGIN})
    return {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {
            "clientDataJSON": text(said.encode()),
            "authenticatorData": text(hashlib.sha256(b"localhost").digest() + b"\x05" + bytes(4)),
            "signature": text(bytes(70)),
            "userHandle": text(str(pk).encode()),
        },
    }
