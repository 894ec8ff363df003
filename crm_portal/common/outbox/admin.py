"""The staff's outbox: what is about to leave, what left, and what did not arrive."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_portal.common.admin import PortalModelAdmin
from crm_portal.common.admin_transitions import AdminTransition, TransitionsModelAdmin, chip
from crm_portal.common.outbox import kinds, workflow
from crm_portal.common.outbox.forms import DraftForm, NoteForm
from crm_portal.common.outbox.models import AddressTrouble, Letter
from crm_portal.common.registry import Text

TONES = {
    Letter.State.SENT: "good",
    Letter.State.UNCERTAIN: "alert",
    Letter.State.FAILED: "alert",
    Letter.State.BOUNCED: "alert",
}


# Not as links to the accounts, which are not on every desk.
RECORDED = {"kind_name": "kind", "writer": "created_by", "sender": "queued_by"}


def reach(letter: Letter) -> SafeString:
    """Whether a letter is for the public or for one person, so that nobody takes one for the other."""
    if letter.is_public:
        return chip("public", _("Public announcement"))
    return chip("private", _("Private"))


def explain_sending(letters: Sequence[Letter]) -> Iterable[Text]:
    """What happens on Send: how many leave, how many of them for the public, and which addresses are in trouble."""
    public = sum(letter.is_public for letter in letters)
    private = len(letters) - public
    yield ngettext(
        "%(number)d letter leaves now. It cannot be called back.",
        "%(number)d letters leave now. They cannot be called back.",
        len(letters),
    ) % {"number": len(letters)}
    if public and private:
        yield format_html("{} {}", chip("public", _("Public announcement")), count_of(public))
        yield format_html("{} {}", chip("private", _("Private")), count_of(private))
    troubled = AddressTrouble.objects.filter(address__in=[letter.address for letter in letters])
    for address in troubled.values_list("address", flat=True):
        yield _("Mail to %(address)s came back before.") % {"address": address}


def count_of(number: int) -> str:
    return ngettext("%(number)d letter", "%(number)d letters", number) % {"number": number}


def explain_resending(letters: Sequence[Letter]) -> Iterable[Text]:
    yield _("It leaves again under the same Message-ID, so that a mailbox which has it already can tell.")
    yield from explain_sending(letters)


def explain_cancelling(letters: Sequence[Letter]) -> Iterable[Text]:
    yield ngettext("%(number)d letter will not leave.", "%(number)d letters will not leave.", len(letters)) % {
        "number": len(letters)
    }


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in kinds.kinds.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(TransitionsModelAdmin):
    table = workflow.TRANSITIONS
    transitions = (
        AdminTransition(
            "queue",
            gettext_lazy("Send"),
            workflow.queue,
            gettext_lazy("It leaves as soon as the worker takes it."),
            explain_sending,
            gettext_lazy("Send the chosen letters"),
        ),
        AdminTransition(
            "resend",
            gettext_lazy("Resend"),
            workflow.resend,
            gettext_lazy("It leaves again as soon as the worker takes it."),
            explain_resending,
            gettext_lazy("Resend the chosen letters"),
        ),
        AdminTransition(
            "confirm_sent", gettext_lazy("It arrived"), workflow.confirm_sent, gettext_lazy("Noted as sent.")
        ),
        AdminTransition(
            "cancel",
            gettext_lazy("Cancel the letter"),
            workflow.cancel,
            gettext_lazy("It will not leave."),
            explain_cancelling,
            gettext_lazy("Cancel the chosen letters"),
        ),
    )
    list_display = ["subject", "to", "kind_name", "reach_chip", "state_chip", "moment"]
    list_filter = ["state", KindFilter, "language", "is_public"]
    list_select_related = ["recipient"]
    date_hierarchy = "created_at"
    record = ["error", "kind_name", "language", "priority", "reply_to", "created_at", "writer", "queued_at", "sender"]
    record += ["next_attempt_at", "attempts", "sending_at", "sent_at", "carried_by", "message_id"]

    @admin.display(description=gettext_lazy("to"), ordering="address")
    def to(self, letter: Letter) -> str:
        return letter.person

    @admin.display(description=gettext_lazy("to"))
    def to_with_warning(self, letter: Letter) -> SafeString:
        trouble = AddressTrouble.of(letter.address)
        warning = format_html(" {}", chip("alert", _("Mail to this address came back before."))) if trouble else ""
        return format_html("{}{}", letter.person, warning)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_name(self, letter: Letter) -> Text:
        return letter.kind_label

    @admin.display(description=gettext_lazy("reach"), ordering="is_public")
    def reach_chip(self, letter: Letter) -> SafeString:
        return reach(letter)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_chip(self, letter: Letter) -> SafeString:
        return chip(TONES.get(Letter.State(letter.state), "calm"), letter.get_state_display())

    @admin.display(description=gettext_lazy("sent or written"), ordering="created_at")
    def moment(self, letter: Letter) -> Any:
        return letter.sent_at or letter.queued_at or letter.created_at

    @admin.display(description=gettext_lazy("written by"))
    def writer(self, letter: Letter) -> str:
        return str(letter.created_by)

    @admin.display(description=gettext_lazy("sent by"))
    def sender(self, letter: Letter) -> str:
        return str(letter.queued_by)

    @admin.display(description=gettext_lazy("text"))
    def words_shown(self, letter: Letter) -> str:
        if letter.is_secret:
            return _("Not shown: it carries a link or a code for the recipient alone, and is removed once sent.")
        return letter.text

    def line(self, letter: Letter) -> SafeString:
        return format_html("{} <strong>{}</strong> → {}", reach(letter), letter.subject, letter.person)

    # What the search and the address line may ask about: never the words of a secret letter, not even whether it
    # contains something.

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["subject__unaccent__icontains", "address__icontains", "recipient__full_name__unaccent__icontains"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        allowed = ("state", "kind", "language", "is_public", "created_at")
        return lookup.partition("__")[0] in allowed and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    # Forms

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return (obj is None or obj.is_editable) and super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Letter | None = None, change: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        options["form"] = DraftForm if obj else NoteForm
        return super().get_form(request, obj, change, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Letter | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["address", "language", "subject", "text"]})]
        text = "text" if self.has_change_permission(request, obj) else "words_shown"
        known = [name for name in self.record if getattr(obj, RECORDED.get(name, name))]
        return [
            (None, {"fields": ["state_chip", "reach_chip", "to_with_warning", "subject", text]}),
            (gettext_lazy("On record"), {"fields": known}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Letter | None = None) -> Any:
        if obj is None:
            return []
        shown = [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return [name for name in shown if name not in {"subject", "text"}]

    def save_model(self, request: HttpRequest, obj: Letter, form: Any, change: Any) -> None:
        """By the workflow, which alone writes letters. Raises TransitionNotAllowed."""
        if change:
            workflow.edit(obj, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"])
            return
        written = {name: form.cleaned_data[name] for name in ("address", "language", "subject", "text")}
        obj.pk = workflow.draft(kinds.NOTE.name, to=form.person, by=request.user, **written).pk
        obj.refresh_from_db()

    def response_add(self, request: HttpRequest, obj: Letter, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, _("The draft is kept. Nothing leaves until you press Send."))
        return redirect(self.address(obj))


@admin.register(AddressTrouble)
class AddressTroubleAdmin(PortalModelAdmin):
    list_display = ["address", "since", "reason"]
