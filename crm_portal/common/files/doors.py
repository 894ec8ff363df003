"""Who may read which files: each app says so for the files it stores, under the name of its door."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from crm_portal.common.files.models import PrivateFile

DOOR_NAME = r"^[a-z][a-z0-9-]{0,39}$"


@dataclass(frozen=True)
class Door:
    """A way to files: which of them a person may read now, as a condition on PrivateFile or a QuerySet of it.

    `record_read`, where given, is told of each reading before anything is sent; when it fails, nothing is.
    """

    name: str
    readable: Callable[[Any], "Q | QuerySet[PrivateFile]"]
    record_read: "Callable[[HttpRequest, PrivateFile], None] | None" = None


class Doors:
    """Every door, by its name."""

    def __init__(self) -> None:
        self._doors: dict[str, Door] = {}

    def add(self, door: Door) -> None:
        """Raises ValueError for a name that is taken, or that is no short word."""
        if not re.match(DOOR_NAME, door.name):
            raise ValueError(f"{door.name!r} is no name for a door")
        if door.name in self._doors:
            raise ValueError(f"The door {door.name} is there already")
        self._doors[door.name] = door

    def remove(self, name: str) -> None:
        """Close a door: nobody reads its files any more."""
        del self._doors[name]

    def __getitem__(self, name: str) -> Door:
        return self._doors[name]

    def __contains__(self, name: str) -> bool:
        return name in self._doors

    def __iter__(self) -> Iterator[Door]:
        return iter(self._doors.values())


doors = Doors()
