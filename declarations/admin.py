"""The staff's desk for documents: written, checked in both languages, published, withdrawn."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationStackedInline

from crm_portal.common.admin import PortalModelAdmin, TranslatedModelAdmin, untranslated
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.permissions import require_perm
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed
from declarations import filing, publishing, queues
from declarations.forms import DocumentForm, FilesForm
from declarations.models import (
    Axis,
    Consultation,
    Document,
    DocumentGrant,
    DocumentRelation,
    DocumentTheme,
    DocumentVersion,
    OldAddress,
    Paragraph,
    Subtheme,
    Theme,
)
from declarations.readers import readers_if, readers_of
from members.models import Audience
from members.readers import Readers

Verb = AdminTransition


def explain_publishing(documents: Sequence[Document]) -> Iterable[Text]:
    """What publishing does: it cannot be undone, who reads it, from when, and what is missing."""
    yield _("A published version is kept for ever: it can be withdrawn, never changed.")
    for document in documents:
        if document.embargo_until and document.embargo_until > now():
            moment = date_format(localtime(document.embargo_until), "DATETIME_FORMAT")
            yield _("“%(title)s” opens on %(moment)s, time of Costa Rica.") % {"title": document, "moment": moment}
        yield _("“%(title)s” will be for: %(audience)s.") % {
            "title": document,
            "audience": document.get_audience_display(),
        }
        for language, fields in untranslated(document).items():
            yield _("“%(title)s” lacks in %(language)s: %(fields)s.") % {
                "title": document,
                "language": language,
                "fields": ", ".join(fields),
            }


def explain_withdrawing(documents: Sequence[Document]) -> Iterable[Text]:
    """What withdrawing leaves."""
    yield _("Its files are handed out no more. Its page stays, with the reason, and its symbol stays taken.")
    for document in documents:
        yield document.withdrawal_reason or _("No reason is filled in yet.")


class TranslationQueue(admin.SimpleListFilter):
    """What translators have to do."""

    title = gettext_lazy("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("es", gettext_lazy("no file in Spanish")),
            ("en", gettext_lazy("no file in English")),
            ("old", gettext_lazy("translation older than its source")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        chosen = self.value()
        if chosen in dict(settings.LANGUAGES):
            return queryset.exclude(versions__language=chosen).filter(versions__isnull=False).distinct()
        if chosen == "old":
            return queryset.filter(pk__in=queues.outdated().values("document"))
        return queryset


class VersionInline(admin.TabularInline):
    """The files; what is published can only be looked at."""

    model = DocumentVersion
    extra = 0
    can_delete = False
    fields = ("number", "language", "translation_status", "translates", "held", "state")
    readonly_fields = ("number", "translates", "held", "state")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("file"))
    def held(self, version: DocumentVersion) -> SafeString:
        file = version.served_file
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.name)

    @admin.display(description=gettext_lazy("state"))
    def state(self, version: DocumentVersion) -> str:
        if version.frozen_at:
            return _("published on %(day)s") % {"day": date_format(localtime(version.frozen_at), "DATE_FORMAT")}
        return _("ready to be published") if version.public_file_id else _("is being prepared")

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)

        class OnlyUnpublished(formset):  # type: ignore[valid-type,misc]  # what Django makes on the fly
            def add_fields(self, form: Any, index: Any) -> None:
                super().add_fields(form, index)
                if form.instance.frozen_at:
                    for name in ("language", "translation_status"):
                        form.fields[name].disabled = True

        return OnlyUnpublished


class ThemeInline(admin.TabularInline):
    model = DocumentTheme
    extra = 0
    autocomplete_fields = ("theme", "subtheme")


class RelationInline(admin.TabularInline):
    model = DocumentRelation
    fk_name = "document"
    extra = 0
    autocomplete_fields = ("other",)


class ParagraphInline(TranslationStackedInline):
    model = Paragraph
    extra = 0


@admin.register(Document)
class DocumentAdmin(TransitionsModelAdmin, TranslatedModelAdmin):
    form = DocumentForm
    table = publishing.TRANSITIONS
    status_field = "status"
    change_form_template = "admin/declarations/document/change_form.html"
    transitions = (
        Verb(
            "provisional",
            gettext_lazy("Make it provisional"),
            lambda document, by: publishing.advance(document, "provisional", by=by),
            gettext_lazy("It is provisional."),
        ),
        Verb(
            "final",
            gettext_lazy("Make it final"),
            lambda document, by: publishing.advance(document, "final", by=by),
            gettext_lazy("It is final."),
            bulk_label=gettext_lazy("Make final"),
        ),
        Verb(
            "reopen",
            gettext_lazy("Open it again"),
            lambda document, by: publishing.advance(document, "reopen", by=by),
            gettext_lazy("It is a draft again."),
        ),
        Verb(
            "publish",
            gettext_lazy("Publish"),
            publishing.publish,
            gettext_lazy("It is published."),
            explain_publishing,
            bulk_label=gettext_lazy("Publish"),
        ),
        Verb(
            "withdraw",
            gettext_lazy("Withdraw"),
            publishing.withdraw,
            gettext_lazy("It is withdrawn."),
            explain_withdrawing,
        ),
    )
    list_display = ["title", "symbol", "kind", "year", "status", "audience"]
    list_filter = ["status", TranslationQueue, "kind", "audience", ("body", admin.RelatedOnlyFieldListFilter), "year"]
    search_fields = ["symbol"]
    autocomplete_fields = ["body"]
    readonly_fields = ["status", "symbol", "published_at", "who_reads_it"]
    inlines = [VersionInline, ThemeInline, RelationInline, ParagraphInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("kind", "title", "summary", "year", "session_number", "dated_on", "place"),
                    *("authentic_language", "status", "symbol"),
                ]
            },
        ),
        (
            gettext_lazy("Whom it is for"),
            {
                "fields": [
                    *("body", "part", "audience", "who_reads_it", "widening_reason"),
                    *("circle", "released_on", "is_open_to_rrocm"),
                ]
            },
        ),
        (
            gettext_lazy("Publication"),
            {"fields": ["published_at", "embargo_until", "embargo_time_zone", "withdrawal_reason"]},
        ),
        (gettext_lazy("For the record"), {"fields": ["note", "source"]}),
    ]

    class Media:
        js = ["js/admin-readers.js"]

    @admin.display(description=gettext_lazy("who reads it"))
    def who_reads_it(self, document: Document) -> SafeString:
        """In words and by head count; a script keeps it true while the audience is being chosen."""
        where = f"{reverse('admin:declarations_document_readers')}?document={document.pk or ''}"
        return format_html('<span data-readers="{}" role="status">{}</span>', where, words_of(readers_of(document)))

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("readers/", self.admin_site.admin_view(self.readers_view), name="declarations_document_readers"),
            path(
                "<path:object_id>/files/",
                self.admin_site.admin_view(self.files_view),
                name="declarations_document_files",
            ),
        ]
        return [*own, *super().get_urls()]

    def readers_view(self, request: HttpRequest) -> JsonResponse:
        """Who would read a document of this audience, body and state, before it is saved."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.GET
        audience = asked.get("audience", "")
        if audience not in Audience.values:
            raise Http404
        body = asked.get("body", "")
        if not all(number.isdecimal() or not number for number in (body, asked.get("document", ""))):
            raise Http404
        before = Document.objects.visible_to(request.user).filter(pk=int(asked.get("document") or 0)).first()
        if audience == Audience.CIRCLE and not (before and before.circle_id):
            return JsonResponse({"words": _("Name the circle of people whom this document is for.")})
        found = readers_if(before, audience=audience, body_id=int(body or 0) or None)
        return JsonResponse({"words": words_of(found)})

    def files_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put several files in at once: the next version, one file for each language."""
        document = self.get_object(request, unquote(object_id))
        if document is None:
            raise Http404
        if not request.user.has_perm("declarations.add_version_document", document):
            raise PermissionDenied
        form = FilesForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                added = filing.add_files(
                    document,
                    form.cleaned_data["uploads"],
                    translation_status=form.cleaned_data["translation_status"],
                    by=request.user,
                )
            except TransitionNotAllowed as refusal:
                form.add_error("uploads", str(refusal))
            else:
                messages.success(request, said_of(added))
                return redirect(self.address(document))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add files: %(title)s") % {"title": document},
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "back": self.address(document),
        }
        return TemplateResponse(request, "admin/declarations/document/files.html", context)

    def view_on_site(self, document: Document) -> str:
        return document.get_absolute_url()


def words_of(readers: Readers) -> str:
    """Who reads a document, in words and by head count."""
    words = ", ".join(readers.roles) or _("nobody")
    return _("%(roles)s. People today: %(number)d.") % {"roles": words, "number": readers.people}


def said_of(versions: Sequence[DocumentVersion]) -> str:
    """What was understood of the files added, in words."""
    files = ", ".join(f"{version.get_language_display()} ({version.file.name})" for version in versions)
    return _("Version %(number)d: %(files)s. Correct the languages below if they were guessed wrongly.") % {
        "number": versions[0].number,
        "files": files,
    }


@admin.register(DocumentGrant)
class DocumentGrantAdmin(PortalModelAdmin):
    list_display = ["document", "party", "person", "valid_from", "valid_until", "granted_by"]
    autocomplete_fields = ["document", "party"]
    exclude = ("person",)  # the Presidency grants custody to persons, in the intranet

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentGrant]:
        seen = Document.objects.visible_to(request.user)
        grants: QuerySet[DocumentGrant] = super().get_queryset(request).filter(document__in=seen)
        return grants

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["document", "party", "granted_by"] if obj else []

    def save_model(self, request: HttpRequest, obj: DocumentGrant, form: Any, change: Any) -> None:
        require_perm(request.user, "declarations.open_document", obj.document)
        if change:
            super().save_model(request, obj, form, change)
        else:
            publishing.open_to(obj, by=request.user)


@admin.register(Axis)
class AxisAdmin(TranslatedModelAdmin):
    list_display = ["number", "name", "source"]
    list_display_links = ["name"]


@admin.register(Theme)
class ThemeAdmin(TranslatedModelAdmin):
    list_display = ["order", "name", "axis"]
    list_display_links = ["name"]


@admin.register(Subtheme)
class SubthemeAdmin(TranslatedModelAdmin):
    list_display = ["number", "name", "theme"]
    list_display_links = ["name"]
    list_filter = ["theme"]


@admin.register(DocumentVersion)
class DocumentVersionAdmin(PortalModelAdmin):
    """To be found and pinned elsewhere; versions are made and published on their document's page."""

    list_display = ["document", "number", "language", "frozen_at"]
    search_fields = ["document__symbol__icontains", "document__title_es__unaccent", "document__title_en__unaccent"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OldAddress)
class OldAddressAdmin(PortalModelAdmin):
    list_display = ["path", "document"]
    autocomplete_fields = ["document"]


@admin.register(Consultation)
class ConsultationAdmin(PortalModelAdmin):
    """Found here, with everything that was done; conducted on its own page, to which “view on site” leads."""

    list_display = ["symbol_and_title", "kind", "status", "outcome", "opened_at"]
    list_filter = ["kind", "status", "outcome"]
    search_fields = ["title_es", "title_en"]
    fields = [
        *("kind", "title_es", "title_en", "number", "year", "status", "begun_by", "begun_at", "opened_at"),
        *("outcome", "outcome_reason_es", "outcome_reason_en", "declared_at", "declared_by", "reported_at"),
    ]

    @admin.display(description=gettext_lazy("consultation"), ordering="begun_at")
    def symbol_and_title(self, consultation: Consultation) -> str:
        return str(consultation)
