"""The official titles of numbered meetings."""

from collections.abc import Mapping

from meetings.models import Meeting

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
NUMBERED: Mapping[str, Mapping[str, str]] = {
    Meeting.Kind.CONFERENCE: {
        "es": "%s Conferencia Regional sobre Migración",
        "en": "%s Regional Conference on Migration",
    },
    Meeting.Kind.RCGM: {
        "es": "%s Reunión del Grupo Regional de Consulta sobre Migración",
        "en": "%s Meeting of the Regional Consultation Group on Migration",
    },
}
"""Official titles, which are not translated but given in both languages."""


def roman(number: int) -> str:
    """A number from 1 on as the Conference counts its meetings: XXI."""
    written = ""
    for value, letters in ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def numbered(kind: str, number: int | None) -> dict[str, str]:
    """The title of a numbered meeting in each language; none where meetings of the kind are not numbered."""
    if number is None or kind not in NUMBERED:
        return {}
    return {language: title % roman(number) for language, title in NUMBERED[kind].items()}
