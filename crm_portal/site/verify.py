"""The page that says whether a file is one of the Conference's, and whether it still holds."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from crm_portal.common import rate_limit, verifying
from crm_portal.common.files.hashing import Hashed, HashingUploadHandler
from crm_portal.site import errors

MOST_CHECKS, PER = 30, timedelta(minutes=1)
MEGABYTE = 1024 * 1024
LONGEST_TYPED = 200


class HashForm(forms.Form):
    """A SHA-256 as programs print it: in either case, with blanks or colons between."""

    sha256 = forms.CharField(
        label=gettext_lazy("SHA-256 of the file"),
        help_text=gettext_lazy("64 digits and letters from a to f."),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 40}),
        error_messages={"required": gettext_lazy("Paste the SHA-256 of the file.")},
    )

    def clean_sha256(self) -> str:
        typed = self.cleaned_data["sha256"].lower().removeprefix("sha256:")
        digits = "".join(letter for letter in typed if letter not in " :\t")
        if len(digits) != 64 or set(digits) - set("0123456789abcdef"):  # noqa: PLR2004  # hexadecimal digits of 256 bits
            raise forms.ValidationError(_("A SHA-256 has 64 digits and letters from a to f."))
        return digits


@csrf_exempt  # until it is known how the file is to be read: the check below reads the form
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """A file is sent and hashed, or its hash asked for: which document, version and language it is, and if it holds."""
    if request.method != "POST":
        return answered(request, None)
    handler = HashingUploadHandler(request, most_bytes=settings.FILES_MAX_BYTES)
    request.upload_handlers = [handler]
    return answered(request, handler)


@csrf_protect
def answered(request: HttpRequest, handler: HashingUploadHandler | None) -> HttpResponse:
    """The page, with what was found where something was asked."""
    is_asked = handler is not None or "sha256" in request.GET
    if is_asked and not rate_limit.is_within_from("verify", request, most=MOST_CHECKS, per=PER):
        return errors.too_many_requests(request)
    form, problem, sha256 = HashForm(), "", ""
    if handler is not None:
        file = request.FILES.get("file")
        if isinstance(file, Hashed) and file.size:
            sha256 = file.sha256
        else:
            problem = too_large() if handler.is_too_large else _("Choose a file that is not empty.")
    elif is_asked:
        form = HashForm(request.GET)
        sha256 = form.cleaned_data["sha256"] if form.is_valid() else ""
    context: dict[str, Any] = {
        "form": form,
        "problem": problem,
        "sha256": sha256,
        "findings": verifying.findings(sha256) if sha256 else [],
        "most_megabytes": settings.FILES_MAX_BYTES // MEGABYTE,
    }
    return render(request, "site/verify.html", context)


def too_large() -> str:
    return _("The file is larger than %(limit)s MB: work out its SHA-256 yourself and paste it below.") % {
        "limit": settings.FILES_MAX_BYTES // MEGABYTE
    }
