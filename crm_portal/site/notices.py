"""The notices above every page, which cost no query: they are known until the public pages change."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from crm_portal.common import page_cache
from crm_portal.common.registry import Text
from crm_portal.site.models import Notice


class Shown(NamedTuple):
    """A notice as a page shows it; `texts` by language."""

    tone: str
    link: str
    shown_from: datetime
    shown_until: datetime | None
    texts: dict[str, str]

    @property
    def text(self) -> str:
        return self.texts[get_language() or settings.LANGUAGE_CODE]

    @property
    def label(self) -> Text:
        return Notice.Tone(self.tone).label


def shown(request: HttpRequest) -> list[Shown]:
    """The notices of this moment, the newest first."""
    now = timezone.now()
    return [
        one
        for one in page_cache.known(request, "notices", stored)
        if one.shown_from <= now and (one.shown_until is None or one.shown_until > now)
    ]


def stored() -> list[Shown]:
    """Those that are not over yet."""
    languages = [code for code, _name in settings.LANGUAGES]
    return [
        Shown(
            tone=row.tone,
            link=row.link,
            shown_from=row.shown_from,
            shown_until=row.shown_until,
            texts={code: getattr(row, f"text_{code}") for code in languages},
        )
        for row in Notice.objects.not_over(timezone.now())
    ]


def has_changed(since: datetime, now: datetime) -> bool:
    """Whether a notice began or ended between two moments."""
    between = (since, now)
    return Notice.objects.filter(Q(shown_from__range=between) | Q(shown_until__range=between)).exists()
