"""What a file is called once it is here: a name that no system misreads and no header can be broken by."""

import re
import unicodedata

LONGEST_NAME = 150
NOT_IN_NAMES = re.compile(r'[<>:"|?*;%]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's classes of controls, of what turns the direction of writing, and of what is no character at all."""


def clean_name(raw: str) -> str:
    """A name without folders, controls, direction marks, leading dots and names that systems reserve; NFC, 150 at most.

    The extension, in lower case, is what remains after the last dot.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in INVISIBLE)
    name = NOT_IN_NAMES.sub("_", " ".join(name.split())).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem, extension = stem.strip(". ") or "file", extension.strip().lower()[: LONGEST_NAME // 2]
    if RESERVED.match(stem):
        stem = f"_{stem}"
    longest = LONGEST_NAME - len(extension) - len(dot)
    # A cut may leave half of a composed letter; what follows the letter is then composed anew.
    return unicodedata.normalize("NFC", f"{stem[:longest].rstrip('. ')}{dot}{extension}")


def extension_of(name: str) -> str:
    """What stands after the last dot of a clean name."""
    return name.rpartition(".")[2] if "." in name else ""
