"""The staff's desk: one admin site and one ModelAdmin that every app builds on."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin


class PortalAdminSite(AdminSite):
    """Signed-in people who are not staff get a 404: the admin does not confirm that it exists."""

    site_header = _("CRM portal")
    site_title = _("CRM portal")
    index_title = _("The Secretariat's desk")
    # Part of the class, so it is in place before any URLconf can bind the unprotected view.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def has_permission(self, request: HttpRequest) -> bool:
        if request.user.is_authenticated and not (request.user.is_active and request.user.is_staff):
            raise Http404
        return super().has_permission(request)


class PortalModelAdmin(ModelAdmin):
    """Searches every text field and joins what its list shows, so that no list asks row by row."""

    list_per_page = 50

    class Media:
        js = ["js/admin-language-tabs.js"]

    def __init__(self, model: type[models.Model], admin_site: AdminSite) -> None:
        own = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name != "password"
        ]
        self.search_fields = [*own, *self.search_fields]  # type: ignore[misc]  # Django reads it from the instance
        super().__init__(model, admin_site)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        return [name for name in self.get_list_display(request) if isinstance(name, str) and self._is_relation(name)]

    def _is_relation(self, name: str) -> bool:
        try:
            return isinstance(self.model._meta.get_field(name), models.ForeignKey)
        except FieldDoesNotExist:
            return False


class TranslatedModelAdmin(PortalModelAdmin, TranslationAdmin):
    """For models with a field in each language."""
