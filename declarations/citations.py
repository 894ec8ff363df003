"""How a document is cited: as a sentence, for BibTeX and for RIS."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from declarations.models import Document


def text(document: Document) -> str:
    """The citation as a sentence, in the language that is active."""
    symbols = [document.symbol] if document.symbol else []
    parts = [_("Regional Conference on Migration"), f"“{document.title}”", *symbols, str(document.year)]
    return ", ".join(parts) + "."


def bibtex(document: Document, permalink: str) -> str:
    """The document as a BibTeX entry."""
    key = f"{document.symbol}".replace("/", "-")
    fields = {
        "title": escaped(document.title),
        "author": "{" + _("Regional Conference on Migration") + "}",
        "institution": _("Regional Conference on Migration"),
        "number": str(document.symbol),
        "year": str(document.year),
        "url": permalink,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@techreport{{{key},\n{lines}\n}}\n"


def escaped(words: str) -> str:
    """Words in which BibTeX finds nothing to interpret."""
    return "".join(f"\\{letter}" if letter in "&%$#_{}" else letter for letter in words.replace("\\", "/"))


def ris(document: Document, permalink: str) -> str:
    """The document as an RIS record."""
    lines = [
        ("TY", "RPRT"),
        ("TI", document.title),
        ("AU", _("Regional Conference on Migration")),
        ("PB", _("Regional Conference on Migration")),
        ("SN", str(document.symbol)),
        ("PY", str(document.year)),
        ("UR", permalink),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


FORMS: dict[str, tuple[Callable[[Document, str], str], str]] = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
}
