"""Values by which a number is found without being readable: keyed hashes, by column and by master key."""

import hmac
import unicodedata
from hashlib import sha256

from reserve_fund.sealed import master_keys


def normal(number: str) -> str:
    """A document number as it is compared: capital letters and digits alone, in their plain form."""
    plain = unicodedata.normalize("NFKD", number).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def look_up_value(column: str, number: str, *, key: str = "") -> bytes | None:
    """The value kept for a number, with the newest master key unless told; None for one without letters or digits."""
    if not (compared := normal(number)):
        return None
    return hmac.new(master_keys.index_key(key or master_keys.newest(), column), compared.encode(), sha256).digest()


def look_up_values(column: str, number: str) -> list[bytes]:
    """The values that a number may be kept under, one for each master key there is."""
    found = [look_up_value(column, number, key=name) for name in master_keys.names()]
    return [value for value in found if value is not None]
