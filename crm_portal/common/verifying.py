"""Whether a file is one that the portal has made public, by its SHA-256: asked of whatever registers here.

Whoever answers tells of what everybody may see, and of nothing else: a file that is not public is not known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from crm_portal.common.registry import Text


class Standing(StrEnum):
    """How a file stands today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Finding:
    """One thing that a file is: what of, in which version and language, and where it stands now."""

    title: Text
    facts: Sequence[Text]
    url: str
    standing: Standing = Standing.CURRENT
    remark: Text = ""
    """Why it does not hold any more, or what took its place."""


verifiers: list[Callable[[str], Iterable[Finding]]] = []
"""Each is given a SHA-256 in small hexadecimal digits. Filled in AppConfig.ready."""


def findings(sha256: str) -> list[Finding]:
    """Everything public that a file with this SHA-256 is."""
    return [finding for verifier in verifiers for finding in verifier(sha256)]


def verify_code() -> dict[str, str]:
    """For a paper: the address at which it is verified, and a code that leads there."""
    import segno  # the worker alone draws codes

    address = f"{settings.PORTAL_ORIGIN}{reverse('verify')}"
    code = segno.make(address, error="m", micro=False)
    return {"verify_address": address, "code": code.svg_data_uri(border=0, dark="#17252b")}
