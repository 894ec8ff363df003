"""The people of a country: who they are, whether that is still right, and who is to join them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.access import Level
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members import closing, invitations, mandates
from members.forms import EndForm, InvitationForm, RefusalForm
from members.matrix import MANDATE
from members.models import Invitation, Mandate, Party
from members.requests import SignedInRequest
from members.rules import own_countries


def kept_parties(request: SignedInRequest) -> QuerySet[Party]:
    """The parties whose people somebody keeps: all for the Secretariat, the own country for a focal point."""
    if request.user.standing.level(MANDATE) >= Level.WRITE:
        return Party.objects.filter(statuses__isnull=False).distinct()
    return Party.objects.filter(pk__in=own_countries(request.user))


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Whom we have in the Conference, what nobody has confirmed for six months, and what awaits an answer."""
    require_perm(request.user, "members.propose_invitation")
    today = timezone.localdate()
    parties = kept_parties(request)
    kept = Mandate.objects.visible_to(request.user).filter(party__in=parties).in_directory()
    is_desk = request.user.standing.level(MANDATE) >= Level.WRITE
    stale = set(mandates.unconfirmed(kept, today).values_list("pk", flat=True))
    shown = kept.filter(pk__in=stale) if is_desk else kept
    rows = shown.select_related("user", "party", "institution", "body").order_by("party__name", "user__full_name")
    waiting = Invitation.objects.visible_to(request.user).exclude(status=Invitation.Status.ACCEPTED)
    context = {
        "is_desk": is_desk,
        "mandates": [{"mandate": row, "is_stale": row.pk in stale} for row in rows[:200]],
        "invitations": waiting.select_related("party", "proposed_by")[:50],
        "today": today,
        "closing": [(user, closing.closes_on(user)) for user in closing.closing(timezone.now())[:100]]
        if is_desk
        else [],
    }
    return render(request, "members/people.html", context)


def invitation_create(request: SignedInRequest) -> HttpResponse:
    """Put a person forward."""
    require_perm(request.user, "members.propose_invitation")
    is_desk = request.user.standing.level(MANDATE) >= Level.WRITE
    proposed = Invitation(proposed_by=request.user, proposed_at=timezone.now())
    form = InvitationForm(request.POST or None, instance=proposed, parties=kept_parties(request), is_desk=is_desk)
    if request.method == "POST" and form.is_valid():
        invitation = form.save(commit=False)
        require_perm(request.user, "members.propose_invitation", invitation)
        try:
            invitations.propose(invitation, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The invitation awaits the Secretariat's approval."))
            return redirect("members:people")
    return render(request, "members/invitation_form.html", {"form": form})


@require_POST
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    require_perm(request.user, "members.withdraw_invitation", invitation)
    return answered(
        request, lambda: invitations.withdraw(invitation, by=request.user), _("The invitation is withdrawn.")
    )


def invitation_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve an invitation, which mails it, or refuse it with a reason."""
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("party", "proposed_by", "institution", "body"), pk=pk
    )
    require_perm(request.user, "members.decide_invitation", invitation)
    form = RefusalForm(request.POST if request.POST.get("verb") == "refuse" else None)
    if request.method == "POST" and request.POST.get("verb") == "approve":
        return answered(
            request, lambda: invitations.approve(invitation, by=request.user), _("The invitation is on its way.")
        )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return answered(
            request,
            lambda: invitations.refuse(invitation, by=request.user, reason=reason),
            _("The invitation is refused."),
        )
    return render(request, "members/invitation_decide.html", {"form": form, "invitation": invitation})


@require_POST
def mandate_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that an entry is still right."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user), pk=pk)
    require_perm(request.user, "members.keep_mandate", mandate)
    return answered(request, lambda: mandates.confirm(mandate, by=request.user), _("Confirmed. Thank you."))


def mandate_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a mandate on a day, after a page that says what it means."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user).select_related("user", "party"), pk=pk)
    require_perm(request.user, "members.keep_mandate", mandate)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        return answered(
            request, lambda: mandates.end(mandate, by=request.user, on=day), _("The mandate ends on that day.")
        )
    return render(request, "members/mandate_end.html", {"form": form, "mandate": mandate})


def answered(request: SignedInRequest, step: Callable[[], object], success: str) -> HttpResponse:
    """Take a step of a workflow; say that it is done, or why not."""
    try:
        step()
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, success)
    return redirect("members:people")
