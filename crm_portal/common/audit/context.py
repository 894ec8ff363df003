"""What a change belongs to: the person, the page, the task or the command. It stands beside each change that is kept.

Numbers and names of addresses only: never a person's name, never a query string.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


@contextmanager
def acting(**facts: Any) -> Iterator[None]:
    """Put facts beside every change within the block; what stood there before stands there again afterwards."""
    with pghistory.context() as current:
        before = dict(current.metadata)
        current.metadata.update(facts)
        try:
            yield
        finally:
            current.metadata.clear()
            current.metadata.update(before)


def on_behalf_of(party_id: int) -> Any:
    """Say for the length of the block that the acting person acts for this party. A context manager."""
    return acting(on_behalf_of=party_id)


def facts() -> dict[str, Any]:
    """What changes made now would be kept with."""
    with pghistory.context() as current:
        return dict(current.metadata)


def add(**facts: Any) -> None:
    """Add facts to the block that is open; without one, nothing happens."""
    pghistory.context(**facts)


class ContextMiddleware:
    """Each request is a block: its own id, its method, the name of its page, and who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting(request=str(uuid.uuid4()), method=request.method):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        add(page=request.resolver_match.view_name if request.resolver_match else "")
        # A page for all asks nobody who they are: it must go on when the database does not answer.
        if (getattr(view, "login_required", True) or request.method not in SAFE_METHODS) and request.user.pk:
            add(user=request.user.pk)


def signed_in(user: Any, **_: Any) -> None:
    """Whoever signs in acts from then on."""
    add(user=user.pk)


user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
