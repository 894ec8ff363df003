"""Which PDFs there are. Apps register theirs in AppConfig.ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from crm_portal.common.registry import Text
from crm_portal.common.verifying import Finding


@dataclass(frozen=True)
class PrintoutKind:
    """A sort of PDF about one row.

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
    verify: Callable[[Any], Finding | None] | None = None
    """What everybody may know of one such PDF (`Printout`), for the page that verifies files; None of what is not
    public. A kind without it is known to nobody there."""


kinds: dict[str, PrintoutKind] = {}
"""Every kind, by its name."""


def register(*made: PrintoutKind) -> None:
    """Add kinds. Raises ValueError when a name is taken."""
    for kind in made:
        if kind.name in kinds:
            raise ValueError(f"There is a kind of PDF called {kind.name} already.")
        kinds[kind.name] = kind
