"""A look at what is being written, in both languages, as the public would see it; nothing is saved by looking."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from crm_portal.common.admin import TranslatedModelAdmin


class PreviewedModelAdmin(TranslatedModelAdmin):
    """A form with a button that opens `preview_template`, given the object as `row`, once in each language."""

    preview_template: ClassVar[str] = ""
    change_form_template = "admin/previewed_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(require_POST(self.preview_view))
        return [
            path("preview/", view, name=name),
            path("<path:object_id>/preview/", view, name=name),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        obj = options.get("obj")
        if self.may_write(request, obj):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
            context["preview_address"] = reverse(name, args=[obj.pk] if obj else [])
        return super().render_change_form(request, context, *args, **options)

    def may_write(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def preview_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """What the form holds, as the public would see it; with what is wrong in it said above."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and obj is None:
            raise Http404
        if not self.may_write(request, obj):
            raise PermissionDenied
        form = self.get_form(request, obj)(request.POST, instance=obj)
        if not form.is_valid():
            messages.error(request, _("As it stands it cannot be saved: the form says why, when you save it."))
        looks = []
        for code, name in settings.LANGUAGES:
            with override(code):
                looks.append((code, name, render_to_string(self.preview_template, {"row": form.instance})))
        context = {"title": _("Preview"), "looks": looks}
        return TemplateResponse(request, "admin/preview.html", context)
