"""Pages on which two colleagues let somebody in again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from members import factor_reset
from members.factor_reset import FactorResetRefusedError
from members.models import FactorReset, User

STEPS = {
    "confirm": (factor_reset.confirm, _("The person has been sent a link to begin anew.")),
    "withdraw": (factor_reset.withdraw, _("The request has been withdrawn.")),
}


class AskForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the person"))
    reason = forms.CharField(
        label=_("How you know that it is this person who asks"),
        help_text=_("For instance: “I called the number in the directory and recognised the voice.”"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def require_colleague(request: HttpRequest) -> User:
    """Who asks. Raises Http404 for those who never take part."""
    if not isinstance(request.user, User) or not request.user.has_perm("members.ask_factorreset"):
        raise Http404
    return request.user


@require_http_methods(["GET", "POST"])
def factor_reset_list(request: HttpRequest) -> HttpResponse:
    """The requests that wait, and the form to ask for one."""
    colleague = require_colleague(request)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"email": request.GET.get("email", "")})
    if form.is_valid():
        user = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        try:
            if user is None:
                raise FactorResetRefusedError(_("You cannot ask this for that account."))
            factor_reset.ask(user, by=colleague, reason=form.cleaned_data["reason"])
        except FactorResetRefusedError as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            messages.success(request, str(_("A second colleague can now confirm.")))
            return redirect("factor-reset-list")
    waiting = FactorReset.objects.open().select_related("user", "asked_by")
    mine = [each for each in waiting if factor_reset.may_take_part(colleague, each.user)]
    return render(request, "account/factor_reset_list.html", {"form": form, "waiting": mine})


@require_POST
def factor_reset_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm or withdraw a request."""
    colleague = require_colleague(request)
    asked = get_object_or_404(FactorReset.objects.open().select_related("user"), pk=pk)
    if not factor_reset.may_take_part(colleague, asked.user):
        raise Http404
    if verb == "confirm" and asked.asked_by_id == colleague.pk:
        raise PermissionDenied
    step, done = STEPS[verb]
    try:
        step(asked, by=colleague)
    except FactorResetRefusedError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, str(done))
    return redirect("factor-reset-list")
