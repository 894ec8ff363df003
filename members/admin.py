"""The staff's desk for parties, bodies, presidencies and accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from crm_portal.common.admin import PortalModelAdmin, TranslatedModelAdmin
from members.models import (
    Attendance,
    Body,
    Institution,
    Partnership,
    Party,
    PartyAlias,
    PartyStatus,
    Post,
    PresidencyTerm,
    Provision,
    User,
)

admin.site.unregister(Group)  # rights come from mandates, so groups would be a second place to look


class PartyAliasInline(admin.TabularInline):
    model = PartyAlias
    extra = 0


class PartyStatusInline(TranslationStackedInline):
    model = PartyStatus
    extra = 0


@admin.register(Party)
class PartyAdmin(TranslatedModelAdmin):
    list_display = ["name", "acronym", "kind", "iso2", "time_zone", "source"]
    list_filter = ["kind", "statuses__status"]
    autocomplete_fields = ["joint_seat"]
    search_fields = ["aliases__name"]
    inlines = [PartyStatusInline, PartyAliasInline]


@admin.register(PartyStatus)
class PartyStatusAdmin(TranslatedModelAdmin):
    list_display = ["party", "status", "valid_from", "valid_until", "precision", "source"]
    list_filter = ["status", "precision"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es", "party__name_en"]


@admin.register(PartyAlias)
class PartyAliasAdmin(PortalModelAdmin):
    list_display = ["name", "party", "source"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es", "party__name_en"]


@admin.register(Partnership)
class PartnershipAdmin(TranslatedModelAdmin):
    list_display = ["order", "name", "party", "source"]
    list_display_links = ["name"]
    autocomplete_fields = ["party"]


@admin.register(Institution)
class InstitutionAdmin(TranslatedModelAdmin):
    list_display = ["name", "acronym", "party"]
    list_filter = [("party", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es", "party__name_en"]


class PostInline(TranslationStackedInline):
    model = Post
    extra = 0


@admin.register(Body)
class BodyAdmin(TranslatedModelAdmin):
    list_display = ["name", "acronym", "kind", "status", "reports_to", "established_on"]
    list_filter = ["kind", "status"]
    autocomplete_fields = ["reports_to", "part_of", "successor"]
    inlines = [PostInline]


@admin.register(Post)
class PostAdmin(TranslatedModelAdmin):
    list_display = ["title", "body", "headcount", "order", "source"]
    autocomplete_fields = ["body"]


@admin.register(Attendance)
class AttendanceAdmin(TranslatedModelAdmin):
    list_display = ["setting", "part", "participant", "may_attend", "condition", "basis"]
    list_filter = ["setting", "part", "participant", "may_attend", "basis"]
    autocomplete_fields = ["body"]


@admin.register(PresidencyTerm)
class PresidencyTermAdmin(TranslatedModelAdmin):
    list_display = ["starts_on", "ends_on", "party", "theme", "boundaries_basis", "source"]
    list_filter = [("party", admin.RelatedOnlyFieldListFilter), "precision", "boundaries_basis"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es", "party__name_en"]
    date_hierarchy = "starts_on"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not PresidencyTerm.objects.on(timezone.localdate()).exists():
            self.message_user(
                request, _("No presidency is on record for today. Please add the current one."), level="WARNING"
            )
        return super().changelist_view(request, extra_context)


@admin.register(Provision)
class ProvisionAdmin(TranslatedModelAdmin):
    list_display = ["kind", "number", "label", "body", "source"]
    list_display_links = ["label"]
    list_filter = ["kind", "body"]
    autocomplete_fields = ["body"]


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name", "language", "time_zone")


class ChangedUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(PortalModelAdmin, BaseUserAdmin):
    """Accounts. Who may do what will come from mandates; here stand only the ticks that open the admin."""

    form = ChangedUserForm
    add_form = NewUserForm
    ordering = ["full_name", "email"]
    search_fields = []  # Django's own names a user name, which nobody has here
    list_display = ["email", "full_name", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "language"]
    filter_horizontal = []
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "password", "full_name"]}),
        (_("Preferences"), {"fields": ["language", "time_zone"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "full_name", "language", "time_zone", "usable_password", "password1", "password2"]})
    ]
