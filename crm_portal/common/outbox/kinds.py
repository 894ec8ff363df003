"""Which letters there are. Apps register theirs in AppConfig.ready, so the outbox imports none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Text

if TYPE_CHECKING:
    from crm_portal.common.outbox.models import Letter


def always(_letter: "Letter") -> bool:
    return True


def secretariat() -> str:
    """Where answers go unless a kind says otherwise; an empty text where the portal is told nothing."""
    return str(settings.MAIL_REPLY_TO)


@dataclass(frozen=True)
class LetterKind:
    """A sort of letter: what it says, to whom it may go, and whether a person must send it.

    `template` names `<template>.txt` and, should there be one, `<template>.html`, rendered in the recipient's language
    with the letter's context; without a template the writer brings the text. `subject` takes the context's values by
    name. `may_still` is asked again just before sending, as is `reply_to`, which may move in the meantime.
    """

    name: str
    label: Text
    template: str = ""
    subject: Text = ""
    is_public: bool = False
    needs_send: bool = False  # stays a draft until somebody presses Send
    allows_digest: bool = False  # may wait for the daily mail of those who asked for one
    is_secret: bool = False  # carries a link or a code: nobody reads it in the admin, and it is emptied once sent
    good_for: timedelta | None = None  # waiting longer than this, it is cancelled instead of sent
    may_still: Callable[["Letter"], bool] = always
    reply_to: Callable[[], str] = secretariat


kinds: dict[str, LetterKind] = {}
"""Every kind, by its name."""


def register(*made: LetterKind) -> None:
    """Add kinds. Raises ValueError when a name is taken."""
    for kind in made:
        if kind.name in kinds:
            raise ValueError(f"There is a kind of letter called {kind.name} already.")
        kinds[kind.name] = kind


def label(name: str) -> Text:
    """What a kind is called; its bare name when no app knows it any more."""
    return kinds[name].label if name in kinds else name


NOTE = LetterKind("note", _("Message from the Secretariat"), needs_send=True)
ACCOUNT = LetterKind("account", _("Account letter"), is_secret=True, good_for=timedelta(hours=1))
DIGEST = LetterKind("digest", _("Daily summary"), template="mail/digest", subject=_("Your summary of %(day)s"))
