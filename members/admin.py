"""The staff's desk for parties, bodies, presidencies and accounts."""

from typing import Any, cast

from allauth.account import admin as account_admin  # registers what is unregistered here
from allauth.mfa import admin as mfa_admin  # noqa: F401  # the same
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as usersessions_admin  # noqa: F401  # the same
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # noqa: F401  # the same
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from crm_portal.common.admin import PortalModelAdmin, TranslatedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin
from crm_portal.common.workflow import Transitions
from members import account_desk
from members.models import (
    AnnouncedHoliday,
    Attendance,
    Body,
    Circular,
    Institution,
    Invitation,
    Mandate,
    Partnership,
    Party,
    PartyAlias,
    PartyStatus,
    Post,
    PresidencyTerm,
    Provision,
    Substitution,
    User,
)
from members.rules import is_within_reach

admin.site.unregister(account_admin.EmailAddress)  # the address is the account's own field
admin.site.unregister([Authenticator, UserSession])  # people end their own sessions; ways to sign in are theirs too
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
    search_fields = ["aliases__name__unaccent"]
    inlines = [PartyStatusInline, PartyAliasInline]

    def view_on_site(self, obj: Party) -> str | None:
        """The page that shows a party, by the seat it holds; none for one without a seat."""
        seat = obj.statuses.order_by("pk").last()
        pages = {
            PartyStatus.Status.MEMBER: obj.member_url,
            PartyStatus.Status.OBSERVER: reverse("members:observer-list"),
            PartyStatus.Status.CIVIL_SOCIETY: reverse("members:civil-society"),
            PartyStatus.Status.PARTNER: reverse("members:partnership-list"),
        }
        return pages[PartyStatus.Status(seat.status)] if seat else None


@admin.register(PartyStatus)
class PartyStatusAdmin(TranslatedModelAdmin):
    list_display = ["party", "status", "valid_from", "valid_until", "precision", "source"]
    list_filter = ["status", "precision"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]


@admin.register(PartyAlias)
class PartyAliasAdmin(PortalModelAdmin):
    list_display = ["name", "party", "source"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]


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
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]


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
    list_display = ["meeting", "part", "participant", "may_attend", "condition", "basis"]
    list_filter = [("body", admin.RelatedOnlyFieldListFilter), "part", "participant", "may_attend", "basis"]
    list_select_related = ["body"]
    autocomplete_fields = ["body"]

    @admin.display(description=_("kind of meeting"), ordering="setting")
    def meeting(self, rule: Attendance) -> str:
        return rule.setting_name


@admin.register(PresidencyTerm)
class PresidencyTermAdmin(TranslatedModelAdmin):
    list_display = ["starts_on", "ends_on", "party", "theme", "boundaries_basis", "source"]
    list_filter = [("party", admin.RelatedOnlyFieldListFilter), "precision", "boundaries_basis"]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]
    date_hierarchy = "starts_on"


@admin.register(AnnouncedHoliday)
class AnnouncedHolidayAdmin(TranslatedModelAdmin):
    list_display = ["on", "name", "party"]
    list_filter = [("party", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["party"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]
    date_hierarchy = "on"


@admin.register(Provision)
class ProvisionAdmin(TranslatedModelAdmin):
    list_display = ["kind", "number", "label", "body", "source"]
    list_display_links = ["label"]
    list_filter = ["kind", "body"]
    autocomplete_fields = ["body"]


@admin.register(User)
class UserAdmin(TransitionsModelAdmin):
    """Accounts. Nobody sets a password here: a person gets a link. Only a break-glass account touches another one."""

    change_form_template = "admin/members/user/change_form.html"
    status_field = "is_active"
    table = cast(Transitions, {"send_link": ((True,), True)})
    transitions = (
        AdminTransition(
            "send_link",
            _("Send a link to choose a password"),
            account_desk.send_link,
            _("The link is on its way."),
            lambda _users: [_("The person gets a mail with a link that works once, within an hour.")],
        ),
    )
    ordering = ["full_name", "email"]
    list_display = ["email", "full_name", "language", "is_active", "last_login"]
    list_filter = ["is_active", "language"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "full_name"]}),
        (_("Preferences"), {"fields": ["language", "time_zone"]}),
        (_("Access"), {"fields": ["is_active", "last_login", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "full_name", "language", "time_zone"]})]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        if request.user.is_superuser:
            return [*self.fieldsets, (_("Emergency"), {"fields": ["is_superuser"]})]
        return self.fieldsets

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_within_reach(request.user, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_within_reach(request.user, obj) and super().has_delete_permission(request, obj)

    def line(self, obj: User) -> str:
        """Who gets the link, and where."""
        return f"{obj.full_name} <{obj.email}>"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out a password's hash by asking how it begins."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's own
        """A new account has no password; a new address is told to both addresses."""
        if not change:
            obj.set_unusable_password()
            return super().save_model(request, obj, form, change)
        address, obj.email = obj.email, form.initial["email"]
        super().save_model(request, obj, form, change)
        account_desk.change_address(obj, address, by=cast(User, request.user))
        obj.email = address
        return None


@admin.register(Mandate)
class MandateAdmin(PortalModelAdmin):
    list_display = ["user", "role", "party", "body", "valid_from", "valid_until"]
    list_filter = ["role", ("party", admin.RelatedOnlyFieldListFilter), ("body", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["institution"]
    search_fields = ["user__full_name__unaccent", "user__email", "party__name_es__unaccent", "party__name_en__unaccent"]
    # Who acts for whom in which role is decided by an invitation and its approval; here it is only looked up and ended.
    readonly_fields = ["user", "party", "role", "body", "valid_from", "approved_at", "approved_by", "confirmed_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(PortalModelAdmin):
    """For looking things up; an invitation is proposed and decided on in the intranet."""

    list_display = ["full_name", "role", "party", "status", "proposed_at", "expires_at"]
    list_filter = ["status", "role", ("party", admin.RelatedOnlyFieldListFilter)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def view_on_site(self, obj: Invitation) -> str:
        return reverse("members:invitation-decide", args=[obj.pk])


@admin.register(Circular)
class CircularAdmin(TranslatedModelAdmin):
    """For looking things up; a circular is written, sent and acknowledged in the intranet."""

    list_display = ["symbol", "subject", "status", "sent_at", "sent_by"]
    list_display_links = ["subject"]
    list_filter = ["status", "year"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Circular | None = None) -> bool:
        return False


@admin.register(Substitution)
class SubstitutionAdmin(PortalModelAdmin):
    """For looking things up; a deputy is named by whoever goes away."""

    list_display = ["deputy", "mandate", "valid_from", "valid_until", "accepted_at"]
    list_select_related = ["deputy", "mandate__user", "mandate__party"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Substitution | None = None) -> bool:
        return False
