"""The handover: what one presidency leaves open for the next, on a page and as a file."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from members import handover as workflow
from members.matrix import HANDOVER
from members.models import Handover
from members.readers import readers
from members.requests import SignedInRequest

FILES_SHOWN = 10


@require_safe
def handover_list(request: SignedInRequest) -> HttpResponse:
    """The handovers near today that the reader takes part in."""
    if not request.user.has_perm("members.read_handover"):
        raise Http404
    shown = Handover.objects.visible_to(request.user).at_hand(timezone.localdate()).select_related("party")
    return render(request, "members/handover_list.html", {"handovers": shown, "today": timezone.localdate()})


@require_safe
def handover_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is open now, who hands over to whom, and the files made of it."""
    handover = get_object_or_404(Handover.objects.visible_to(request.user).select_related("party"), pk=pk)
    files = Printout.objects.visible_to(request.user).of(workflow.KIND, handover).select_related("file", "asked_by")
    shown = list(files[:FILES_SHOWN])
    context = {
        **workflow.content(handover, request.user.standing.troika),
        "files": shown,
        "is_under_way": any(one.is_under_way for one in shown),
        "languages": settings.LANGUAGES,
        "today": timezone.localdate(),
        "readers": readers(HANDOVER, request.user),
    }
    return render(request, "members/handover_detail.html", context)


@require_POST
def handover_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the file made in a language."""
    handover = get_object_or_404(Handover.objects.visible_to(request.user).select_related("party"), pk=pk)
    require_perm(request.user, "members.read_handover", handover)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
        return redirect(handover)
    workflow.ask_for_file(handover, language=language, by=request.user)
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect(handover)
