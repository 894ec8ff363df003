"""The workflow of the half-yearly report: drafted, issued with its figures, sent; corrected by a new edition only."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from crm_portal.common import audit, numbers, registry
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf import workflow as printing
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import Task
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from crm_portal.site import report_content
from crm_portal.site.models import ActivityReport, ReportText
from crm_portal.site.models.reports import ON_THESE_DAYS

Status = ActivityReport.Status
TRANSITIONS: Transitions = {
    "issue": ((Status.DRAFT,), Status.ISSUED),
    "send": ((Status.ISSUED,), Status.ISSUED),
    "correct": ((Status.ISSUED,), Status.ISSUED),  # it stays: the correction is another report
}
FILE, TABLES = "activity-report", "activity-report-tables"
DRAFT_FILE, DRAFT_TABLES = "activity-report-draft", "activity-report-draft-tables"
LETTER = "activity-report"
RECIPIENTS = ("focal", "rcgm")
"""The roles of those to whom the Secretariat sends a report. Source: practice since 2010."""


def locked(report: ActivityReport) -> ActivityReport:
    return ActivityReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


@transaction.atomic
def begin(report: ActivityReport, *, by: Any) -> ActivityReport:
    """Save a new draft, with a text to be written in each place. Raises TransitionNotAllowed as `save_days` does."""
    save_days(report)
    for place in ReportText.Place:
        ReportText.objects.create(report=report, place=place, **in_each_language("title", place.label))
    audit.record("site.begin_activityreport", report, by=by)
    return report


def in_each_language(field: str, words: Any) -> dict[str, Any]:
    """A text that is translated already, for the fields of each language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[build_localized_fieldname(field, code)] = str(words)
    return found


def save_days(report: ActivityReport) -> None:
    """Save a draft whose days a form has checked. Raises TransitionNotAllowed.

    In the meantime it may have been issued, or somebody have begun another on these days.
    """
    if report.pk and locked(report).is_issued:
        raise TransitionNotAllowed(_("The report was issued, and is not changed any more: begin a corrected edition."))
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        raise TransitionNotAllowed(str(ON_THESE_DAYS)) from None


@transaction.atomic
def issue(report: ActivityReport, *, by: Any) -> ActivityReport:
    """Give it its number and keep its figures; the readers have it from then on, and all its files are made.

    Raises TransitionNotAllowed while its time is not over, a text lacks a language, or there is no text at all.
    """
    report = locked(report)
    report.status = next_status(TRANSITIONS, "issue", report.status)
    if why := what_is_missing(report):
        raise TransitionNotAllowed(why)
    try:
        report.figures = report_content.freeze(report.starts_on, report.ends_on)
    except ValueError:
        raise TransitionNotAllowed(_("Something was written at this very moment: issue it once more.")) from None
    report.issued_at, report.issued_by = timezone.now(), by
    report.year = timezone.localdate(report.issued_at).year
    report.number = numbers.allocate(f"report ST {report.year}")
    report.save()
    audit.record("site.issue_activityreport", report, by=by, number=report.number)
    for code, _name in settings.LANGUAGES:
        for kind in (FILE, TABLES):
            printing.ask(kind, report, language=code, by=by)
    return report


def what_is_missing(report: ActivityReport) -> str:
    """Why a draft cannot be issued yet; empty when it can."""
    if report.last_on >= timezone.localdate():
        day = date_format(report.last_on, "DATE_FORMAT")
        return _("Its time is not over: it can be issued after %(day)s.") % {"day": day}
    texts = list(report.texts.all())
    if not texts:
        return _("Write a text before it is issued.")
    lacking = [f"{text.get_place_display()} ({', '.join(missing)})" for text in texts if (missing := lacks(text))]
    if lacking:
        return _("Before it is issued, write or remove: %(texts)s.") % {"texts": "; ".join(lacking)}
    return ""


def lacks(text: ReportText) -> list[str]:
    """The names of the languages in which a text has no title or says nothing."""
    return [
        name
        for code, name in settings.LANGUAGES
        if not all((getattr(text, build_localized_fieldname(field, code)) or "").strip() for field in ("title", "text"))
    ]


@transaction.atomic
def correct(report: ActivityReport, *, by: Any) -> ActivityReport:
    """Begin the edition that replaces an issued report, with its texts. The new draft; raises TransitionNotAllowed."""
    report = locked(report)
    next_status(TRANSITIONS, "correct", report.status)
    if ActivityReport.objects.filter(replaces=report).exists():
        raise TransitionNotAllowed(_("There is a corrected edition of it already."))
    edition = ActivityReport.objects.create(starts_on=report.starts_on, last_on=report.last_on, replaces=report)
    for text in report.texts.all():
        text.pk, text.report = None, edition
        text._state.adding = True
        text.save()
    audit.record("site.correct_activityreport", report, by=by, edition=edition.pk)
    return edition


# To whom it goes


def letter_kind() -> LetterKind:
    """The letter that tells of a report, for the outbox."""
    return LetterKind(
        LETTER,
        gettext_lazy("Half-yearly report of the Secretariat"),
        template="mail/activity_report",
        subject=gettext_lazy("%(symbol)s: %(title)s"),
    )


def recipients() -> list[Any]:
    """The focal points and the delegates to the RCGM of today, each once."""
    people = {person.pk: person for found in registry.holders for person in found(RECIPIENTS)}
    return list(people.values())


def still_without(report: ActivityReport) -> list[Any]:
    """Those of the recipients to whom no letter about the report was written, or whose letter was cancelled."""
    about = Letter.objects.filter(kind=LETTER, about_model=report._meta.label_lower, about_pk=str(report.pk))
    have = set(about.exclude(state=Letter.State.CANCELLED).values_list("recipient", flat=True))
    return [person for person in recipients() if person.pk not in have]


@transaction.atomic
def send(report: ActivityReport, *, by: Any) -> int:
    """Write to the focal points and RCGM delegates who have no letter yet; how many. Raises TransitionNotAllowed."""
    report = locked(report)
    next_status(TRANSITIONS, "send", report.status)
    if ActivityReport.objects.issued().filter(replaces=report).exists():
        raise TransitionNotAllowed(_("A corrected edition has replaced it: send that one."))
    people = still_without(report)
    if not people:
        raise TransitionNotAllowed(_("All focal points and RCGM delegates were written to already."))
    for person in people:
        with translation.override(person.language):
            context = {
                "symbol": report.symbol,
                "title": report.title,
                "replaces": report.replaces.symbol if report.replaces else "",
                "link": f"{settings.PORTAL_ORIGIN}{report.get_absolute_url()}",
            }
        outbox.post(LETTER, to=person, about=report, context=context, by=by)
    audit.record("site.send_activityreport", report, by=by, letters=len(people))
    return len(people)


# As files


def printout_kinds() -> list[PrintoutKind]:
    """The files of a report. Those of a draft are nobody's once it is issued: they hold other figures."""
    return [
        printout_kind(FILE, gettext_lazy("Half-yearly report"), Status.ISSUED, is_table=False),
        printout_kind(TABLES, gettext_lazy("Tables of a half-yearly report"), Status.ISSUED, is_table=True),
        printout_kind(DRAFT_FILE, gettext_lazy("Draft of a half-yearly report"), Status.DRAFT, is_table=False),
        printout_kind(DRAFT_TABLES, gettext_lazy("Tables of a draft report"), Status.DRAFT, is_table=True),
    ]


def printout_kind(name: str, label: Any, status: Status, *, is_table: bool) -> PrintoutKind:
    return PrintoutKind(
        name=name,
        label=label,
        template="" if is_table else "pdf/activity_report.html",
        seen_by_person=lambda user: ActivityReport.objects.visible_to(user).filter(status=status),
        about=lambda pk: ActivityReport.objects.select_related("replaces").get(pk=pk),
        title=lambda report: report.title,
        file_name=file_name,
        content=lambda report: {"report": report, "parts": report_content.parts(report)},
        day=lambda report: timezone.localdate(report.issued_at) if report.issued_at else None,
        sheets=report_content.sheets if is_table else None,
    )


def file_name(report: ActivityReport) -> str:
    """What a file of the report is called, without extension."""
    if report.symbol:
        return report.symbol.replace("/", "-")
    return _("report-draft-%(first)s-%(last)s") % {"first": report.starts_on, "last": report.last_on}


@transaction.atomic
def ask_for_file(report: ActivityReport, *, is_table: bool, language: str, by: Any) -> Printout:
    """Have the PDF or the tables made; of an issued report, which stays as it is, the one that is there is enough."""
    kind = kind_of_file(report, is_table=is_table)
    if report.is_issued:
        made = Printout.objects.of(kind, report).filter(language=language, state=Printout.State.READY).first()
        if made is not None:
            return made
    audit.record("site.print_activityreport", report, by=by, language=language)
    return printing.ask(kind, report, language=language, by=by)


def kind_of_file(report: ActivityReport, *, is_table: bool) -> str:
    if report.is_issued:
        return TABLES if is_table else FILE
    return DRAFT_TABLES if is_table else DRAFT_FILE


def to_be_made(report: ActivityReport, files: Iterable[Printout]) -> list[tuple[bool, str, str]]:
    """Which files somebody may still ask for: whether tables, code and name of the language.

    Of a draft all of them, time and again; of an issued report those that are neither there nor under way.
    """
    there = {(one.kind, one.language) for one in files if one.state != Printout.State.FAILED}
    return [
        (is_table, code, name)
        for is_table in (False, True)
        for code, name in settings.LANGUAGES
        if not report.is_issued or (kind_of_file(report, is_table=is_table), code) not in there
    ]


def files(report: ActivityReport, user: Any) -> QuerySet[Printout]:
    """The files made of a report that a person may have, the latest first."""
    kinds = (FILE, TABLES) if report.is_issued else (DRAFT_FILE, DRAFT_TABLES)
    return Printout.objects.visible_to(user).filter(kind__in=kinds, about_id=report.pk)


# When one is due


@dataclass(frozen=True)
class HalfYear:
    """January to June, or July to December."""

    starts_on: date

    @classmethod
    def ended_by(cls, day: date) -> "HalfYear":
        """The latest one that is over on a day."""
        return cls(date(day.year, 1, 1)) if day.month > 6 else cls(date(day.year - 1, 7, 1))  # noqa: PLR2004  # June

    @property
    def ends_on(self) -> date:
        is_first = self.starts_on.month == 1
        return date(self.starts_on.year, 7, 1) if is_first else date(self.starts_on.year + 1, 1, 1)

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def due_on(self) -> date:
        """The end of the month that follows: July or January."""
        return self.ends_on.replace(day=31)

    @property
    def before(self) -> "HalfYear":
        return HalfYear.ended_by(self.last_on.replace(day=1))


MOST_DUE = 4


def due(day: date, known: Collection[ActivityReport]) -> list[HalfYear]:
    """The half-years that are over and that no issued report covers, back to the first report on record."""
    first = min((report.starts_on for report in known), default=None)
    half, found = HalfYear.ended_by(day), []
    for _number in range(MOST_DUE):
        found.append(half)
        half = half.before
        if first is None or half.starts_on < first:
            break
    issued = [report for report in known if report.is_issued]
    return [half for half in found if not any(report.covers(half.starts_on, half.last_on) for report in issued)]


def tasks(user: Any) -> Iterator[Task]:
    """The reports that are due, for whoever writes them: where its draft is, or else where one begins. One query."""
    if not user.has_perm("site.add_activityreport"):
        return
    known = list(ActivityReport.objects.visible_to(user).defer("figures"))
    for half in due(timezone.localdate(), known):
        report = ActivityReport(starts_on=half.starts_on, last_on=half.last_on)
        drafts = [one for one in known if one.covers(half.starts_on, half.last_on)]
        page = f"{reverse('admin:site_activityreport_add')}?starts_on={half.starts_on}&last_on={half.last_on}"
        title = _("Issue the %(report)s") % {"report": report.title}
        yield Task(title, drafts[0].get_absolute_url() if drafts else page, due_on=half.due_on)
