"""What a reader found in a file, and the form in which its text is kept."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

BROKEN_WORD = re.compile(r"(?<=\w)(?:-|\u00ad|\u2010)[ \t]*\n[ \t]*(?=[^\W\d_A-ZÁÉÍÓÚÜÑ])")
"""A word that the end of a line has cut in two."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Control characters, marks of direction, and halves of characters: what a database or a page should not hold."""


class Found(NamedTuple):
    text: str
    pages: int | None = None
    """Pages or slides, where the kind has some."""

    least_letters: int = 1
    """With fewer of them the file is a picture of a text."""


def gathered(pieces: Iterable[str], most_bytes: int, separator: str = "\n") -> str:
    """The pieces one after the other, no more of them than are kept, so that the rest is not even read."""
    kept: list[str] = []
    room = most_bytes
    for piece in pieces:
        if room <= 0:
            break
        kept.append(piece[:room])
        room -= len(piece) + len(separator)
    return separator.join(kept)


def settled(found: Found, most_bytes: int) -> tuple[bytes, bool]:
    """The text as it is kept: letters composed, words whole, spaces single; and whether it is none."""
    text = unicodedata.normalize("NFC", found.text)
    text = UNSEEN.sub(" ", BROKEN_WORD.sub("", text))
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n[ \n]*", "\n", text).strip()
    letters = sum(1 for letter in text if letter.isalnum())
    return text.encode()[:most_bytes], letters < found.least_letters
