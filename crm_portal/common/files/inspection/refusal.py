"""Why a file is refused. The sentences for people are in `crm_portal.common.files.inspecting`."""

from enum import StrEnum


class Reason(StrEnum):
    ANIMATED = "animated"
    BOMB = "bomb"
    DAMAGED = "damaged"
    EMBEDDED = "embedded"
    ENCODING = "encoding"
    ENCRYPTED = "encrypted"
    EXTERNAL = "external"
    FORMULA = "formula"
    MISMATCH = "mismatch"
    PIXELS = "pixels"
    POLYGLOT = "polyglot"
    SCRIPT = "script"
    TOO_COMPLEX = "too_complex"
    VIRUS = "virus"


class RefusedError(Exception):
    """The file is not taken, for the reason it carries."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
