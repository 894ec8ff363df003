"""What the workflows of all apps share: a table of transitions, and the refusal of what it does not allow."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

Transitions = Mapping[str, tuple[tuple[str, ...], str]]
"""Each verb with the states it may start from and the state it leads to."""


class TransitionNotAllowed(Exception):  # noqa: N818  # it is no fault of the program, and its sentence is shown
    """A step that may not be taken now; its text is a sentence fit to show."""


def next_status(transitions: Transitions, verb: str, status: str) -> str:
    """The state that a verb leads to. Raises TransitionNotAllowed when it may not start from this one."""
    starts, ends = transitions[verb]
    if status not in starts:
        raise TransitionNotAllowed(_("This step is no longer open: somebody may have taken it before you."))
    return ends
