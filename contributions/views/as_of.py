"""Figures up to a day that somebody chooses, and the files made of them: what several pages share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.pdf.models import Printout
from members.forms import DayInput
from members.requests import SignedInRequest

FILES_SHOWN = 6


class AsOfForm(forms.Form):
    """The day up to which figures are shown."""

    as_of = forms.DateField(
        label=gettext_lazy("Up to the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("This is no day: write it as year, month and day, like 2026-06-30.")},
    )


@dataclass(frozen=True)
class Asked:
    """The day up to which figures are asked for, with its form; today where it is left out or is no day."""

    form: AsOfForm
    day: date

    @property
    def is_no_day(self) -> bool:
        """Whether something was asked for that is no day."""
        return self.form.is_bound and not self.form.is_valid()


def asked_day(values: Any) -> Asked:
    """The day that somebody asks for."""
    form = AsOfForm(values if "as_of" in values else None, initial={"as_of": timezone.localdate()})
    day = form.cleaned_data["as_of"] if form.is_valid() else None
    return Asked(form, day or timezone.localdate())


def refused(request: SignedInRequest, asked: Asked) -> bool:
    """Whether what was asked for is no day, which is then said."""
    if asked.is_no_day:
        messages.error(request, str(asked.form.errors["as_of"][0]))
    return asked.is_no_day


def wanted_file(request: SignedInRequest, formats: Mapping[str, str]) -> tuple[str, str] | None:
    """The kind of file and the language that somebody asks for; None, and a sentence, where there is no such file."""
    language, kind = request.POST.get("language", ""), formats.get(request.POST.get("format", ""))
    if language in dict(settings.LANGUAGES) and kind is not None:
        return kind, language
    messages.error(request, _("Choose the language and the format of the file."))
    return None


def files_shown(user: Any, kinds: Iterable[str], about: Any) -> dict[str, Any]:
    """What the page's list of files needs: the latest of these kinds about these rows, and what may be asked for."""
    found = Printout.objects.visible_to(user).filter(kind__in=kinds, about_id__in=about)
    files = list(found.select_related("file", "asked_by")[:FILES_SHOWN])
    return {
        "files": files,
        "is_under_way": any(one.is_under_way for one in files),
        "formats": ("pdf", "xlsx"),
        "languages": settings.LANGUAGES,
    }
