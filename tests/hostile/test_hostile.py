"""Nothing that a report says is run, reaches outside or moves the page that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

from hostile.corpus import BODIES, PICTURES, TEXTS, WORD, a_hostile_project
from machine import put, ss

WATCH = """
  addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  Object.defineProperty(window, "__pwned", { set() { console.error("pwned") }, get() {} });
"""
# What a report could do to the frame of its page, in words; nothing for a sound page.
SOUND = """() => {
  const wrong = [];
  const root = document.documentElement;
  const parts = [...document.body.children].map(part => part.tagName).filter(name =>
    ["HEADER", "MAIN", "FOOTER"].includes(name)).join();
  if (parts !== "HEADER,MAIN,FOOTER") wrong.push(`parts ${parts}`);
  const all = document.querySelectorAll("header.mast, main, footer.foot, nav.nav, a.find, a.brand");
  if (all.length !== 6) wrong.push(`${all.length} parts of the frame`);
  if (document.getElementById("main")?.tagName !== "MAIN") wrong.push("main is shadowed");
  for (const name of ["getElementById", "querySelector", "createElement"])
    if (typeof document[name] !== "function") wrong.push(`document.${name} is shadowed`);
  const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) wrong.push(`ids stand twice: ${twice.slice(0, 3)}`);
  const [header, main, footer] = ["header.mast", "main", "footer.foot"].map(one =>
    document.querySelector(one)?.getBoundingClientRect());
  if (header.top + scrollY !== 0 || header.left !== 0) wrong.push("the header is displaced");
  if (main.top < header.bottom - 1) wrong.push("main lies over the header");
  if (footer.top < main.bottom - 1) wrong.push("the footer lies over main");
  if (root.scrollWidth > root.clientWidth) wrong.push(`${root.scrollWidth} wide`);
  return wrong;
}"""
SCRIPT = re.compile(r"(?:\.\./)?static/[a-z-]+\.js\?v=\w+")
LISTS = ("index", "404", "about/index", "lessons/index", "fixes/index", "incidents/index")
GROUPS = ("services", "classes", "tags", "teams", "severities", "months")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of all cases."""
    root = a_hostile_project(tmp_path_factory.mktemp("hostile"))
    done = ss(root, "build", "--no-cache", "--as-of", "2026-11-20")
    assert done.code == 0, done.err
    return root / "site"


class Marks(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(site: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    for page in sorted(site.rglob("*.html")):
        marks = Marks()
        marks.feed(page.read_text("utf-8"))
        yield from ((page.name, tag, attributes) for tag, attributes in marks.found)


def test_there_are_enough_cases() -> None:
    """The corpus stays worth its name."""
    assert len(TEXTS) + len(BODIES) + len(PICTURES) >= 120


def test_every_case_is_a_page(site: Path) -> None:
    """However odd, none is lost: each report has its page."""
    shown = json.loads((site / "index.json").read_text("utf-8"))["incidents"]
    told = {Path(one["source_path"]).parts[0] for one in shown}
    bodies = {Path(one["source_path"]).stem for one in shown}
    assert (TEXTS.keys() - told, BODIES.keys() - bodies) == (set(), set())
    assert len({one["slug"] for one in shown}) == len(shown)


def test_no_element_can_act(site: Path) -> None:
    """No handler, style, frame, plugin, form of a report's own, and no script but the theme's."""
    active = {"iframe", "frame", "object", "embed", "applet", "base", "style", "math", "template"}
    for page, tag, attributes in elements(site):
        said = f"{page}: <{tag} {attributes}>"
        assert tag not in active, said
        assert not [name for name in attributes if name.startswith("on") or name == "style"], said
        assert tag != "script" or re.match(
            r"(\.\./|/)*static/[a-z-]+\.js\?v=", attributes["src"]
        ), said
        assert tag != "form" or attributes["id"] == "search", said
        refreshes = attributes.get("http-equiv", "").casefold() == "refresh"
        assert not refreshes or re.fullmatch(r"0; url=\.\./incidents/[a-z0-9-]+\.html",
                                             attributes["content"]), said  # fmt: skip


def test_no_link_can_act(site: Path) -> None:
    """Links go to the site, the web or a mailbox; what is shown lies in the site."""
    for page, tag, attributes in elements(site):
        for name in ("href", "src", "action", "srcset", "formaction", "xlink:href", "ping"):
            if (value := attributes.get(name)) is None:
                continue
            said = f"{page}: <{tag} {attributes}>"
            assert not re.search(r"[\x00-\x20\\]", value), said
            parts = urlsplit(value)
            assert parts.scheme in ("", "http", "https", "mailto"), said
            assert parts.scheme or not parts.netloc, said
            assert tag in ("a", "link") or not parts.scheme, said
            if tag == "a" and parts.scheme in ("http", "https"):
                assert "noreferrer" in attributes.get("rel", ""), said
        assert "target" not in attributes, f"{page}: {attributes}"


def test_what_machines_read_is_whole(site: Path) -> None:
    """Feeds and the sitemap are XML without entities, the index is JSON, data are one call."""
    feeds = list(site.rglob("*.xml"))
    assert feeds
    for feed in feeds:
        text = feed.read_text("utf-8")
        assert "<!" not in text.replace("<![CDATA[", "")
        ET.fromstring(text)
    json.loads((site / "index.json").read_text("utf-8"))
    for script in (site / "search").glob("*.js"):
        text = script.read_text("utf-8")
        assert re.fullmatch(r"[^<>\u2028\u2029]*", text), script.name


def test_file_names_are_plain(site: Path) -> None:
    """No name of a report, tag or alias reaches a disk as it is."""
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        assert re.fullmatch(r"[\w./-]+", name), name


class Watched:
    """A browser that notes all that it should not have to do."""

    def __init__(self, context: BrowserContext, site: Path, share: Collection[int]) -> None:
        self.site = site
        self._share = share
        self.said: list[str] = []
        self.page: Page = context.new_page()
        context.add_init_script(WATCH)
        self.page.on("console", lambda message: self._say(message.type, message.text))
        self.page.on("pageerror", lambda error: self._say("error", str(error)))
        self.page.on("dialog", lambda dialog: self._say("dialog", dialog.message))
        self.page.on("popup", lambda _: self._say("popup", ""))
        self.page.on("request", lambda request: self._ask(request.url))

    def share(self, texts: Sequence[str]) -> list[str]:
        """Its share of many that are alike: two thirds, or the rest of them."""
        return [text for number, text in enumerate(texts) if number % 3 in self._share]

    def visit(self, path: str, query: str = "") -> None:
        self.page.goto((self.site / path).as_uri() + query, wait_until="load")

    def _say(self, kind: str, words: str) -> None:
        if kind in ("error", "warning", "dialog", "popup"):
            self.said.append(f"{self.page.url[-60:]} {kind}: {words}")

    def _ask(self, url: str) -> None:
        if not url.startswith((f"{self.site.as_uri()}/", "blob:")):
            self.said.append(f"{self.page.url[-60:]} asked for {url}")


@pytest.fixture(params=["a telephone, under the policy", "a desk, without it"])
def watched(request: pytest.FixtureRequest, site: Path, browser: Browser) -> Iterator[Watched]:
    """390 pixels wide, and 1280; what the pages' policy would have to stop must not be there."""
    at_desk = request.param.startswith("a desk")
    size: ViewportSize = {"width": 1280 if at_desk else 390, "height": 800}
    context = browser.new_context(bypass_csp=at_desk, viewport=size)
    yield Watched(context, site, {0} if at_desk else {1, 2})
    context.close()


@pytest.mark.browser
def test_the_watch_notices(tmp_path: Path, browser: Browser) -> None:
    """A script that runs, a request elsewhere and a broken frame would be told."""
    put(
        tmp_path,
        "x.html",
        "<img src=http://evil.example/x onerror=__pwned=1><header><main><footer>",
    )
    context = browser.new_context(bypass_csp=True)
    watched = Watched(context, tmp_path, ())
    watched.visit("x.html")
    assert any("asked for http://evil.example/x" in words for words in watched.said)
    assert any("pwned" in words for words in watched.said)
    with pytest.raises(Error):  # nothing is where it has to be
        watched.page.evaluate(SOUND)
    context.close()


@pytest.mark.browser
def test_nothing_is_run_and_nothing_moves(watched: Watched) -> None:
    """Each report and pages of each kind: quiet, whole, and no wider than the window."""
    wrong: dict[str, object] = {}
    paths = [f"{name}.html" for name in LISTS]
    for folder in GROUPS:
        pages = sorted((watched.site / folder).glob("*.html"))
        paths += [page.relative_to(watched.site).as_posix() for page in pages[:2] + pages[-1:]]
    reports = [
        f"incidents/{page.name}"
        for page in sorted((watched.site / "incidents").glob("*.html"))
        if "moved.js" not in page.read_text("utf-8")
    ]
    texts = [path for path in reports if Path(path).stem not in BODIES]
    paths += [path for path in reports if Path(path).stem in BODIES] + watched.share(texts)
    for path in paths:
        watched.visit(path)
        if found := watched.page.evaluate(SOUND):
            wrong[path] = found
    assert wrong == {}
    assert watched.said == []


@pytest.mark.browser
def test_pictures_are_only_pictures(watched: Watched) -> None:
    """Opened on their own, too: no script, no request elsewhere."""
    files = watched.site / "incidents" / "files"
    found = [path for path in files.rglob("*") if path.is_file()]
    assert "quiet.svg" in {path.name for path in found}
    for path in found:
        watched.visit(path.relative_to(watched.site).as_posix())
    assert watched.said == []


@pytest.mark.browser
def test_searching_runs_nothing(watched: Watched) -> None:
    """Hostile queries, in the address and typed, and hits that are hostile texts."""
    page = watched.page
    texts = [text.encode("utf-8", "replace").decode() for text in TEXTS.values()]
    watched.visit("search/index.html", f"?q={WORD}")
    page.wait_for_selector("#results a[href*='incidents/']", timeout=20_000)
    assert page.evaluate(SOUND) == []
    for text in watched.share(texts):
        page.fill("#search [name=q]", " ".join(text.split())[:500])
        page.wait_for_timeout(20)
        assert page.evaluate(SOUND) == [], text[:80]
    for text in texts[:: len(texts) // 6]:
        value = quote(text[:300])
        watched.visit("search/index.html", f"?q={value}&tag={value}&in={value}#{value}")
        page.wait_for_selector("#results > *", state="attached", timeout=20_000)
        assert page.evaluate(SOUND) == [], text[:80]
    assert watched.said == []


def test_a_config_that_would_act_is_refused(tmp_path: Path) -> None:
    """An address of the source that is a script makes no link: the build says so."""
    put(tmp_path, "postmortems/2026-01-02-a.md")
    for url in ("javascript:__pwned=1//{path}", "data:text/html,{path}", "//evil.example/{path}"):
        put(tmp_path, "secondstory.toml", f'[site]\nsource_url = "{url}"\n')
        assert ss(tmp_path, "build").code == 2, url
