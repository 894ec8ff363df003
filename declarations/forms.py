"""What the desk accepts: a document's form, and several files at once."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files import kinds
from crm_portal.common.files.fields import PrivateFileField
from crm_portal.common.files.uploads import CheckedUpload
from declarations.models import Document, DocumentVersion


class DocumentForm(forms.ModelForm):
    """A document; its embargo is read in the time zone that stands beside it."""

    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007  # the admin takes away what is not edited

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = self.instance
        if held.pk and held.embargo_until and "embargo_until" in self.fields:
            local = held.embargo_until.astimezone(ZoneInfo(held.embargo_time_zone))
            self.initial["embargo_until"] = local.replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        moment, zone = values.get("embargo_until"), values.get("embargo_time_zone")
        if moment and zone:
            values["embargo_until"] = moment.replace(tzinfo=ZoneInfo(zone))
        return values


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(PrivateFileField):
    """Several uploads at once; its value is a list of them, each inspected. One that is refused refuses all."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[CheckedUpload]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]


class FilesForm(forms.Form):
    """Files that become the next version of a document, one for each language."""

    uploads = ManyFilesField(label=_("Files"), accept=(*kinds.DOCUMENTS, kinds.TXT, kinds.HTML))
    translation_status = forms.ChoiceField(
        label=_("Status of what is not in the authentic language"),
        choices=DocumentVersion.Translation,
        initial=DocumentVersion.Translation.OFFICIAL,
    )
