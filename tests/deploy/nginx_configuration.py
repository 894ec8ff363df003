"""Reads an nginx configuration into directives, strictly enough to find a missing semicolon, brace or quote."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""\s+ | \#[^\n]* | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*') | (?P<mark>[{};]) | (?P<word>[^\s{};"']+)""",
    re.X,
)


class Directive(NamedTuple):
    name: str
    arguments: tuple[str, ...]
    block: list["Directive"] | None  # None: it ends in a semicolon

    def named(self, *path: str) -> list["Directive"]:
        """The directives that a path of names leads to."""
        found = [directive for directive in self.block or [] if directive.name == path[0]]
        return found if len(path) == 1 else [deeper for directive in found for deeper in directive.named(*path[1:])]


def parse(text: str) -> Directive:
    """The whole file as one nameless block. Raises ValueError with the line that is wrong."""
    directives: list[Directive] = []
    open_blocks, position = [directives], 0
    words: list[str] = []
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        token = TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"line {line}: a quote is not closed")
        position = token.end()
        if token["string"]:
            words.append(token["string"][1:-1])
        elif token["word"]:
            words.append(token["word"])
        elif token["mark"] == "}":
            if words or len(open_blocks) == 1:
                raise ValueError(f"line {line}: a semicolon is missing, or a brace is one too many")
            open_blocks.pop()
        elif token["mark"]:
            if not words:
                raise ValueError(f"line {line}: {token['mark']} follows nothing")
            directive = Directive(words[0], tuple(words[1:]), [] if token["mark"] == "{" else None)
            open_blocks[-1].append(directive)
            if directive.block is not None:
                open_blocks.append(directive.block)
            words = []
    if words or len(open_blocks) > 1:
        raise ValueError("the file ends inside a directive")
    return Directive("", (), directives)
