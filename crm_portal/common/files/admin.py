"""The list of private files, for those who look after the machine. It opens none."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm_portal.common.admin import PortalModelAdmin
from crm_portal.common.files.models import PrivateFile


@admin.register(PrivateFile)
class PrivateFileAdmin(PortalModelAdmin):
    """Read only. A file's name is shown to those who may read the file, and to nobody else."""

    is_narrowed_by_person = False  # every file is listed; what it is called, to its readers alone
    list_display = ["id", "shown_name", "kind", "size", "scan", "uploaded_by", "created_at"]
    list_filter = ["scan", "kind", "door"]
    search_fields = ["id", "uploaded_by__full_name__unaccent", "uploaded_by__email"]
    date_hierarchy = "created_at"
    fields = ("id", "shown_name", "kind", "size", "sha256", "scan", "finding", "door", "uploaded_by", "created_at")
    readonly_fields = fields

    def __init__(self, model: type[PrivateFile], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        # Or a search would tell, letter by letter, what the list does not show.
        self.search_fields = [name for name in self.search_fields if not name.startswith("name__")]  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PrivateFile]:
        readable = PrivateFile.objects.visible_to(request.user).filter(pk=OuterRef("pk"))
        files: QuerySet[PrivateFile] = super().get_queryset(request).annotate(is_readable=Exists(readable))
        return files

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return None

    @admin.display(description=_("name"))
    def shown_name(self, file: Any) -> str:
        return file.name if file.is_readable else "—"
