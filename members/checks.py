"""What Django checks before it migrates or serves."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from members.models import User
from members.models.people import DEMO_DOMAIN


@register(Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Demonstration accounts, whose password is published, exist in the embedded default alone."""
    if settings.EMBEDDED or not databases:
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []  # nothing is migrated yet
    found = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").count()
    sentence = f"This database holds {found} demonstration accounts, whose password is published: remove them first."
    return [Error(sentence, id="members.E001")] if found else []
