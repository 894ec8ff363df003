"""Buttons for the steps of a workflow on an object's page in the admin, each with a page that says what will happen.

The buttons come from the app's transition table; the permission of a verb is `app.verb_model`, and the app's own
workflow function does it. Nothing happens by GET, and a TransitionNotAllowed becomes a message. A verb that needs to be
told something, as a reason or a file, has a form on that page: what it took goes to the function by its fields' names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import Action, ActionLocation
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common.admin import PortalModelAdmin
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, verbs_from


@dataclass(frozen=True)
class AdminTransition:
    """A verb that staff may use: its button, the workflow function, and what the page before it says."""

    verb: str
    label: Text
    run: Callable[..., Any]  # the workflow's function: (object, by=user), and by name what the form took
    done: Text
    explain: Callable[[Sequence[Any]], Iterable[Text]] = lambda _objects: ()
    bulk_label: Text = ""  # empty: one at a time only
    form_class: "type[TransitionForm] | None" = None  # what the page asks for; None: a yes alone
    details: Callable[[Sequence[Any]], Iterable[Text]] = lambda _objects: ()  # lines below the objects: amounts, people


class TransitionForm(forms.Form):
    """What the page before a transition asks for. `objects` are those it is about, for choices that depend on them."""

    def __init__(self, *args: Any, objects: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.objects = objects


def chip(tone: str, words: Text) -> SafeString:
    """A word in a coloured frame: the words say it, the colour helps. Tones: calm, good, alert, public, private."""
    return format_html('<span class="chip chip-{}">{}</span>', tone, words)


class TransitionsModelAdmin(PortalModelAdmin):
    """An admin page with the buttons of `transitions`, as far as `table` and the person's permissions allow."""

    table: ClassVar[Transitions] = {}
    transitions: ClassVar[Sequence[AdminTransition]] = ()
    status_field = "state"
    change_form_template = "admin/transitions_change_form.html"

    class Media:
        css = {"all": ["css/admin-transitions.css"]}

    def line(self, obj: Any) -> Text:
        """How the page before a transition names an object."""
        return str(obj)

    def open_transitions(self, request: HttpRequest, obj: Any) -> list[AdminTransition]:
        """What this person may do with an object now."""
        possible = verbs_from(self.table, getattr(obj, self.status_field))
        return [each for each in self.transitions if each.verb in possible and self.may(request, each.verb, obj)]

    def may(self, request: HttpRequest, verb: str, obj: Any = None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}", obj)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_transition"
        view = self.admin_site.admin_view(self.transition_view)
        return [path("<path:object_id>/do/<slug:verb>/", view, name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        obj = options.get("obj")
        context["transitions"] = []
        if obj is not None:
            buttons = self.open_transitions(request, obj)
            context["transitions"] = [(each.label, self.address(obj, each.verb)) for each in buttons]
        return super().render_change_form(request, context, *args, **options)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **options)
        except TransitionNotAllowed as error:  # the object went on while it was being edited
            messages.error(request, str(error))
            return redirect(request.get_full_path())

    def address(self, obj: models.Model, verb: str = "") -> str:
        """The page of an object, or the one before a transition of it."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if verb:
            return reverse(f"{name}_transition", args=[quote(obj.pk), verb])
        return reverse(f"{name}_change", args=[quote(obj.pk)])

    def transition_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponseBase:
        """The page before a transition, and by POST the transition."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        transition = next((each for each in self.transitions if each.verb == verb), None)
        if obj is None or transition is None:
            raise Http404
        if not self.may(request, verb, obj):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = asked_for(request, transition, [obj], is_sent=is_sent)
        if is_sent and (form is None or form.is_valid()):
            refusals = self.perform(request, transition, [obj], form)
            if form is None or not refusals:
                self.tell(request, refusals)
                return redirect(self.address(obj))
            for refusal in refusals:  # what was typed stays
                form.add_error(None, refusal)
        elif verb not in verbs_from(self.table, getattr(obj, self.status_field)):
            messages.error(request, _("That is not possible any more: see the state below."))
            return redirect(self.address(obj))
        return self.confirmation(request, transition, [obj], back=self.address(obj), form=form)

    def confirmation(
        self, request: HttpRequest, transition: AdminTransition, objects: Sequence[Any], *, back: str, **more: Any
    ) -> HttpResponse:
        """The page that says what will happen, to which objects, and asks for a yes."""
        context = {
            **self.admin_site.each_context(request),
            "title": transition.label,
            "opts": self.opts,
            "media": self.media,
            "transition": transition,
            "explanations": list(transition.explain(objects)),
            "lines": [self.line(obj) for obj in objects],
            "details": list(transition.details(objects)),
            "back": back,
            **more,
        }
        return TemplateResponse(request, "admin/confirm_transition.html", context)

    def perform(
        self, request: HttpRequest, transition: AdminTransition, objects: Iterable[Any], form: TransitionForm | None
    ) -> list[str]:
        """Do it to each, and say how many it was done to; why not to the others, in a sentence each."""
        given = form.cleaned_data if form is not None else {}
        done, refusals = 0, set()
        for obj in objects:
            try:
                transition.run(obj, by=request.user, **given)
            except TransitionNotAllowed as error:
                refusals.add(str(error))
            else:
                done += 1
                self.log_change(request, obj, str(transition.label))
        if done:
            counted = ngettext("%(number)d done.", "%(number)d done.", done) % {"number": done}
            messages.success(request, f"{transition.done} {counted if done > 1 else ''}".strip())
        return sorted(refusals)

    def tell(self, request: HttpRequest, refusals: Iterable[str]) -> None:
        """Say why something was not done."""
        for refusal in refusals:
            messages.error(request, refusal)

    def get_actions(self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST) -> Any:
        actions = super().get_actions(request, action_location=action_location)
        if action_location is not ActionLocation.CHANGE_LIST:
            return actions
        for each in self.transitions:
            if each.bulk_label and self.may(request, each.verb):
                name = f"bulk_{each.verb}"
                actions[name] = Action(
                    func=partial(perform_in_bulk, transition=each),
                    name=name,
                    description=str(each.bulk_label),
                    plural_description=str(each.bulk_label),
                    locations=[ActionLocation.CHANGE_LIST],
                )
        return actions


def asked_for(
    request: HttpRequest, transition: AdminTransition, objects: Sequence[Any], *, is_sent: bool
) -> TransitionForm | None:
    """The form that a transition asks for, filled with what was sent where it was; None where it asks for nothing."""
    if transition.form_class is None:
        return None
    if is_sent:
        return transition.form_class(request.POST, request.FILES, objects=objects)
    return transition.form_class(objects=objects)


def perform_in_bulk(
    admin: TransitionsModelAdmin, request: HttpRequest, rows: QuerySet[Any], *, transition: AdminTransition
) -> HttpResponse | None:
    """An admin action: the page that asks, then the transition of each chosen object that can make it."""
    objects = list(rows)
    able = [
        obj
        for obj in objects
        if transition.verb in verbs_from(admin.table, getattr(obj, admin.status_field))
        and admin.may(request, transition.verb, obj)
    ]
    if not able:
        messages.error(request, _("None of those chosen can do this now."))
        return None
    is_confirmed = bool(request.POST.get("confirmed"))
    form = asked_for(request, transition, able, is_sent=is_confirmed)
    if is_confirmed and (form is None or form.is_valid()):
        admin.tell(request, admin.perform(request, transition, able, form))
        return None
    return admin.confirmation(
        request,
        transition,
        able,
        back=request.get_full_path(),
        action=f"bulk_{transition.verb}",
        checkbox=ACTION_CHECKBOX_NAME,
        keys=[obj.pk for obj in able],
        left_out=len(objects) - len(able),
        form=form,
    )
