"""Beginning and ending to look through another role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_portal.common.permissions import require_perm
from members import view_as
from members.forms import ViewAsForm
from members.requests import SignedInRequest


def view_as_begin(request: SignedInRequest) -> HttpResponse:
    """Choose a role, and for most roles a country or an organisation."""
    require_perm(request.user, "members.view_as_another")
    form = ViewAsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        view_as.begin(request, form.view)
        return redirect("intranet")
    return render(request, "members/view_as.html", {"form": form})


@require_POST
def view_as_end(request: SignedInRequest) -> HttpResponse:
    """See with the own eyes again."""
    view_as.end(request)
    messages.success(request, _("You see the portal as yourself again."))
    return redirect("intranet")
