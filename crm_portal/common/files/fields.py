"""The form field that takes uploads."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from crm_portal.common.files import kinds
from crm_portal.common.files.kinds import Kind
from crm_portal.common.files.uploads import MEGABYTE, CheckedUpload, checked_upload, in_words


class PrivateFileField(forms.FileField):
    """Takes one upload; its value is a CheckedUpload, ready for `store`. Nothing is kept of one that it refuses."""

    def __init__(self, *, accept: Iterable[Kind] = kinds.ALL, **options: Any) -> None:
        self.accept = tuple(accept)
        options.setdefault("help_text", lazy(accepted_in_words, str)(self.accept))
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        names = [name for kind in self.accept for name in (kind.extension, *kind.aliases)]
        return super().widget_attrs(widget) | {"accept": ",".join(f".{name}" for name in names)}

    def clean(self, data: Any, initial: Any = None) -> CheckedUpload | Any:
        uploaded = super().clean(data, initial)
        return checked_upload(uploaded, self.accept) if uploaded and uploaded is not initial else uploaded


def accepted_in_words(accept: tuple[Kind, ...]) -> str:
    """What the field takes, for whoever is about to choose a file."""
    words = {"kinds": in_words(accept), "limit": settings.FILES_MAX_BYTES // MEGABYTE}
    return _("%(kinds)s; at most %(limit)s MB.") % words
