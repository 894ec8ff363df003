"""The staff's desk: one admin site and one ModelAdmin that every app builds on."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from crm_portal.common import registry
from crm_portal.common.audit.timeline import timeline
from crm_portal.common.headers import CLEAR_SITE_DATA


class PortalAdminSite(AdminSite):
    """Signed-in people who are not staff get a 404: the admin does not confirm that it exists."""

    site_header = _("CRM portal")
    site_title = _("CRM portal")
    index_title = _("The Secretariat's desk")

    # Part of the class, so it is in place before any URLconf can bind the unprotected view.
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own login, with its rate limits."""
        self.has_permission(request)
        return secure_admin_login(super().login)(request, extra_context)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Sign out by the admin's own address; the browser forgets the session as it does by the portal's."""
        response = super().logout(request, extra_context)
        response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The desk, with what waits for the staff said first."""
        for notice in registry.desk_notices:
            if said := notice():
                messages.warning(request, said)
        return super().index(request, extra_context)

    def has_permission(self, request: HttpRequest) -> bool:
        if request.user.is_authenticated and not (request.user.is_active and request.user.is_staff):
            raise Http404
        return super().has_permission(request)


class PortalModelAdmin(ModelAdmin):
    """Searches every text field and joins what its list shows, so that no list asks row by row."""

    list_per_page = 50
    is_narrowed_by_person = True
    """Whether `visible_to` decides which rows somebody finds here; where it does not, the admin shows less of each."""

    class Media:
        js = ["js/admin-language-tabs.js"]

    def __init__(self, model: type[models.Model], admin_site: AdminSite) -> None:
        own = [
            f"{field.name}__unaccent__icontains"
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name != "password"
        ]
        self.search_fields = [*own, *self.search_fields]  # type: ignore[misc]  # Django reads it from the instance
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """A protected model's rows as far as this person sees them; the break-glass account passes no such filter."""
        rows: QuerySet[Any] = super().get_queryset(request)
        narrowed = getattr(rows, "visible_to", None) if self.is_narrowed_by_person else None
        return narrowed(request.user) if narrowed else rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Asked of the object too. Django asks of its kind alone; what is published is not everybody's to change."""
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}", obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Django's search; a NUL, which PostgreSQL cannot hold, finds nothing instead of failing."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields in the model's order, with what is for the record at the end: notes and the source."""
        names = list(super().get_fields(request, obj))
        last = [name for name in names if isinstance(name, str) and name.startswith(("note", "source"))]
        return [*(name for name in names if name not in last), *sorted(last)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everything that happened to an object, for whoever may view it: by whom, when, what was and what is."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        page = timeline(obj, request.GET.get("p", 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record of changes: %(object)s") % {"object": obj},
            "subtitle": None,
            "entries": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        own = self.list_select_related if isinstance(self.list_select_related, list) else []
        shown = [name for name in self.get_list_display(request) if isinstance(name, str) and self._is_relation(name)]
        return [*own, *shown]

    def _is_relation(self, name: str) -> bool:
        try:
            return isinstance(self.model._meta.get_field(name), models.ForeignKey)
        except FieldDoesNotExist:
            return False


class SharedChoicesInline(TabularInline):
    """A table of rows that all choose from one list, which is fetched once and not for every row."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        if field is not None:
            field.choices = [(value, str(label)) for value, label in field.choices]
        return field


class TranslatedModelAdmin(PortalModelAdmin, TranslationAdmin):
    """For models with a field in each language. A text in one language alone is saved, and said to be half done."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        for language, labels in untranslated(obj).items():
            messages.warning(
                request,
                _("“%(row)s” has no text yet in %(language)s for: %(fields)s.")
                % {"row": obj, "language": language, "fields": ", ".join(labels)},
            )


def untranslated(row: models.Model) -> dict[str, list[str]]:
    """The fields that one language has and another lacks, under the name of the language that lacks them."""
    missing: dict[str, list[str]] = {}
    for name in translator.get_options_for_model(type(row)).get_field_names():
        texts = {code: getattr(row, build_localized_fieldname(name, code)) for code, _name in settings.LANGUAGES}
        for code, language in settings.LANGUAGES:
            if any(texts.values()) and not texts[code]:
                missing.setdefault(language, []).append(
                    str(getattr(type(row)._meta.get_field(name), "verbose_name", name))
                )
    return missing
