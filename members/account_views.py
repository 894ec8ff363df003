"""The account pages that differ from allauth's own."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.password_reset import perform_password_reset_login
from allauth.account.views import INTERNAL_RESET_SESSION_KEY, LogoutView, PasswordResetFromKeyView
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_portal.common.headers import CLEAR_SITE_DATA
from members import guessing, second_factor
from members.account_forms import UserTokenForm
from members.models import User
from members.roles import PPT, STAFF


class SignOutView(LogoutView):
    """Ends the session here and has the browser forget what it kept of it."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response


@method_decorator(login_not_required, name="dispatch")
class ChoosePasswordView(PasswordResetFromKeyView):
    """Where a link to choose a password leads. A link that does not work counts as a guess."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        try:
            guess = guessing.begin()
        except ValidationError:
            return ratelimit.respond_429(request)  # type: ignore[no-any-return]
        response: HttpResponseBase = super().dispatch(request, uidb36, key, **kwargs)
        if getattr(self, "reset_user", request) is not None:  # None is said by a link that does not work
            guess.rollback()
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the choice of a passkey instead, for an account that has no way in yet."""
        user = self.reset_user
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "uidb36": self.kwargs["uidb36"],
            "may_choose_passkey": user is not None and second_factor.has_nothing(user),
        }


@login_not_required
@require_POST
def enter_by_link(request: HttpRequest, uidb36: str) -> HttpResponseBase:
    """Sign in by a link, once, to make a passkey; for an account that has no way in yet. The link is then dead."""
    link = UserTokenForm({"uidb36": uidb36, "key": request.session.get(INTERNAL_RESET_SESSION_KEY, "")})
    if not link.is_valid() or not second_factor.has_nothing(link.reset_user):
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": "set-password"})
        return HttpResponseRedirect(address)
    user: User = link.reset_user
    request.session.pop(INTERNAL_RESET_SESSION_KEY, None)
    response: HttpResponseBase = perform_password_reset_login(request, user, email=user.email)
    return HttpResponseRedirect(reverse("mfa_add_webauthn")) if request.user.is_authenticated else response


class SecondFactorView(AuthenticateView):
    """The second step of signing in, with the ways that this person has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = second_factor.factors_of(self.stage.login.user).values_list("type", flat=True)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"factors": set(kinds)}


class WaysToSignInView(IndexView):
    """A person's password, passkeys, app and recovery codes; the first page of those who must still set one up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user
        is_due = second_factor.is_compulsory(user) and not second_factor.factors_of(user).exists()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "is_due": is_due,
            "way_on": get_adapter().get_login_redirect_url(self.request),
            "lets_in_again": user.standing.holds(*STAFF, PPT),
        }


class RemoveAppView(DeactivateTOTPView):
    """Removes the authenticator app, unless the person's role needs it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_remove = get_mfa_adapter().can_delete_authenticator(self.authenticator)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"may_remove": may_remove}


class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last factor of a person whose role needs one; allauth does not ask that."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_remove = get_mfa_adapter().can_delete_authenticator(self.object)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"may_remove": may_remove}

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_mfa_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)  # type: ignore[no-any-return]
        messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return HttpResponseRedirect(self.get_success_url())


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
LONGEST_NAME = 60


def device(user_agent: str) -> str:
    """What somebody signed in with, as people call it; as the browser calls itself where that is not known."""
    browser, system = (
        next((name for mark, name in known.items() if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, (browser, system))) or user_agent[:LONGEST_NAME] or "—"


class SessionsView(ListUserSessionsView):
    """Where a person is signed in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device(session.user_agent)
        user: User = self.request.user
        return context | {"lets_in_again": user.standing.holds(*STAFF, PPT)}


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions on another device."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        return HttpResponseRedirect(reverse("account_logout"))
    session.end()
    messages.success(request, _("The session has ended."))
    return HttpResponseRedirect(reverse("usersessions_list"))
