"""Pictures. What is kept is a picture drawn anew, so nothing travels in it but what can be seen."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from crm_portal.common.files.inspection.refusal import Reason, RefusedError
from crm_portal.common.files.kinds import JPG, MOST_PIXELS, Kind

MOST_SIDE = 30_000
JPEG_QUALITY = 90


def redrawn(data: bytes, kind: Kind) -> bytes:
    """The same picture, upright, in plain sRGB, without EXIF, place, comments or anything after its end."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit answers with a sentence
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture: Image.Image = Image.open(io.BytesIO(data), formats=["JPEG" if kind == JPG else "PNG"])
            if picture.width * picture.height > MOST_PIXELS or max(picture.size) > MOST_SIDE:
                raise RefusedError(Reason.PIXELS)
            if (
                kind != JPG and getattr(picture, "n_frames", 1) > 1
            ):  # a JPEG's further ones are previews, and are left out
                raise RefusedError(Reason.ANIMATED)
            picture.load()
            return _saved(picture, kind)
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError) as error:
        raise RefusedError(Reason.DAMAGED) from error


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    profile = picture.info.get("icc_profile")
    ImageOps.exif_transpose(picture, in_place=True)
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    transparent = picture.info.get("transparency")
    picture.info = {}
    out = io.BytesIO()
    if kind == JPG:
        plain = picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")
        plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=False)
    else:
        extra = {} if transparent is None else {"transparency": transparent}
        picture.save(out, "PNG", **extra)
    return out.getvalue()


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture with its colours as screens show them; as it is where its profile cannot be read."""
    try:
        mode = "L" if picture.mode == "L" else "RGB"
        if mode == "L":
            return picture  # greys are shown alike without their profile
        target = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), target, outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture
