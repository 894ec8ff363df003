"""What changed from one text to the next: paragraph by paragraph, and word by word where a paragraph was reworded.

Nothing is lost: what stayed and what came is the later text, what stayed and what went the earlier one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, ADDED, REMOVED = "same", "added", "removed"
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
"""Words, the space between them, and each mark of punctuation by itself."""
LIKE_ENOUGH = 0.4
"""The part of their words that two paragraphs share, from which on one is the other reworded."""
MANY_WORDS = 2000
"""From here on what is frequent no longer decides what belongs together: it would take seconds."""


class Run(NamedTuple):
    """Words that stayed, came or went together."""

    kind: str
    text: str


class Paragraph(NamedTuple):
    """One paragraph of the later text, or one that is gone."""

    runs: list[Run]

    @property
    def is_changed(self) -> bool:
        return any(run.kind != SAME for run in self.runs)


def differences(before: str, after: str) -> list[Paragraph]:
    """The later text paragraph by paragraph, with what came and what went; nothing where they are the same."""
    old, new = paragraphs(before), paragraphs(after)
    if old == new:
        return []
    found: list[Paragraph] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Paragraph([Run(SAME, text)]) for text in new[j1:j2]]
        else:
            found += reworded(old[i1:i2], new[j1:j2])
    return found


def paragraphs(text: str) -> list[str]:
    """The parts between empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def reworded(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """Paragraphs that stand in the place of others: like with like, in their order, and the rest gone or new."""
    found: list[Paragraph] = []
    i = j = 0
    for pair in [*pairs(old, new), (len(old), len(new))]:
        found += [Paragraph([Run(REMOVED, text)]) for text in old[i : pair[0]]]
        found += [Paragraph([Run(ADDED, text)]) for text in new[j : pair[1]]]
        if pair[0] < len(old):
            found.append(compared(old[pair[0]], new[pair[1]]))
        i, j = pair[0] + 1, pair[1] + 1
    return found


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which of them are one paragraph reworded: the places, in order, of those most alike in all."""
    ours, theirs = ([Counter(re.findall(r"\w+", text.lower())) for text in texts] for texts in (old, new))
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(new) + 1)]
    for i, words in enumerate(ours):
        row: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())]
        for j, others in enumerate(theirs):
            score, chain = best[i][j]
            alike = likeness(words, others)
            choices = [best[i][j + 1], row[j]]
            if alike >= LIKE_ENOUGH:
                choices.append((score + alike, (*chain, (i, j))))
            row.append(max(choices, key=lambda choice: choice[0]))
        best.append(row)
    return list(best[-1][-1][1])


def likeness(some: Counter[str], others: Counter[str]) -> float:
    """The part of their words that two paragraphs share, from 0 to 1."""
    total = some.total() + others.total()
    return 2 * (some & others).total() / total if total else 0.0


def compared(before: str, after: str) -> Paragraph:
    """One paragraph against what it was, with what went before what came."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > MANY_WORDS)
    runs: list[Run] = []
    gone = came = ""
    blank = ""  # a space that stayed between two changes is read with them
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        stayed = "".join(new[j1:j2]) if kind == "equal" else ""
        if kind == "equal" and (gone or came) and stayed.isspace():
            blank = stayed
        elif kind == "equal":
            runs += changed(gone, came)
            runs.append(Run(SAME, blank + stayed))
            gone = came = blank = ""
        else:
            gone, came = gone + blank + "".join(old[i1:i2]), came + blank + "".join(new[j1:j2])
            blank = ""
    runs += changed(gone, came)
    if blank:
        runs.append(Run(SAME, blank))
    return Paragraph(runs)


def changed(gone: str, came: str) -> list[Run]:
    """What went and what came, as far as anything did."""
    return [Run(kind, text) for kind, text in ((REMOVED, gone), (ADDED, came)) if text]
