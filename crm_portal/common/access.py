"""What is protected, and which role reaches which level of it: the portal's access matrix, filled by each app's rules.

A role is a word of the matrix; who holds it is `members.standing`'s affair. A level includes those below it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol, Self

import rules
from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Text


class Level(IntEnum):
    """How far somebody may go with an object. To approve includes to read."""

    NONE = 0
    READ = 1
    COMMENT = 2
    WRITE = 3
    APPROVE = 4

    @property
    def label(self) -> str:
        return str(LEVEL_LABELS[self])


LEVEL_LABELS = {
    Level.NONE: _("nothing"),
    Level.READ: _("reads"),
    Level.COMMENT: _("comments"),
    Level.WRITE: _("writes"),
    Level.APPROVE: _("approves"),
}


@dataclass(frozen=True)
class Protected:
    """A row of the matrix: a kind of object, and the level that each role reaches; roles not named reach none."""

    name: str
    label: Text
    levels: Mapping[str, Level]
    conditions: Mapping[str, Text] = field(default_factory=dict)

    def level(self, roles: Iterable[str]) -> Level:
        """The highest level that any of the roles reaches."""
        return max((self.levels.get(role, Level.NONE) for role in roles), default=Level.NONE)

    def roles(self, level: Level) -> frozenset[str]:
        """The roles that reach a level."""
        return frozenset(role for role, reached in self.levels.items() if reached >= level)


role_labels: dict[str, Text] = {}
"""Every role, in the order of the matrix, with its name for people."""

matrix: dict[str, Protected] = {}
"""Every row, by its name."""

of_mandates_alone: set[str] = set()
"""Permissions that a break-glass account has not: what they lead to is not the admin's to see."""


def allow(permission: str, predicate: Any) -> None:
    """Give a permission to whom a predicate admits, and to no break-glass account."""
    rules.add_perm(permission, predicate)
    of_mandates_alone.add(permission)


def name_roles(labels: Mapping[str, Text]) -> None:
    """Tell the matrix the roles there are, in its order."""
    role_labels.update(labels)


def protect(
    name: str,
    label: Text,
    *,
    read: Iterable[str] = (),
    comment: Iterable[str] = (),
    write: Iterable[str] = (),
    approve: Iterable[str] = (),
    conditions: Mapping[str, Text] | None = None,
) -> Protected:
    """Add a row to the matrix. Raises ValueError when a role is named twice, or the row is there already."""
    levels: dict[str, Level] = {}
    for level, roles in (
        (Level.READ, read),
        (Level.COMMENT, comment),
        (Level.WRITE, write),
        (Level.APPROVE, approve),
    ):
        for role in roles:
            if role in levels:
                raise ValueError(f"{name}: {role} is named twice")
            levels[role] = level
    if name in matrix:
        raise ValueError(f"{name} is protected already")
    matrix[name] = Protected(name, label, levels, conditions or {})
    return matrix[name]


class SeenByStanding(Protocol):
    """Rows that say which of them a standing admits to."""

    def seen_by(self, standing: Any) -> Self: ...
    def filter(self, *args: Any, **conditions: Any) -> Self: ...
    def values(self, *fields: Any) -> Any: ...


visitor: dict[str, Any] = {}
"""The standing of whoever is not signed in, which the app that keeps mandates gives."""


def visible_to[Rows: SeenByStanding](rows: Rows, user: Any) -> Rows:
    """The rows that a person may see: the one filter by person, which every `visible_to` is.

    Whoever looks through another role sees what both that role and the person's own standing admit to.
    """
    if not user.is_authenticated:
        return rows.seen_by(visitor["standing"])
    found = rows.seen_by(user.standing)
    if user.looks_through:
        return found.filter(pk__in=rows.seen_by(user.own_standing).values("pk"))
    return found


def on_the_desk(app_label: str, models: Iterable[str], may_read: Any, may_write: Any) -> None:
    """Open an app's tables in the admin to those whom the predicates admit. Nobody deletes there."""
    for model in models:
        rules.add_perm(f"{app_label}.view_{model}", may_read)
        rules.add_perm(f"{app_label}.add_{model}", may_write)
        rules.add_perm(f"{app_label}.change_{model}", may_write)
    opens = may_read | rules.permissions.permissions[app_label] if rules.perm_exists(app_label) else may_read
    rules.set_perm(app_label, opens)
