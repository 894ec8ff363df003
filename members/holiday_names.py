"""The holidays that the calendar library names in English alone, so that they can be said in Spanish too.

It speaks Spanish of most members, but not of Belize, Canada and the United States. Their names stand here for the
translators; a test compares them with what the library gives.
"""

import re

from django.utils.translation import gettext, gettext_noop

ENGLISH_ALONE = (
    gettext_noop("Boxing Day"),
    gettext_noop("Canada Day"),
    gettext_noop("Christmas Day"),
    gettext_noop("Columbus Day"),
    gettext_noop("Commonwealth Day"),
    gettext_noop("Easter Monday"),
    gettext_noop("Emancipation Day"),
    gettext_noop("Garifuna Settlement Day"),
    gettext_noop("George Price Day"),
    gettext_noop("Good Friday"),
    gettext_noop("Holy Saturday"),
    gettext_noop("Independence Day"),
    gettext_noop("Indigenous Peoples' Resistance Day"),
    gettext_noop("Juneteenth National Independence Day"),
    gettext_noop("Labor Day"),
    gettext_noop("Labour Day"),
    gettext_noop("Martin Luther King Jr. Day"),
    gettext_noop("Memorial Day"),
    gettext_noop("National Heroes and Benefactors Day"),
    gettext_noop("National Day for Truth and Reconciliation"),
    gettext_noop("New Year's Day"),
    gettext_noop("Pan American Day"),
    gettext_noop("Remembrance Day"),
    gettext_noop("Saint George's Caye Day"),
    gettext_noop("Thanksgiving Day"),
    gettext_noop("Veterans Day"),
    gettext_noop("Victoria Day"),
    gettext_noop("Washington's Birthday"),
)

MARKS = {
    "observed": gettext_noop("%(holiday)s (observed)"),
    "estimated": gettext_noop("%(holiday)s (estimated)"),
    "observed, estimated": gettext_noop("%(holiday)s (observed, estimated)"),
}
"""What the library may add to a name: the day off was moved to this day, or the day is not certain yet."""

MARKED = re.compile(rf"(?P<holiday>.+) \((?P<mark>{'|'.join(MARKS)})\)")


def unmarked(name: str) -> tuple[str, str]:
    """A holiday's English name, and what the library adds to it; empty where it adds nothing."""
    found = MARKED.fullmatch(name)
    return (found["holiday"], found["mark"]) if found else (name, "")


def translated(name: str) -> str:
    """A holiday's English name in the language in force. One that is not listed above stays as it is."""
    holiday, mark = unmarked(name)
    return gettext(MARKS[mark]) % {"holiday": gettext(holiday)} if mark else gettext(holiday)
