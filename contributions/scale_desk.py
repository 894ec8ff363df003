"""Scales and their shares on the desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import scales
from contributions.models import Scale, Share
from contributions.simulation import amounts, compare
from crm_portal.common import money
from crm_portal.common.admin import PortalModelAdmin, SharedChoicesInline, TranslatedModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin, chip
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed

APPROVED_STAYS = gettext_lazy(
    "An approved scale and its amounts do not change any more: members were told what they owe by them. "
    "Draft the next version instead."
)


class ShareInline(SharedChoicesInline):
    model = Share
    extra = 0
    fields = ["party", "order", "amount_usd", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Share]:
        return super().get_queryset(request).select_related("party")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and may_be_corrected(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_be_corrected(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The countries of a draft may be taken out of it."""
        return super().has_change_permission(request, obj) and obj is not None and obj.is_draft


def may_be_corrected(scale: Scale | None) -> bool:
    return scale is None or scale.may_be_corrected


def before_approval(chosen: Sequence[Scale]) -> Iterator[Text]:
    """What an approval will do, or why it cannot be: which scale it ends, and what changes for each country."""
    for scale in chosen:
        try:
            ended = scales.ends(scale)
        except TransitionNotAllowed as refusal:
            yield str(refusal)
            continue
        day = {"day": date_format(scale.valid_from, "DATE_FORMAT")}
        if ended:
            yield _("“%(scale)s” ends, and this one is in force from %(day)s.") % {"scale": ended, **day}
        else:
            yield _("This scale is in force from %(day)s.") % day
        yield _("Everybody sees it from now on, and neither its amounts nor its legal basis can be changed again.")
        comparison = compare(amounts(Scale.objects.approved().first()), amounts(scale))
        yield _("Total: USD %(present)s now, USD %(new)s then.") % {
            "present": money.shown(comparison.present_total),
            "new": money.shown(comparison.new_total),
        }
        for line in comparison.lines:
            yield _("%(country)s: USD %(present)s now, USD %(new)s then.") % {
                "country": line.party.name,
                "present": money.shown(line.present),
                "new": money.shown(line.new),
            }


class ScaleAdmin(TransitionsModelAdmin, TranslatedModelAdmin):
    list_display = ["shown_as", "state", "valid_from", "valid_until", "approved_by", "source"]
    list_filter = ["status"]
    inlines = [ShareInline]
    autocomplete_fields = ["decision"]
    readonly_fields = ["state", "drafted_from", "drafted_by", "drafted_at"]
    table = scales.TRANSITIONS
    status_field = "status"
    transitions = (
        AdminTransition(
            "approve",
            gettext_lazy("Record the approval"),
            scales.approve,
            gettext_lazy("The approval is recorded."),
            before_approval,
        ),
        AdminTransition(
            "discard",
            gettext_lazy("Discard the draft"),
            scales.discard,
            gettext_lazy("The draft is laid aside."),
            lambda _chosen: [gettext_lazy("The draft stays on record and cannot be taken up again.")],
        ),
    )

    @admin.display(description=gettext_lazy("scale of contributions"), ordering="valid_from")
    def shown_as(self, scale: Scale) -> str:
        return str(scale)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, scale: Scale) -> SafeString:
        tones = {Scale.Status.DRAFT: "calm", Scale.Status.APPROVED: "good", Scale.Status.DISCARDED: "private"}
        return chip(tones[Scale.Status(scale.status)], scale.get_status_display())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_be_corrected(obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        scale = options.get("obj")
        if scale is not None and scale.status == Scale.Status.APPROVED and not scale.may_be_corrected:
            messages.info(request, APPROVED_STAYS)
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if not change:  # typed here instead of simulated
            obj.drafted_by, obj.drafted_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


class ShareAdmin(PortalModelAdmin):
    list_display = ["party", "scale", "amount_usd", "source"]
    list_filter = ["scale"]
    autocomplete_fields = ["party", "scale"]
    search_fields = ["party__name_es__unaccent", "party__name_en__unaccent"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.scale.may_be_corrected)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        share = options.get("obj")
        if share is not None and not share.scale.may_be_corrected:
            messages.info(request, APPROVED_STAYS)
        return super().render_change_form(request, context, *args, **options)
