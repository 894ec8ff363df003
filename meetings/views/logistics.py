"""The logistics file of a meeting for those who organise it, and the note made from it for those who come."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.pdf.models import Printout
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import logistics as workflow
from meetings.forms.logistics import LogisticsPaperForm, LogisticsTaskForm
from meetings.matrix import LOGISTICS
from meetings.menu import menu
from meetings.models import LogisticsPaper, LogisticsTask, Meeting
from members.readers import readers
from members.requests import SignedInRequest

FILES_SHOWN = 10


def organised(request: SignedInRequest, slug: str) -> Meeting:
    """A meeting whose logistics file the person reads. Raises Http404."""
    if not request.user.has_perm("meetings.read_logistics"):
        raise Http404
    return get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)


def task_of(request: SignedInRequest, pk: int) -> LogisticsTask:
    """A task that the person writes. Raises Http404, and PermissionDenied where it may only be read."""
    task = get_object_or_404(LogisticsTask.objects.visible_to(request.user).select_related("meeting"), pk=pk)
    require_perm(request.user, "meetings.write_logistics", task)
    return task


@require_safe
def logistics(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is to be arranged, what is overdue, and what it costs whom."""
    meeting = organised(request, slug)
    tasks = list(
        LogisticsTask.objects.visible_to(request.user)
        .filter(meeting=meeting)
        .as_checklist()
        .select_related("owner", "done_by", "co_sponsor")
    )
    papers: dict[int, list[LogisticsPaper]] = {}
    found = LogisticsPaper.objects.visible_to(request.user).filter(task__meeting=meeting).select_related("file")
    for paper in found.order_by("pk"):
        papers.setdefault(paper.task_id, []).append(paper)
    today = timezone.localdate()
    costs, total = workflow.costs(request.user, meeting)
    context = {
        "meeting": meeting,
        "menu": menu(request.user, meeting),
        "rows": [(task, task.is_overdue(today), papers.get(task.pk, [])) for task in tasks],
        "overdue": sum(task.is_overdue(today) for task in tasks),
        "lacks_usual": not {task.area for task in tasks}.issuperset(workflow.USUAL),
        "costs": costs,
        "total": total,
        "may_write": is_written(request, meeting),
        "readers": readers(LOGISTICS, request.user),
    }
    return render(request, "meetings/logistics.html", context)


def is_written(request: SignedInRequest, meeting: Meeting) -> bool:
    """Whether the person may still write the file."""
    is_kept = meeting.status == Meeting.Status.ARCHIVED
    return not is_kept and request.user.has_perm("meetings.write_logistics")


@require_POST
def logistics_begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make the usual tasks."""
    meeting = organised(request, slug)
    require_perm(request.user, "meetings.write_logistics")
    try:
        made = workflow.begin(meeting, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(number)d task was added.", "%(number)d tasks were added.", made)
        messages.success(request, said % {"number": made})
    return redirect("meetings:logistics", slug=slug)


def logistics_task_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write a new task."""
    meeting = organised(request, slug)
    require_perm(request.user, "meetings.write_logistics")
    return edited(request, LogisticsTask(meeting=meeting))


def logistics_task_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a task: its owner, day, costs and note."""
    return edited(request, task_of(request, pk))


def edited(request: SignedInRequest, task: LogisticsTask) -> HttpResponse:
    """The form of a task; by POST the task is kept."""
    form = LogisticsTaskForm(request.POST or None, instance=task)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.write(task, by=request.user)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The task is saved."))
        return redirect("meetings:logistics", slug=task.meeting.slug)
    context = {"form": form, "task": task, "meeting": task.meeting, "menu": menu(request.user, task.meeting)}
    return render(request, "meetings/logistics_task_form.html", context)


@require_POST
def logistics_task_mark(request: SignedInRequest, pk: int, *, done: bool) -> HttpResponse:
    """Say that a task is done, or not after all."""
    task = task_of(request, pk)
    try:
        workflow.mark(task, done=done, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:logistics", slug=task.meeting.slug)


def logistics_paper_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a quotation or a contract to a task."""
    task = task_of(request, pk)
    form = LogisticsPaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_paper(task, form.cleaned_data["kind"], form.cleaned_data["file"], by=request.user)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The paper is in the file."))
        return redirect("meetings:logistics", slug=task.meeting.slug)
    context = {"form": form, "task": task, "meeting": task.meeting, "menu": menu(request.user, task.meeting)}
    return render(request, "meetings/logistics_paper_form.html", context)


@require_safe
def logistics_note(request: SignedInRequest, slug: str) -> HttpResponse:
    """What those who come to the meeting should know about it, area by area, and the files made of that."""
    meeting = get_object_or_404(workflow.with_note_for(request.user).select_related("host"), slug=slug)
    files = Printout.objects.visible_to(request.user).of(workflow.NOTE, meeting).select_related("file")
    shown = list(files[:FILES_SHOWN])
    context = {
        **workflow.note_content(meeting),
        "menu": menu(request.user, meeting),
        "files": shown,
        "is_under_way": any(one.is_under_way for one in shown),
        "languages": settings.LANGUAGES,
    }
    return render(request, "meetings/logistics_note.html", context)


@require_POST
def logistics_note_print(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have the note made into a file."""
    meeting = get_object_or_404(workflow.with_note_for(request.user), slug=slug)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
    elif not workflow.note(meeting):
        messages.error(request, _("There is no note for delegates yet."))
    else:
        workflow.ask_for_note(meeting, language=language, by=request.user)
        messages.success(request, _("The file is being made; that takes a few seconds."))
    return redirect("meetings:logistics-note", slug=slug)
