"""The Secretariat's desk for meetings: planned, copied from the last one, opened and closed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationStackedInline

from crm_portal.common.admin import TranslatedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.registry import Text
from meetings import attendance, opening, pinning, workflow
from meetings.forms.agenda import AgendaItemForm
from meetings.forms.sessions import SessionFormSet
from meetings.models import ActivityCount, AgendaItem, ItemDocument, Meeting, Outcome, Session
from meetings.models.agenda import MEETING_IS_OVER
from meetings.steps import STEPS, Step
from meetings.titles import numbered


def as_button(step: Step) -> AdminTransition:
    """A step as the desk shows it, with what is still missing said before it is tried."""

    def explain(meetings: Sequence[Meeting]) -> Iterable[Text]:
        yield step.explanation
        if step.verb == "convene":
            yield from filter(None, map(workflow.what_is_missing, meetings))

    return AdminTransition(step.verb, step.label, lambda meeting, by: step.run(meeting, by=by), step.done, explain)


class SessionInline(TranslationStackedInline):
    """The sessions of a meeting; once it is closed their items are on record, and they stay."""

    model = Session
    formset = SessionFormSet
    extra = 0
    fields = ("part", "title", "starts_at", "ends_at", "room")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_over = isinstance(obj, Meeting) and obj.is_over
        return not is_over and super().has_delete_permission(request, obj)


class OutcomeInline(admin.TabularInline):
    model = Outcome
    extra = 0
    autocomplete_fields = ("document",)


class PaperInline(admin.TabularInline):
    """The papers of an item: of each the version that is chosen, whatever comes later."""

    model = ItemDocument
    extra = 0
    autocomplete_fields = ("version",)


@admin.register(Meeting)
class MeetingAdmin(TransitionsModelAdmin, TranslatedModelAdmin):
    table = workflow.TRANSITIONS
    status_field = "status"
    change_form_template = "admin/meetings/meeting/change_form.html"
    transitions = tuple(as_button(step) for step in STEPS.values())
    list_display = ["title", "kind", "year", "starts_on", "host", "status"]
    list_filter = ["status", "kind", "year", ("bodies", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["host", "bodies", "co_sponsors", "held_with"]
    readonly_fields = ["status", "convened_at", "basis"]
    prepopulated_fields = {"slug": ["kind", "year"]}
    inlines = [SessionInline, OutcomeInline]
    fieldsets = [
        (None, {"fields": ["kind", "bodies", "ordinal", "title", "theme", "slug", "status", "convened_at"]}),
        (
            gettext_lazy("When and where"),
            {
                "fields": [
                    "year",
                    "starts_on",
                    "last_on",
                    "precision",
                    "time_zone",
                    "format",
                    "host",
                    "place",
                    "papers_by",
                ]
            },
        ),
        (gettext_lazy("With whom"), {"fields": ["held_with", "co_sponsors", "companions"]}),
        (gettext_lazy("If it is cancelled"), {"fields": ["cancellation_reason"]}),
        (gettext_lazy("For the record"), {"fields": ["basis", "certainty", "source"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.next_view)
        return [path("<path:object_id>/next/", view, name="meetings_meeting_next"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once it is convened, whom it brings together stays."""
        kept = ["kind", "bodies"] if obj is not None and obj.status != Meeting.Status.PLANNED else []
        return [*self.readonly_fields, *kept]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new meeting's address is proposed; one that there is keeps its own."""
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        """The formset of sessions is told which bodies were chosen: they are saved after it has been asked."""
        meeting = super().save_form(request, form, change)
        meeting.chosen_bodies = form.cleaned_data.get("bodies")
        return meeting

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The body that the kind names is put in; then who attends each session is asked of the rules."""
        form.save_m2m()
        meeting = form.instance
        another = {"kind", "bodies"} & set(form.changed_data) if change else set()
        if another == {"kind"} and form.initial["kind"] in attendance.OF_BODY:
            meeting.bodies.clear()  # the body came with the kind
        attendance.seat_body(meeting)
        for formset in formsets:
            if formset.model is not Session:
                formset.save()
                continue
            formset.save(commit=False)
            for session in formset.deleted_objects:
                session.delete()
            for session in [*formset.new_objects, *(changed for changed, _fields in formset.changed_objects)]:
                attendance.place(session).save()
        if another:
            attendance.place_anew(meeting)
        opening.bring_in_line(meeting, by=request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        for language, title in numbered(obj.kind, obj.ordinal).items():
            if not getattr(obj, f"title_{language}"):
                setattr(obj, f"title_{language}", title)
        super().save_model(request, obj, form, change)

    def next_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new meeting from this one, after a page that says what is taken over."""
        meeting = self.get_object(request, unquote(object_id))
        if meeting is None:
            raise Http404
        if not request.user.has_perm("meetings.plan_meeting"):
            raise PermissionDenied
        if request.method == "POST":
            made = workflow.plan_next(meeting, by=request.user)
            messages.success(request, _("The meeting is planned. Fill in its days and place."))
            return redirect(self.address(made))
        context = {
            **self.admin_site.each_context(request),
            "title": _("New meeting from this one"),
            "opts": self.opts,
            "media": self.media,
            "meeting": meeting,
            "sessions": meeting.sessions.all(),
            "back": self.address(meeting),
        }
        return TemplateResponse(request, "admin/meetings/meeting/next.html", context)

    def view_on_site(self, meeting: Meeting) -> str:
        return meeting.get_absolute_url()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj is None or obj.is_public else None


def bring_in_line(meetings: QuerySet[Meeting], request: HttpRequest) -> None:
    """Bring in line what is open at these meetings with what should be."""
    for meeting in meetings.distinct().order_by("pk"):
        opening.bring_in_line(meeting, by=request.user)


def is_on_record(item: AgendaItem | None) -> bool:
    """Whether the meeting of an item is closed, so that the item is not edited any more."""
    return item is not None and item.session.meeting.is_over


@admin.register(AgendaItem)
class AgendaItemAdmin(TranslatedModelAdmin):
    """The items that somebody sees: behind closed doors, those of the sessions where one is admitted."""

    form = AgendaItemForm
    list_display = ["title", "meeting", "session", "order", "audience", "result"]
    list_select_related = ["session__meeting"]
    list_filter = ["result", "is_standing", "session__meeting__year"]
    readonly_fields = ["result"]
    inlines = [PaperInline]
    fieldsets = [
        (None, {"fields": ["session", "order", "title", "axis", "presenter", "minutes", "minimum", "matter"]}),
        (
            gettext_lazy("Whom it is for"),
            {"fields": ["audience", "widening_reason", "released_on", "is_open_to_rrocm"]},
        ),
        (gettext_lazy("Afterwards"), {"fields": ["is_standing", "result"]}),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "session":
            options["queryset"] = Session.objects.readable_to(request.user).select_related("meeting")
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        if field is not None and db_field.name == "session":
            field.label_from_instance = lambda session: f"{session.meeting}: {session}"
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_on_record(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_on_record(obj) and super().has_delete_permission(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        if is_on_record(options.get("obj")):
            messages.warning(request, MEETING_IS_OVER)
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description=gettext_lazy("meeting"), ordering="session__meeting")
    def meeting(self, item: AgendaItem) -> Meeting:
        return item.session.meeting

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        for paper in formset.save(commit=False):
            pinning.pin(paper, by=request.user)
        for paper in formset.deleted_objects:
            pinning.unpin(paper, by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Whom the item is for may have changed, or its session, and so what the invited and the authorised read."""
        super().save_related(request, form, formsets, change)
        sessions = [form.instance.session_id, form.initial.get("session")]
        bring_in_line(Meeting.objects.filter(sessions__in=filter(None, sessions)), request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        bring_in_line(Meeting.objects.filter(pk=obj.session.meeting_id), request)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        meetings = list(queryset.values_list("session__meeting", flat=True))
        super().delete_queryset(request, queryset)
        bring_in_line(Meeting.objects.filter(pk__in=meetings), request)


@admin.register(ActivityCount)
class ActivityCountAdmin(TranslatedModelAdmin):
    list_display = ["order", "name", "printed"]
    list_display_links = ["name"]
