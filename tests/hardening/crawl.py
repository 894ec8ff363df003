"""Following every link that somebody is shown, as a curious reader would."""

import html
import io
import re
import zipfile
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

LINK = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
LOC = re.compile(r"<loc>([^<]+)</loc>|^URL[^:\n]*:(\S+)", re.MULTILINE)
MOST = 5000


def told(answer):
    """Everything an answer says: its body, what its body unpacks to, and its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{heads}\n{content.decode('utf-8', 'replace')}"


def links(path, text):
    """The addresses of this site that a page names."""
    for found in (*LINK.findall(text), *(a or b for a, b in LOC.findall(text))):
        target = urlsplit(urldefrag(urljoin(f"http://testserver{path}", html.unescape(found)))[0])
        if target.scheme in {"http", "https"} and not target.path.startswith("/static/"):
            yield f"{target.path}?{target.query}" if target.query else target.path


def name_of(path):
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def crawl(client, starts, per_address):
    """{path: everything it says} of the starts and of whatever they lead to; so many pages of each address."""
    queue, seen, said, counts = deque(starts), set(starts), {}, Counter()
    while queue and len(said) < MOST:
        path = queue.popleft()
        answer = client.get(path, headers={"Accept-Language": path[1:3]})
        said[path] = text = told(answer)
        if "Location" in answer.headers:
            text += f'href="{answer.headers["Location"]}"'
        for target in links(path, text):
            name = name_of(target)
            if target not in seen and counts[name] < per_address:
                seen.add(target)
                counts[name] += 1
                queue.append(target)
    return said
