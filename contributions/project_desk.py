"""The Secretariat's desk for projects: what they are, what comes in, what is spent, and reports to donors."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import projects
from contributions.budget_desk import BookedAdmin, steps
from contributions.models import Project, ProjectReport
from contributions.project_accounts import left_of
from contributions.project_forms import AgreementForm, HandInForm, ProjectExpenditureForm, ProjectForm, ReceiptForm
from crm_portal.common import money
from crm_portal.common.admin import TranslatedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.registry import Text

Status = Project.Status
ALWAYS = (Status.PLANNED, Status.RUNNING, Status.CLOSED)


def explain_confirming(rows: Sequence[Any]) -> Iterable[Text]:
    """What confirming does, and what is left of the funds."""
    yield _("It is posted on the day it moved, and can then only be taken back.")
    for project in dict.fromkeys(row.project for row in rows):
        left = money.shown(left_of(project), places=2)
        yield _("Left of the funds of “%(project)s” now: USD %(left)s.") % {"project": project, "left": left}


def linked(file: PrivateFile | None) -> str:
    """A link to a file under its name; a dash where there is none."""
    return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.name) if file else "—"


class ReportInline(admin.TabularInline):
    """The reports that the donor is owed; one that was handed in stays."""

    model = ProjectReport
    extra = 0
    can_delete = False
    fields = ("due_on", "submitted_on", "shown_file")
    readonly_fields = ("submitted_on", "shown_file")
    show_change_link = True

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None:  # in a table the name of the column is no label for those who hear the page
            field.widget.attrs["aria-label"] = str(field.label)
        return field

    @admin.display(description=gettext_lazy("file"))
    def shown_file(self, report: ProjectReport) -> Any:
        return linked(report.file)


class ProjectAdmin(TransitionsModelAdmin, TranslatedModelAdmin):
    form = ProjectForm
    # An agreement is kept in any state, and changes none.
    table = {**projects.TRANSITIONS, "keep_agreement": (ALWAYS, Status.RUNNING)}
    status_field = "status"
    transitions = (
        AdminTransition(
            "begin",
            gettext_lazy("Say that it is running"),
            projects.begin,
            gettext_lazy("It is running: money can come in and be spent."),
        ),
        AdminTransition(
            "keep_agreement",
            gettext_lazy("Put the agreement in"),
            lambda project, by, file: projects.keep_agreement(project, file, by=by),
            gettext_lazy("The agreement is in."),
            lambda _projects: [gettext_lazy("It takes the place of one that is there; it is read with the project.")],
            form_class=AgreementForm,
        ),
        AdminTransition(
            "close",
            gettext_lazy("Close"),
            projects.close,
            gettext_lazy("It is closed."),
            lambda _projects: [gettext_lazy("All funds are spent or given back, and all reports handed in.")],
        ),
    )
    list_display = ["title", "donor", "starts_on", "ends_on", "budget_usd", "status"]
    list_filter = ["status", "axis"]
    autocomplete_fields = ["donor"]
    readonly_fields = ["status", "shown_agreement"]
    inlines = [ReportInline]
    fieldsets = [
        (None, {"fields": ["title", "donor", "donor_name", "status"]}),
        (
            gettext_lazy("Agreement"),
            {"fields": ["agreement_reference", "shown_agreement", "starts_on", "ends_on", "budget_usd"]},
        ),
        (gettext_lazy("What it is for"), {"fields": ["axis", "focal_contact"]}),
    ]

    @admin.display(description=gettext_lazy("agreement"))
    def shown_agreement(self, project: Project) -> Any:
        return linked(project.agreement)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing but what was written is kept: the project may have gone on meanwhile."""
        if change:
            held = projects.locked(obj)
            for name in form.changed_data:
                setattr(held, name, getattr(obj, name))
            super().save_model(request, held, form, change)
        else:
            super().save_model(request, obj, form, change)

    def view_on_site(self, project: Project) -> str:
        return project.get_absolute_url()


class ProjectReportAdmin(TransitionsModelAdmin):
    """A report is handed in from its own page."""

    table = projects.REPORTS
    status_field = "state"
    transitions = (
        AdminTransition(
            "hand_in",
            gettext_lazy("Hand it in"),
            lambda report, by, file, on: projects.hand_in(report, file, by=by, on=on),
            gettext_lazy("It is handed in."),
            lambda _reports: [gettext_lazy("Keep the file that the donor was given.")],
            form_class=HandInForm,
        ),
    )
    list_display = ["project", "due_on", "submitted_on"]
    list_display_links = ["due_on"]
    list_filter = [("submitted_on", admin.EmptyFieldListFilter), "project"]
    autocomplete_fields = ["project"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["project", "submitted_on", "file"] if obj else []


class ProjectReceiptAdmin(BookedAdmin):
    form = ReceiptForm
    transitions = steps(projects.confirm, projects.reject, projects.reverse, explain_confirming)
    list_display = ["bank_reference", "value_on", "amount_usd", "project", "status"]
    list_filter = ["status", "project"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        projects.record_receipt(obj, by=request.user)


class ProjectExpenditureAdmin(BookedAdmin):
    form = ProjectExpenditureForm
    transitions = steps(projects.confirm, projects.reject, projects.reverse, explain_confirming)
    list_display = ["reference", "paid_on", "amount_usd", "payee", "project", "status"]
    list_filter = ["status", "project"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        projects.record_expenditure(obj, form.cleaned_data["file"], by=request.user)
