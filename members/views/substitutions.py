"""Who acts for me while I am away, and for whom I act."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members import substitutions as workflow
from members.forms import SubstitutionForm
from members.models import Mandate, Substitution, User
from members.requests import SignedInRequest


def own(request: SignedInRequest) -> QuerySet[Substitution]:
    """Substitutions in which somebody is the one away, or the deputy."""
    mine = Substitution.objects.visible_to(request.user).involving(request.user)
    return mine.select_related("mandate__user", "mandate__party", "deputy")


def substitutions(request: SignedInRequest) -> HttpResponse:
    """The list, and the form that names a deputy for those who may have one."""
    mandates = Mandate.objects.on(timezone.localdate()).filter(
        user=request.user.pk, role__in=workflow.MAY_BE_SUBSTITUTED
    )
    deputies = User.objects.filter(pk__in=[each.pk for mandate in mandates for each in workflow.candidates(mandate)])
    form = None
    if mandates and request.user.has_perm("members.name_substitution"):
        form = SubstitutionForm(request.POST or None, mandates=mandates, deputies=deputies)
    if request.method == "POST":
        require_perm(request.user, "members.name_substitution")
        if form is not None and form.is_valid():
            try:
                workflow.name(form.save(commit=False), by=request.user)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                messages.success(request, _("Your deputy is asked to accept."))
                return redirect("members:substitutions")
    context = {"form": form, "has_deputies": bool(deputies), "substitutions": own(request), "me": request.user}
    return render(request, "members/substitutions.html", context)


@require_POST
def substitution_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the task on."""
    substitution = get_object_or_404(own(request), pk=pk)
    try:
        workflow.accept(substitution, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You act for this person in that time."))
    return redirect("members:substitutions")


@require_POST
def substitution_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back, or give it up."""
    workflow.end(get_object_or_404(own(request), pk=pk), by=request.user)
    messages.success(request, _("The substitution has ended."))
    return redirect("members:substitutions")
