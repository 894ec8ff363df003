"""Looking through another role: the Secretariat sees what a role or a country sees, without being able to act.

Shown are the rows that both the Secretariat and the role may see, so that nothing opens which was closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.access import role_labels
from members.models import Body, Mandate, Party, User
from members.roles import PPT, SECRETARIAT, TROIKA, Role
from members.standing import Standing, standing

KEY = "view_as"
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class View:
    """A role of the matrix, for a party, in a network where it is a liaison officer's."""

    role: str
    party_id: int
    body_id: int | None = None

    @property
    def standing(self) -> Standing:
        """What somebody in that role would be today."""
        held = {PPT: Role.PRESIDENCY_TEAM, TROIKA: Role.PRESIDENCY_TEAM}.get(self.role, self.role)
        mandate = Mandate(role=held, party_id=self.party_id, body_id=self.body_id, valid_from=timezone.localdate())
        return Standing(
            roles=frozenset({PPT, TROIKA} if self.role == PPT else {self.role}),
            mandates=(mandate,),
            party_ids=frozenset({self.party_id}),
            body_ids=frozenset({self.body_id} if self.body_id else ()),
        )

    @property
    def label(self) -> str:
        """The role and the party in words."""
        words = [str(role_labels[self.role])]
        words += [party.name for party in Party.objects.filter(pk=self.party_id)]
        words += [body.name for body in Body.objects.filter(pk=self.body_id or 0)]
        return ", ".join(words)


def begin(request: HttpRequest, view: View) -> None:
    """Look through a role from now on; that somebody does is on record."""
    person = cast("User", request.user)
    with transaction.atomic():
        audit.record("members.view_as", person, by=person, role=view.role, party=view.party_id, body=view.body_id)
    request.session[KEY] = [view.role, view.party_id, view.body_id]


def end(request: HttpRequest) -> None:
    """See with the own eyes again; on record as well."""
    person = cast("User", request.user)
    if request.session.pop(KEY, None) is not None:
        with transaction.atomic():
            audit.record("members.view_as_oneself", person, by=person)


class ViewAsMiddleware:
    """Gives whoever looks through a role that role's eyes, and none of its hands. Stands after the login's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.looks(request):
            return self.get_response(request)
        view = View(*request.session[KEY])
        user = request.user
        if not standing(user).holds(*SECRETARIAT):
            end(request)
            return self.get_response(request)
        own_ways_out = {reverse("members:view-as-end"), reverse("account_logout")}
        if request.method not in SAFE and request.path not in own_ways_out:
            messages.error(request, _("You are looking through another role: nothing can be changed."))
            return redirect("intranet")
        user.look_through(view.standing)  # type: ignore[union-attr]  # whoever holds a role is signed in
        request.view_as = view.label  # type: ignore[attr-defined]  # shown above every page
        return self.get_response(request)

    def looks(self, request: HttpRequest) -> bool:
        """Asked by the cookie first: to read the session would mark every page as a person's own."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES and KEY in request.session
