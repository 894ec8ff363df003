"""The steps of a meeting's life as people take them: the button, what it will do, and what is said afterwards."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Text
from meetings import workflow


class Step(NamedTuple):
    """One verb of the workflow."""

    verb: str
    label: Text
    explanation: Text
    done: Text
    run: Callable[..., Any]
    page: str = ""
    """The page on which people take the step, by the name of its URL; empty where the meeting's own page has it."""


STEPS = {
    step.verb: step
    for step in (
        Step(
            "convene",
            _("Convene"),
            _("From now on everybody may know of the meeting: it stands on the public pages and in calendars."),
            _("The meeting is convened."),
            workflow.convene,
        ),
        Step(
            "open",
            _("Open"),
            _("The meeting is in session."),
            _("The meeting is open."),
            partial(workflow.advance, verb="open"),
        ),
        Step(
            "close",
            _("Close"),
            _("The meeting is over."),
            _("The meeting is closed."),
            partial(workflow.advance, verb="close"),
            "meetings:closing",
        ),
        Step(
            "archive",
            _("Archive"),
            _("Nothing of it waits for anybody any more."),
            _("The meeting is archived."),
            partial(workflow.advance, verb="archive"),
        ),
        Step(
            "cancel",
            _("Cancel the meeting"),
            _("It cannot be convened again. Its page stays, with the reason, and calendars show it as cancelled."),
            _("The meeting is cancelled."),
            workflow.cancel,
        ),
    )
}
