from django.contrib import admin

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
