"""The papers of a session, all at once."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from crm_portal.common.files.archiving import TooLargeError
from crm_portal.common.files.doors import doors
from crm_portal.common.files.sending import SECURITY, give_back_connection
from meetings import agendas, papers
from meetings.models import Meeting, Session
from members.requests import SignedInRequest


@require_safe
def session_papers(request: SignedInRequest, slug: str, pk: int, language: str) -> HttpResponseBase:
    """Every paper of a session that I may read, in one language, as one file.

    Each is told to its door before anything is sent, as when it is downloaded by itself: no record, no view.
    """
    if language not in dict(settings.LANGUAGES) or not request.user.standing.roles:
        raise Http404
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    session = get_object_or_404(Session.objects.visible_to(request.user).filter(meeting=meeting), pk=pk)
    sitting = agendas.agenda(request.user, meeting, [session])[0]
    found = papers.sections(request.user, meeting, sitting, language)
    if not any(section.papers for section in found):
        raise Http404
    taken = papers.taken(found)
    try:
        papers.refuse_too_large(taken)
    except TooLargeError as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:my-meeting", slug=slug)
    with transaction.atomic():
        for paper in taken:
            if record := doors[paper.file.door].record_read:
                record(request, paper.file)
    give_back_connection()
    archive = papers.archive(meeting, sitting, found, language)
    name = f"{meeting.slug}-{session.pk}-{language}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip", headers=SECURITY)
