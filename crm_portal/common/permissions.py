"""The one way in which a view asks for a named permission."""

from typing import Any

from django.core.exceptions import PermissionDenied


def require_perm(user: Any, permission: str, obj: object = None) -> None:
    """Raises PermissionDenied, which answers 403, unless the rules give the permission."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied
