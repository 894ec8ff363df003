from django.contrib import admin
from django.http import HttpRequest

from crm_portal.common.admin import TranslatedModelAdmin
from reserve_fund.models import Rule, Vulnerability


@admin.register(Rule)
class RuleAdmin(TranslatedModelAdmin):
    list_display = ["code", "text", "value", "basis", "source"]
    list_filter = ["basis"]


@admin.register(Vulnerability)
class VulnerabilityAdmin(TranslatedModelAdmin):
    list_display = ["name", "code", "decided_by", "order", "source"]
    list_filter = ["decided_by"]
    readonly_fields = ["code", "decided_by", "order"]  # what the rules and the database decide by

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
