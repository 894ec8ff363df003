"""What changed from one text to the next, for people who compare treaties."""

import random
import time

import pytest
from django.template.loader import render_to_string

from declarations.consultations.differences import ADDED, REMOVED, SAME, Paragraph, Run, differences, paragraphs

BEFORE = "La Conferencia propone un mecanismo.\n\nLos países lo aplican.\n\nLa Secretaría informa."


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, []),
        (BEFORE.replace("\n\n", "\n \n\n"), []),  # an empty line more is no change
        (
            BEFORE.replace("propone", "establece").replace("mecanismo", "mecanismo regional"),
            [
                [
                    (SAME, "La Conferencia "),
                    (REMOVED, "propone"),
                    (ADDED, "establece"),
                    (SAME, " un mecanismo"),
                    (ADDED, " regional"),
                    (SAME, "."),
                ],
                [(SAME, "Los países lo aplican.")],
                [(SAME, "La Secretaría informa.")],
            ],
        ),
        (
            "La Conferencia propone un mecanismo.\n\nLa Secretaría informa cada año.\n\nEntra en vigor hoy.",
            [
                [(SAME, "La Conferencia propone un mecanismo.")],
                [(REMOVED, "Los países lo aplican.")],
                [(SAME, "La Secretaría informa"), (ADDED, " cada año"), (SAME, ".")],
                [(ADDED, "Entra en vigor hoy.")],
            ],
        ),
        ("", [[(REMOVED, one)] for one in BEFORE.split("\n\n")]),
    ],
)
def test_words_and_paragraphs_that_came_and_went_are_told(after, expected):
    found = differences(BEFORE, after)

    assert found == [Paragraph([Run(*run) for run in runs]) for runs in expected]


def test_both_texts_can_be_read_from_what_changed():
    chance = random.Random(2016)
    for _attempt in range(500):
        before, after = (
            "\n\n".join(
                " ".join(chance.choices(["la", "el", "niñez", "país", "CRM,", "y."], k=chance.randint(1, 9)))
                for _paragraph in range(chance.randint(0, 5))
            )
            for _text in range(2)
        )

        found = differences(before, after)

        if paragraphs(before) != paragraphs(after):
            assert text_without(REMOVED, found) == paragraphs(after)
            assert text_without(ADDED, found) == paragraphs(before)


def text_without(kind, found):
    told = ["".join(run.text for run in paragraph.runs if run.kind != kind) for paragraph in found]
    return [text for text in told if text]


def test_long_texts_are_compared_in_a_moment():
    chance = random.Random(2016)
    words = chance.choices(["de", "la", "el", "y", "que", "los", "las", "migrante", "país", "protección"], k=20_000)
    changed = [chance.choice([word, word, word, "otro"]) for word in words]

    began = time.monotonic()
    differences(" ".join(words), " ".join(changed))
    differences(paragraphed(words), paragraphed(changed))

    assert time.monotonic() - began < 5


def paragraphed(words):
    return "\n\n".join(" ".join(words[start : start + 100]) for start in range(0, len(words), 100))


def test_a_reader_who_listens_hears_what_came_and_went_and_markup_is_text():
    found = differences("Un <b>texto</b>.", "Un <b>texto</b> nuevo.")

    page = render_to_string("declarations/_differences.html", {"differences": found})

    assert "&lt;b&gt;texto&lt;/b&gt;<ins>" in page
    assert '<span class="vh">' in page
    assert " nuevo<span" in page
