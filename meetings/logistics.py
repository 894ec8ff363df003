"""The logistics file: its tasks and papers, what they cost each payer, and the note for delegates made from it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import Task, Text
from crm_portal.common.workflow import TransitionNotAllowed
from meetings.locking import locked
from meetings.models import LogisticsPaper, LogisticsTask, Meeting, Session
from meetings.models.sessions import ALL_SESSIONS

Area = LogisticsTask.Area
Payer = LogisticsTask.Payer
USUAL = [area for area in Area if area != Area.OTHER]
"""What every meeting needs; what else there is to arrange is written in by hand."""
DOOR = "logistics"
NOTE = "logistics-note"
NOTHING = Decimal("0.00")


def kept(meeting: Meeting) -> Meeting:
    """The meeting's row, locked. Raises TransitionNotAllowed once it is archived: its file is kept as it is."""
    meeting = locked(meeting)
    if meeting.status == Meeting.Status.ARCHIVED:
        raise TransitionNotAllowed(_("The meeting is archived: its logistics file stays as it is."))
    return meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: Any) -> int:
    """Make one task for each usual area that has none yet; how many were made. Raises TransitionNotAllowed."""
    meeting = kept(meeting)
    there = set(LogisticsTask.objects.filter(meeting=meeting).values_list("area", flat=True))
    missing = [area for area in USUAL if area not in there]
    for area in missing:
        LogisticsTask.objects.create(meeting=meeting, area=area)
    audit.record("meetings.begin_logistics", meeting, by=by, made=len(missing))
    return len(missing)


@transaction.atomic
def write(task: LogisticsTask, *, by: Any) -> LogisticsTask:
    """Keep a task as a form filled it in; whether it is done is not the form's affair. Raises TransitionNotAllowed."""
    kept(task.meeting)
    told = [field.name for field in task._meta.concrete_fields if field.name not in {"id", "done_at", "done_by"}]
    task.save(update_fields=told if task.pk else None)
    audit.record("meetings.write_logisticstask", task, by=by)
    return task


@transaction.atomic
def mark(task: LogisticsTask, *, done: bool, by: Any) -> None:
    """Say that a task is done, or is not done after all. Raises TransitionNotAllowed."""
    kept(task.meeting)
    task = LogisticsTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if (task.done_at is not None) == done:
        raise TransitionNotAllowed(_("Somebody has just said so: see below."))
    task.done_at, task.done_by = (timezone.now(), by) if done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    audit.record("meetings.finish_logisticstask" if done else "meetings.reopen_logisticstask", task, by=by)


@transaction.atomic
def add_paper(task: LogisticsTask, kind: str, file: CheckedUpload, *, by: Any) -> LogisticsPaper:
    """Put a quotation or a contract into the file. Raises TransitionNotAllowed."""
    kept(task.meeting)
    paper = LogisticsPaper.objects.create(task=task, kind=kind, file=store(file, by=by, door=DOOR))
    audit.record("meetings.add_logisticspaper", paper, by=by)
    return paper


def take_over(previous: Meeting, into: Meeting) -> None:
    """Take the tasks of an earlier meeting to the next: what is to be done and in which area, and nothing else of it.

    Owners, days, costs and papers were of that meeting, and its notes tell delegates of another place.
    """
    tasks = LogisticsTask.objects.filter(meeting=previous).order_by("pk")
    LogisticsTask.objects.bulk_create(LogisticsTask(meeting=into, area=task.area, title=task.title) for task in tasks)


def readable_papers(user: Any) -> Q:
    """The files of the papers that somebody may read."""
    return Q(pk__in=LogisticsPaper.objects.visible_to(user).values("file"))


class Cost(NamedTuple):
    """What one payer, or all of them, was to pay and paid."""

    payer: Text
    estimated_usd: Decimal
    actual_usd: Decimal


def costs(user: Any, meeting: Meeting) -> tuple[list[Cost], Cost]:
    """What the meeting costs, payer by payer, and the total; as far as somebody may read it. Two queries."""
    tasks = LogisticsTask.objects.visible_to(user).filter(meeting=meeting)
    sums = {"estimated": Sum("estimated_usd", default=NOTHING), "actual": Sum("actual_usd", default=NOTHING)}
    priced = tasks.exclude(estimated_usd=None, actual_usd=None)
    name = f"co_sponsor__name_{get_language()}"
    by_payer = priced.order_by().values("payer", name).annotate(**sums).order_by("payer", name)
    found = [Cost(payer_named(row["payer"], row[name]), row["estimated"], row["actual"]) for row in by_payer]
    total = tasks.aggregate(**sums)
    return found, Cost(_("Total"), total["estimated"], total["actual"])


def payer_named(payer: str, co_sponsor: str | None) -> Text:
    """Who pays, in words; a co-sponsor by its name."""
    if not payer:
        return _("Not said yet")
    return co_sponsor or Payer(payer).label


# The note for delegates


class Advice(NamedTuple):
    """What delegates are told about one area."""

    area: Text
    notes: list[str]


def note(meeting: Meeting) -> list[Advice]:
    """The note for delegates: the areas that have one, in their order. Costs, owners and papers are not in it."""
    texts: dict[str, list[str]] = {}
    for task in LogisticsTask.objects.filter(meeting=meeting, note__gt="").order_by("pk"):  # in both languages, or none
        texts.setdefault(task.area, []).append(task.note)
    return [Advice(area.label, texts[area]) for area in Area if area in texts]


def with_note_for(user: Any) -> QuerySet[Meeting]:
    """The meetings whose note somebody may read: those to which that person comes.

    The members' side knows of every session there will be; others come where a session is open to them.
    """
    seen = Meeting.objects.visible_to(user)
    if knows_every_session(user):
        return seen
    return seen.filter(pk__in=Session.objects.visible_to(user).values("meeting"))


def knows_every_session(user: Any) -> bool:
    """Whether somebody is of the members' side, the Presidency or the Secretariat."""
    return bool(user.is_authenticated and user.standing.holds(*ALL_SESSIONS))


def note_kind() -> PrintoutKind:
    """The logistics note, for the registry of PDFs."""
    return PrintoutKind(
        name=NOTE,
        label=gettext_lazy("Logistics note"),
        template="pdf/logistics_note.html",
        seen_by_person=with_note_for,
        about=lambda pk: Meeting.objects.select_related("host").get(pk=pk),
        title=lambda meeting: _("Logistics note: %(meeting)s") % {"meeting": meeting},
        file_name=lambda meeting: _("logistics-note-%(meeting)s") % {"meeting": meeting.slug},
        content=note_content,
    )


def note_content(meeting: Meeting) -> Mapping[str, Any]:
    """What the page and the file show."""
    return {"meeting": meeting, "advice": note(meeting)}


@transaction.atomic
def ask_for_note(meeting: Meeting, *, language: str, by: Any) -> Printout:
    """Have the note made into a file as it stands now."""
    audit.record("meetings.print_logisticsnote", meeting, by=by, language=language)
    return pdf.ask(NOTE, meeting, language=language, by=by)


# What waits for somebody


def tasks(user: Any) -> Iterator[Task]:
    """What somebody sees to and has not done yet, the nearest day first."""
    own = LogisticsTask.objects.visible_to(user).unfinished().filter(owner=user)
    for task in own.as_checklist().select_related("meeting"):
        page = reverse("meetings:logistics", args=[task.meeting.slug])
        yield Task(str(task), page, task.due_on, task.meeting.title)
