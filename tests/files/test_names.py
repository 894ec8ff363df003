"""What files are called once they are here. Hardening plan, row B1, names."""

import unicodedata

import pytest

from crm_portal.common.files.names import LONGEST_NAME, clean_name

NAMES = [
    ("Acta de San José.pdf", "Acta de San José.pdf"),
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\boot.pdf", "boot.pdf"),
    ("/etc/acta.pdf", "acta.pdf"),
    ("C:\\Users\\x\\acta.pdf", "acta.pdf"),
    ("acta\0.exe\0.pdf", "acta.exe.pdf"),
    ("acta\r\nSet-Cookie: x.pdf", "actaSet-Cookie_ x.pdf"),
    ("acta\u202efdp.exe", "actafdp.exe"),
    ("a\u2066b\u200bc.pdf", "abc.pdf"),
    (".htaccess", "htaccess"),
    (".pdf", "pdf"),
    ("...pdf", "pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("con.tar.pdf", "_con.tar.pdf"),
    ("lpt1.pdf", "_lpt1.pdf"),
    ("console.pdf", "console.pdf"),
    (unicodedata.normalize("NFD", "Año.pdf"), "Año.pdf"),
    ("Año.pdf", "Año.pdf"),
    ("📄 acta.pdf", "📄 acta.pdf"),
    ("acta.pdf. ", "acta.pdf"),
    ("acta .pdf", "acta.pdf"),
    ("acta.pdf.exe", "acta.pdf.exe"),
    ('a;b"c<d>.pdf', "a_b_c_d_.pdf"),
    ("a%0d%0a.pdf", "a_0d_0a.pdf"),
    ("ACTA.PDF", "ACTA.pdf"),
    ("..", "file"),
    ("", "file"),
    ("\u202e\u202e", "file"),
]


@pytest.mark.parametrize(("raw", "clean"), NAMES, ids=[ascii(raw) for raw, _ in NAMES])
def test_a_name_is_cleaned(raw, clean):
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    "raw", ["á" * 300 + ".pdf", "x" * 300, "a" + "\u0301" * 500 + ".pdf", "." * 300 + "a.pdf", "a." + "b" * 300]
)
def test_a_long_name_is_cut_and_stays_clean(raw):
    cut = clean_name(raw)

    assert len(cut) <= LONGEST_NAME
    assert clean_name(cut) == cut
    assert cut.endswith(".pdf") == (raw.endswith(".pdf"))
