"""Which PDFs there are, and tables made in the same way. Apps register theirs in AppConfig.ready."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from crm_portal.common.files.kinds import PDF, XLSX, Kind
from crm_portal.common.registry import Text
from crm_portal.common.verifying import Finding


@dataclass(frozen=True)
class PrintoutKind:
    """A sort of PDF about one row, or of table where it has `rows` or `sheets`.

    `seen_by_person` gives the rows whose PDFs a person may have: a `visible_to`, since nothing else filters by person.
    `content` gives the template's values, asked for by the worker in the language of the PDF, together with `title`;
    `file_name` has no extension.
    """

    name: str
    label: Text
    template: str
    seen_by_person: Callable[[Any], QuerySet[Any]]
    about: Callable[[str], Any]
    """The row of a number, whoever asks: the worker is nobody."""
    title: Callable[[Any], str]
    file_name: Callable[[Any], str]
    content: Callable[[Any], Mapping[str, Any]]
    day: Callable[[Any], date | None] = lambda about: None
    """The day whose letterhead it bears; None for that of the day on which it is made."""
    verify: Callable[[Any], Finding | None] | None = None
    """What everybody may know of one such PDF (`Printout`), for the page that verifies files; None of what is not
    public. A kind without it is known to nobody there."""

    rows: Callable[[Any], Iterable[Iterable[Any]]] | None = None
    """The lines of a table for spreadsheets, the first of which names the columns; it needs no template."""

    sheets: Callable[[Any], Iterable[tuple[str, Iterable[Iterable[Any]]]]] | None = None
    """The names and lines of the sheets of a spreadsheet that has several."""

    @property
    def made_as(self) -> Kind:
        """The kind of file that it becomes."""
        return XLSX if self.rows or self.sheets else PDF


kinds: dict[str, PrintoutKind] = {}
"""Every kind, by its name."""


def register(*made: PrintoutKind) -> None:
    """Add kinds. Raises ValueError when a name is taken."""
    for kind in made:
        if kind.name in kinds:
            raise ValueError(f"There is a kind of PDF called {kind.name} already.")
        kinds[kind.name] = kind
