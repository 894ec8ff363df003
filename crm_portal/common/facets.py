"""What narrows a list: facets, their values, and how many rows each value leaves."""

from typing import NamedTuple

from crm_portal.common.registry import Text


class Option(NamedTuple):
    """One value of a facet, and how many documents the list would show with it."""

    label: Text
    documents: int
    is_chosen: bool
    query: str
    """The address's query with this value, or without it where it is chosen."""


class Facet(NamedTuple):
    name: str
    label: Text
    options: list[Option]
