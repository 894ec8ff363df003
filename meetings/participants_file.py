"""Reading a table of participants: whom it names, or what is wrong with which of its rows."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from meetings.delegations import Entry, same_name
from meetings.forms.delegations import DelegateFields
from meetings.invitees import invited_parties
from meetings.models import Meeting
from members.models import Party, PartyAlias

MOST_ROWS = 5000
COLUMNS: dict[str, tuple[str, ...]] = {
    "party": ("party", "country", "organisation", "parte", "país", "organización"),
    "full_name": ("full_name", "name", "nombre", "nombre_completo"),
    "position": ("position", "cargo"),
    "institution": ("institution", "institución"),
    "email": ("email", "e-mail", "correo", "correo_electrónico"),
    "is_head": ("is_head", "head", "jefe", "jefatura"),
}
"""What each column may be called in the first row."""
NEEDED = ("party", "full_name")
YES = {"1", "x", "yes", "y", "true", "sí", "si", "s", "verdadero"}
NO = {"", "0", "-", "no", "n", "false", "falso"}


class Fault(NamedTuple):
    """What is wrong, in which row and column of the file; the row with the names of the columns is the first."""

    row: int
    column: str
    reason: str


@dataclass
class Reading:
    """The people of a file, party by party, and its faults: where there are any, nothing is stored."""

    entries: dict[Party, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)

    @property
    def number(self) -> int:
        return sum(map(len, self.entries.values()))


def read(text: str, meeting: Meeting) -> Reading:
    """Read a table, cell by cell. A fixed number of queries, however many rows there are."""
    reading = Reading()
    try:
        rows = list(numbered_rows(text))
    except csv.Error:
        reading.faults.append(Fault(1, "", _("This is no table with separated values: save it as CSV once more.")))
        return reading
    if not rows:
        reading.faults.append(Fault(1, "", _("The file holds no rows.")))
        return reading
    columns = columns_of(rows[0][1])
    if missing := [name for name in NEEDED if name not in columns]:
        said = _("The first row names the columns. These are missing: %(columns)s.")
        reading.faults.append(Fault(1, "", said % {"columns": ", ".join(missing)}))
        return reading
    if len(rows) == 1:
        reading.faults.append(Fault(1, "", _("Below the names of the columns there are no rows.")))
        return reading
    if len(rows) > MOST_ROWS + 1:
        said = _("The file has more than %(most)d rows: divide it.")
        reading.faults.append(Fault(MOST_ROWS + 2, "", said % {"most": MOST_ROWS}))
        return reading
    names, coming = names_of_parties(), {party.pk for party in may_come(meeting)}
    known = Known(len(rows[0][1]), names, coming, {}, {})
    for row, cells in rows[1:]:
        read_row(reading, row, cells, columns, known)
    return reading


class Known(NamedTuple):
    """What rows are held against: how many columns there are, the parties, those that come, and the rows so far."""

    width: int
    names: Mapping[str, Party]
    coming: set[int]
    lines: dict[tuple[int, str], int]
    heads: dict[int, int]


def read_row(reading: Reading, row: int, cells: list[str], columns: Mapping[str, int], known: Known) -> None:
    """Add the row's person, or its faults."""
    values = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    form = DelegateFields(values)
    faults = [Fault(row, name, str(reason)) for name, reasons in form.errors.items() for reason in reasons]
    if any(cells[known.width :]):
        faults.append(Fault(row, "", _("This row has more cells than there are columns.")))
    party = known.names.get(same_name(values["party"]))
    if not values["party"]:
        faults.append(Fault(row, "party", _("Say which country or organisation the person comes for.")))
    elif party is None:
        faults.append(Fault(row, "party", _("No country or organisation has this name or code.")))
    elif party.pk not in known.coming:
        faults.append(Fault(row, "party", _("It is not invited to this meeting.")))
    is_head = values.get("is_head", "").lower()
    if is_head not in YES | NO:
        faults.append(Fault(row, "is_head", _("Write yes or no.")))
    if party and not faults:
        entry = Entry(**form.cleaned_data, is_head=is_head in YES)
        faults += clashes(row, party, entry, known)
        reading.entries[party].append(entry)
    reading.faults += faults


def clashes(row: int, party: Party, entry: Entry, known: Known) -> Iterator[Fault]:
    """What is wrong with a row beside those before it: the same person, or another head of the delegation."""
    first = known.lines.setdefault((party.pk, same_name(entry.full_name)), row)
    if first != row:
        yield Fault(row, "full_name", _("The same person stands in row %(row)d.") % {"row": first})
        return
    if entry.is_head and (head := known.heads.setdefault(party.pk, row)) != row:
        yield Fault(row, "is_head", _("A delegation has one head: row %(row)d names one already.") % {"row": head})


def numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, by their numbers in the file. Raises csv.Error."""
    first_line = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first_line.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    for row, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield row, cells


def columns_of(header: list[str]) -> dict[str, int]:
    """Where each known column stands, in whatever order; what has another name is passed over."""
    found = {}
    for at, cell in enumerate(header):
        called = "_".join(cell.split()).lower()
        name = next((name for name, names in COLUMNS.items() if called in names), None)
        if name and name not in found:
            found[name] = at
    return found


def may_come(meeting: Meeting) -> list[Party]:
    """The parties whose people may be in a file: those that are invited, and the Secretariat."""
    return [*invited_parties(meeting), *Party.objects.filter(kind=Party.Kind.SECRETARIAT)]


def names_of_parties() -> dict[str, Party]:
    """Every party by its name in both languages, acronym, codes, short name and other names. Two queries."""
    parties = {party.pk: party for party in Party.objects.exclude(kind=Party.Kind.CATEGORY)}
    found: dict[str, Party] = {}
    for pk, name in PartyAlias.objects.filter(party__in=parties).values_list("party", "name"):
        found[same_name(name)] = parties[pk]
    for party in parties.values():
        translated = [
            getattr(party, f"{part}_{code}") for part in ("acronym", "name") for code, _language in settings.LANGUAGES
        ]
        names = (party.iso3, party.iso2, party.slug, *translated)
        found |= {same_name(name): party for name in names if name}
    return found
