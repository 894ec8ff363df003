"""The first visit of an invited person: from the letter's link to an account."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from crm_portal.common.workflow import TransitionNotAllowed
from members import invitations
from members.forms import PasswordForm
from members.models import User
from members.models.invitations import digest

SESSION_KEY = "invitation"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address at once, so that it stands in no history and no referrer."""
    request.session[SESSION_KEY] = digest(token)
    return redirect("invitation:accept")


@login_not_required
@never_cache
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Say to what one is invited, and choose a password; an account that exists is taken on after signing in."""
    now = timezone.now()
    invitation = invitations.by_digest(request.session.get(SESSION_KEY, ""), now)
    if invitation is None:
        return render(request, "members/invitation_over.html", status=404)
    known = invitations.known(invitation)
    with translation.override(request.GET.get("language") or invitation.language):
        if known and request.user != known:
            return render(request, "members/invitation_sign_in.html", {"invitation": invitation})
        person = known or User(email=invitation.email, full_name=invitation.full_name)
        form = None if known else PasswordForm(request.POST or None, person=person)
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                user = invitations.accept(invitation, password=form.cleaned_data["password"] if form else None, now=now)
            except (TransitionNotAllowed, ValidationError) as refusal:
                messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
                return redirect("invitation:accept")
            del request.session[SESSION_KEY]
            if not known:
                login(request, user, backend=BACKEND)
            messages.success(request, _("Welcome. Your account is ready."))
            return redirect("intranet")
        return render(request, "members/invitation_accept.html", {"form": form, "invitation": invitation})
