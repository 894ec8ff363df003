"""Where private files are kept, read from STORAGE_URL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

OPTIONS = {"region", "secure", "addressing"}


class StorageAddressError(ValueError):
    """The address names no storage that the portal knows."""


def is_in_folder(url: str) -> bool:
    return url.startswith("file:///")


def private_storage(url: str) -> dict[str, Any]:
    """The entry of STORAGES for `file:///path` or `s3://key:secret@host:port/bucket?region=…&secure=0&addressing=virtual`.

    `s3://bucket` uses Amazon and the credentials of the environment. Key and secret are percent-encoded. Raises
    StorageAddressError, which quotes nothing of the address.
    """
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise StorageAddressError("the address cannot be read") from None
    if is_in_folder(url) and len(address.path) > 1 and not address.query:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": unquote(address.path),
                "file_permissions_mode": 0o640,  # the group is the proxy's
                "directory_permissions_mode": 0o750,
            },
        }
    if address.scheme != "s3" or not address.hostname:
        raise StorageAddressError("the address begins neither with file:/// nor with s3://")
    options = dict(parse_qsl(address.query, keep_blank_values=True))
    if unknown := options.keys() - OPTIONS:
        raise StorageAddressError(f"the storage has no option {', '.join(sorted(unknown))}")
    if bool(address.username) != bool(address.password):
        raise StorageAddressError("key and secret go together")
    host = address.hostname
    bucket = address.path.strip("/")
    chosen: dict[str, Any] = {}
    if bucket:
        scheme = "http" if options.get("secure") == "0" else "https"
        chosen["endpoint_url"] = f"{scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}"
    elif address.username or port:
        raise StorageAddressError("the address names no bucket")
    if "/" in bucket:
        raise StorageAddressError("the address names more than a bucket")
    if address.username and address.password:
        chosen |= {"access_key": unquote(address.username), "secret_key": unquote(address.password)}
    if "region" in options:
        chosen["region_name"] = options["region"]
    return {
        "BACKEND": "crm_portal.common.files.s3.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": bucket or host,
            "addressing_style": options.get("addressing", "path" if bucket else "auto"),
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            **chosen,
        },
    }
