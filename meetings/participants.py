"""The list of participants: one list, in protocol order, for the page, the PDF and the table."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import audit
from crm_portal.common.pdf import workflow as printing
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import Text
from meetings.delegations import categories
from meetings.invitees import Category
from meetings.models import Delegate, Meeting, ParticipantList
from members.models import Party, PresidencyTerm

PRESIDENCY, HOST, MEMBER = range(3)
ORDER = {
    Category.MEMBER: MEMBER,
    Category.OBSERVER_COUNTRY: 3,
    Category.OBSERVER_ORGANISATION: 4,
    Category.RROCM: 5,
    Category.TECHNICAL_SECRETARIAT: 6,
    Category.OUTSIDE_GUEST: 7,
}


class Line(NamedTuple):
    """One participant: of which category and party, in which function."""

    category: str
    party: str
    distinction: str
    """Why the party does not stand in the alphabetical order; empty for those that do."""

    full_name: str
    position: str
    institution: str
    is_head: bool
    email: str
    """For the Presidency and the Secretariat alone; no file has it."""


def participants(meeting: Meeting, *, attended: bool = False) -> list[Line]:
    """Who was announced, or attended, in protocol order and in the language in force. Three queries.

    The country of the Presidency, the host, the other members by the alphabet; then observer countries, observer
    organisations, civil society, the Secretariat and guests. The head of each delegation comes first.
    """
    day = meeting.starts_on or timezone.localdate()
    term = PresidencyTerm.objects.on(day).first()
    presiding = term.party_id if term else None
    seats = categories(day)
    found = Delegate.objects.filter(delegation__meeting=meeting).select_related("delegation__party")
    if attended:
        found = found.filter(attended_at__isnull=False)
    placed = []
    for delegate in found:
        party = delegate.delegation.party
        category = seats.get(party.pk) or without_seat(party)
        place = ORDER[category]
        if place == MEMBER and party.pk == presiding:
            place = PRESIDENCY
        elif place == MEMBER and party.pk == meeting.host_id:
            place = HOST
        by_alphabet = (place, alphabetical(party.name), party.pk, not delegate.is_head, delegate.pk)
        placed.append((by_alphabet, line(delegate, party, category, place)))
    return [each for _place, each in sorted(placed)]


def line(delegate: Delegate, party: Party, category: Category, place: int) -> Line:
    distinctions = {PRESIDENCY: _("Presidency Pro-Témpore"), HOST: _("host country")}
    return Line(
        str(category.label),
        party.name_with_acronym if party.kind != Party.Kind.STATE else party.name,
        distinctions.get(place, ""),
        delegate.full_name,
        delegate.position,
        delegate.institution,
        delegate.is_head,
        delegate.email,
    )


def without_seat(party: Party) -> Category:
    """What somebody without a seat in the Conference comes as."""
    is_secretariat = party.kind == Party.Kind.SECRETARIAT
    return Category.TECHNICAL_SECRETARIAT if is_secretariat else Category.OUTSIDE_GUEST


def alphabetical(name: str) -> tuple[str, str]:
    """What a name is sorted by: its letters without accents, and among equal ones with them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), name


# As a table and on paper

HEADER = (
    gettext_lazy("Category"),
    gettext_lazy("Country or organisation"),
    gettext_lazy("Name"),
    gettext_lazy("Position"),
    gettext_lazy("Institution"),
    gettext_lazy("Head of delegation"),
)


def table(meeting: Meeting, *, attended: bool) -> Iterator[tuple[Any, ...]]:
    """The lines for a spreadsheet, after one that names the columns; without addresses."""
    yield HEADER
    for each in participants(meeting, attended=attended):
        is_head = _("yes") if each.is_head else ""
        yield (each.category, each.party, each.full_name, each.position, each.institution, is_head)


def title_of(meeting: Meeting, *, attended: bool) -> str:
    """What the list is called, on the page and in the file."""
    said = _("Participants who attended: %(meeting)s") if attended else _("Participants announced: %(meeting)s")
    return said % {"meeting": meeting.title}


def content(meeting: Meeting, *, attended: bool) -> Mapping[str, Any]:
    """What the template of the PDF shows."""
    return {"meeting": meeting, "lines": participants(meeting, attended=attended), "attended": attended}


def file_name(meeting: Meeting, *, attended: bool) -> str:
    """The name of a file with the list, without extension."""
    said = _("participants-attended-%(meeting)s") if attended else _("participants-%(meeting)s")
    return said % {"meeting": meeting.slug}


def file_kind(name: str, label: Text, *, attended: bool, is_table: bool) -> PrintoutKind:
    """One of the four files: announced or attended, PDF or table."""
    return PrintoutKind(
        name=name,
        label=label,
        template="" if is_table else "pdf/participants.html",
        seen_by_person=ParticipantList.objects.visible_to,
        about=lambda pk: ParticipantList.objects.select_related("host").get(pk=pk),
        title=lambda meeting: title_of(meeting, attended=attended),
        file_name=lambda meeting: file_name(meeting, attended=attended),
        content=lambda meeting: content(meeting, attended=attended),
        rows=(lambda meeting: table(meeting, attended=attended)) if is_table else None,
    )


KINDS = (
    file_kind("participants", gettext_lazy("Announced, PDF"), attended=False, is_table=False),
    file_kind("participants-table", gettext_lazy("Announced, table (XLSX)"), attended=False, is_table=True),
    file_kind("participants-attended", gettext_lazy("Attended, PDF"), attended=True, is_table=False),
    file_kind("participants-attended-table", gettext_lazy("Attended, table (XLSX)"), attended=True, is_table=True),
)


@transaction.atomic
def ask_for_file(listed: ParticipantList, kind: str, *, language: str, by: Any) -> Printout:
    """Have one of the files made as things stand now."""
    audit.record("meetings.print_participants", listed, by=by, file=kind, language=language)
    return printing.ask(kind, listed, language=language, by=by)
