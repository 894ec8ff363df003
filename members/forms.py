"""What the pages of the intranet accept."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import role_labels
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.outbox.models import MailPreference, validate_one_line
from members.models import Body, Circular, Institution, Invitation, Party, Substitution, User
from members.roles import ANON, MAY_BE_PROPOSED, Role
from members.view_as import View


class DayInput(forms.DateInput):
    """A day, as browsers let people choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ContactForm(forms.Form):
    """A message of anybody to the Secretariat."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The answer goes there."),
        validators=[validate_one_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(label=_("What it is about"), max_length=120, validators=[validate_one_line])
    text = forms.CharField(label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    web = forms.CharField(label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    """People do not see it; what fills it in is a program that fills in everything."""

    def clean_web(self) -> str:
        if self.cleaned_data["web"]:
            raise ValidationError(_("This must stay empty."))
        return ""

    def message(self) -> dict[str, str]:
        """What was written, without what only tells people from programs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "web"}


class DirectoryFilter(forms.Form):
    """What narrows the directory; a value that it does not know is left aside."""

    q = forms.CharField(label=_("Name, institution or e-mail"), required=False, max_length=100, strip=True)
    party = forms.ModelChoiceField(
        label=_("Country or organisation"), queryset=Party.objects.none(), required=False, to_field_name="slug"
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])

    def __init__(self, *args: Any, parties: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]  # a choice of models
        self.fields["party"].empty_label = _("All")  # type: ignore[attr-defined]  # the same

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).replace("\x00", "")


class PreferencesForm(forms.ModelForm):
    """What everybody may choose."""

    delivery = forms.ChoiceField(
        label=_("Mail that can wait"),
        choices=MailPreference.Delivery,
        help_text=_("What has a deadline comes at once in any case."),
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ("language", "time_zone")


class ProfileForm(PreferencesForm):
    """What people keep of their own entry in the directory."""

    class Meta(PreferencesForm.Meta):
        fields = ("full_name", "phone", "language", "time_zone")


class InvitationForm(forms.ModelForm):
    """A person put forward. A focal point's form offers the own country and its roles alone."""

    class Meta:
        model = Invitation
        fields = (
            "full_name",
            "email",
            "language",
            "party",
            "role",
            "body",
            "institution",
            "position",
            "valid_until",
        )
        widgets = {"valid_until": DayInput()}

    def __init__(self, *args: Any, parties: Any, is_desk: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = Role.values if is_desk else MAY_BE_PROPOSED
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            choices=[("", "---------"), *((role, label) for role, label in Role.choices if role in roles)],
        )
        choices: dict[str, Any] = {
            "party": parties,
            "institution": Institution.objects.filter(party__in=parties),
            "body": Body.objects.filter(kind=Body.Kind.NETWORK, status=Body.Status.ACTIVE),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # choices of models
        if len(parties) == 1:
            self.initial["party"] = parties[0].pk
            self.fields["party"].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RefusalForm(forms.Form):
    """Why an invitation is refused."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(forms.Form):
    """The first day on which a mandate no longer holds."""

    on = forms.DateField(label=_("First day it no longer holds"), widget=DayInput())


class PasswordForm(forms.Form):
    """The first password of an invited person."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )
    again = forms.CharField(
        label=_("The same password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            raise ValidationError({"again": _("The two passwords differ.")})
        return given


class SubstitutionForm(forms.ModelForm):
    """Who acts for me, and when."""

    class Meta:
        model = Substitution
        fields = ("mandate", "deputy", "valid_from", "valid_until")
        widgets = {"valid_from": DayInput(), "valid_until": DayInput()}

    def __init__(self, *args: Any, mandates: Any, deputies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mandate"].queryset = mandates  # type: ignore[attr-defined]  # choices of models
        self.fields["mandate"].label = _("I am away from")
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]  # the same
        if len(mandates) == 1:
            self.initial["mandate"] = mandates[0].pk
            self.fields["mandate"].widget = forms.HiddenInput()


class CircularForm(forms.ModelForm):
    """A circular in both languages, with one file if need be."""

    file = PrivateFileField(label=_("Attachment"), required=False)

    class Meta:
        model = Circular
        fields = ("subject_es", "text_es", "subject_en", "text_en", "reply_by")
        widgets = {"reply_by": DayInput()}
        labels = {
            "subject_es": _("Subject in Spanish"),
            "text_es": _("Text in Spanish"),
            "subject_en": _("Subject in English"),
            "text_en": _("Text in English"),
        }


class AcknowledgementForm(forms.Form):
    """To which of the own institutions a circular was passed on; a new one can be named at once."""

    passed_on_to = forms.ModelMultipleChoiceField(
        label=_("Passed on to"),
        queryset=Institution.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another = forms.CharField(
        label=_("Another institution"),
        required=False,
        max_length=250,
        help_text=_("It is added to your country's list."),
    )

    def __init__(self, *args: Any, institutions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["passed_on_to"].queryset = institutions  # type: ignore[attr-defined]  # a choice of models


class ViewAsForm(forms.Form):
    """The role to look through, and whom it speaks for."""

    role = forms.ChoiceField(label=_("Role"))
    party = forms.ModelChoiceField(
        label=_("Country or organisation"), queryset=Party.objects.filter(statuses__isnull=False).distinct()
    )
    body = forms.ModelChoiceField(
        label=_("Network, for a liaison officer"),
        queryset=Body.objects.filter(kind=Body.Kind.NETWORK, status=Body.Status.ACTIVE),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(role, label) for role, label in role_labels.items() if role != ANON]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") == Role.LIAISON and not given.get("body"):
            raise ValidationError({"body": _("A liaison officer belongs to a network.")})
        return given

    @property
    def view(self) -> View:
        """What was chosen. Only of a valid form."""
        body = self.cleaned_data["body"]
        return View(
            role=self.cleaned_data["role"],
            party_id=self.cleaned_data["party"].pk,
            body_id=body.pk if body and self.cleaned_data["role"] == Role.LIAISON else None,
        )
