"""Transition tables: which verb leads from which states to which, and what may follow on what."""

from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _

Transitions = Mapping[str, tuple[Collection[TextChoices], TextChoices]]
"""A verb, the states it may start from, and the state it leads to."""


class TransitionNotAllowed(Exception):  # noqa: N818  # the name that the house style gives it
    """Something may not happen now; carries a sentence fit to show to whoever asked for it."""


def next_status(transitions: Transitions, verb: str, status: str) -> TextChoices:
    """The state that a verb leads to. Raises TransitionNotAllowed when it does not start from `status`."""
    starts, leads_to = transitions[verb]
    if status not in starts:
        label = type(leads_to)(status).label
        raise TransitionNotAllowed(_("This is not possible in the state “%(state)s”.") % {"state": label})
    return leads_to


def verbs_from(transitions: Transitions, status: str) -> list[str]:
    """The verbs that may follow on a state, in the order of the table."""
    return [verb for verb, (starts, _to) in transitions.items() if status in starts]
