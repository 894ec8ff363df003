from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contributions.models import Scale, Share
from crm_portal.common.admin import PortalModelAdmin, SharedChoicesInline, TranslatedModelAdmin


class ShareInline(SharedChoicesInline):
    model = Share
    extra = 0
    fields = ["party", "order", "amount_usd", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Share]:
        return super().get_queryset(request).select_related("party")


@admin.register(Scale)
class ScaleAdmin(TranslatedModelAdmin):
    list_display = ["valid_from", "valid_until", "approved_by", "source"]
    inlines = [ShareInline]


@admin.register(Share)
class ShareAdmin(PortalModelAdmin):
    list_display = ["party", "scale", "amount_usd", "source"]
    list_filter = ["scale"]
    autocomplete_fields = ["party", "scale"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]
