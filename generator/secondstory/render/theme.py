"""A theme's folders -> a Theme: templates compiled once, static files in memory (uses Jinja2).

Every template can be reached by its plain name and, whatever lies over it, as
`<theme>/<name>`: an override says `{% extends "default/incident.html" %}` and replaces one
block. Which folders a theme is made of, `layers` says.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import markupsafe
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    nodes,
)
from jinja2.bccache import Bucket, bc_magic
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from secondstory import __version__
from secondstory.findings import Location, ProjectError
from secondstory.model import Dress
from secondstory.places import bundled_themes
from secondstory.render.dress import PAINTED, UNDRESSED, hung, painted
from secondstory.render.layers import layers_of
from secondstory.render.views import TEMPLATES, Logo
from secondstory.render.views_parts import Html

# `escape` of a text without the copy into markup; most texts it gives back as they are.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
_MARKUP = (Markup, Html)
_SCRIPT = "search.js"
_MAIL = "mail"  # the folder of the templates that only the digest's mail needs
_LETTERS = (f"{_MAIL}/digest.html", f"{_MAIL}/digest.txt")
_ICONS = re.compile("#i-([a-z0-9]+)").findall
# Another Python, Jinja2 or version of this file compiles otherwise.
_COMPILER = f"{sys.version}{bc_magic!r}{__version__}{Path(__file__).stat().st_mtime_ns}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme ready for use: its pages compiled, its static files read.

    `version` changes whenever a static file changes.
    """

    name: str
    description: str
    static: Mapping[str, bytes]
    logo: Logo | None
    version: str
    _pages: Mapping[str, Template] = field(repr=False)
    _files: frozenset[str] = field(repr=False)

    @property
    def script(self) -> str:
        """The program of its search, as a path below the site's root; empty where it has none."""
        return f"static/{_SCRIPT}" if _SCRIPT in self.static else ""

    @property
    def colours(self) -> str:
        """The project's own colours, as a path below the site's root; empty where it has none."""
        return f"static/{PAINTED}" if PAINTED in self.static else ""

    def page(self, template: str, page: object, frame: object) -> str:
        """Fill a template with its view. Raise ProjectError naming the line that is wrong."""
        return self._filled(template, page=page, frame=frame)

    def letter(self, template: str, letter: object) -> str:
        """As `page`, for the templates of a theme that was loaded with its letters."""
        return self._filled(template, letter=letter)

    def _filled(self, template: str, **views: object) -> str:
        try:
            return self._pages[template].render(views)
        except TemplateSyntaxError as error:
            _refuse(error, error.filename or template, error.lineno)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            _refuse(error, *self._place(error, template))

    def _place(self, error: Exception, template: str) -> tuple[str, int]:
        # Jinja2 maps the frames of compiled templates back to their files and lines.
        place, trace = (template, 1), error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename in self._files:
                place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        return place


def load_theme(
    name: str = "default",
    folders: Sequence[Path] = (),
    compiled: Path | None = None,
    dress: Dress = UNDRESSED,
    *,
    letters: bool = False,
) -> Theme:
    """Read the theme `name`; the first folder that has it counts, the bundled themes come last.

    `compiled` is a folder of the user's own to keep compiled templates in, as Python does
    with modules: what lies there is run, so it must be nobody else's. `dress` is the project's
    own. With `letters` it has the templates of the digest's mail, too. Raises ProjectError where
    no such theme exists, one of its files is broken, or the dress does not fit.
    """
    folders = (*folders, bundled_themes())
    layers = layers_of(name, folders)
    templates: dict[str, tuple[str, str]] = {}  # name -> source, file as shown in messages
    static: dict[str, bytes] = {}
    for layer in reversed(layers):
        for path, file in layer.files("templates").items():
            if path.startswith(f"{_MAIL}/") and not letters:
                continue
            templates[path] = _read(file), layer.shown(file)
            if layer.name:
                templates[f"{layer.name}/{path}"] = templates[path]
        static = {path: content for path, content in static.items() if layer.keeps(path)}
        static |= {path: file.read_bytes() for path, file in layer.files("static").items()}
    environment = _environment(templates, compiled)
    wanted = _LETTERS if letters else ()
    pages = {page: _compiled(environment, page, name) for page in (*TEMPLATES.values(), *wanted)}
    first = next(layer for layer in layers if layer.name)
    files = frozenset(shown for _, shown in templates.values())
    roles = next((layer.colours for layer in layers if layer.colours), {})
    static |= painted(dress, static, roles)
    logo, picture = hung(dress)
    static |= picture
    return Theme(name, first.description, static, logo, _fingerprint(static), pages, files)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder, and none where that folder cannot be used."""

    def get_source_checksum(self, source: str) -> str:
        """Tell templates apart by what they say and by what compiled them."""
        return super().get_source_checksum(f"{_COMPILER}{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, ValueError, TypeError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _environment(templates: Mapping[str, tuple[str, str]], compiled: Path | None) -> Environment:
    environment = _Environment(
        loader=FunctionLoader(lambda name: (*templates[name], None) if name in templates else None),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_Compiled(str(compiled)) if compiled else None,
    )
    environment.filters["icons"] = _icons
    for name, source in sorted(templates.items()):
        if templates.get(name.partition("/")[2]) is source:
            continue  # the same file under its other name
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            _refuse(error, error.filename or name, error.lineno)
    return environment


def _icons(markup: str) -> frozenset[str]:
    """The drawings that markup points at; looking for each in turn takes twenty times as long."""
    return frozenset(_ICONS(markup))


def _said(value: object) -> str:
    """What a template prints of a value: text escaped, markup as it is.

    As Jinja2's own, but what it gives is printed and nothing else, so it need not be markup.
    """
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, _MARKUP):
        return value
    # "None" on a page is a missing `if`: unknown has to be said in words.
    if value is None:
        raise ValueError("this value is not stated; ask `is not none` before printing it")
    return escape(value)


class _Macro(Macro):
    """A macro that knows what stands for the arguments that a call leaves out."""

    def __init__(
        self,
        environment: Environment,
        fill: Callable[..., str],
        *about: Any,  # noqa: ANN401 - as Jinja2 says
    ) -> None:
        super().__init__(environment, fill, *about)
        most = len(self.arguments)
        fixed = not (self.caller or self.catch_kwargs or self.catch_varargs)
        self.left_out = [(missing,) * (most - given) for given in range(most + 1) if fixed]
        self.fill = fill


class _Context(Context):
    """Calls a macro that gets values only by its compiled function.

    Jinja2 asks of each call who wants the context and who escapes, which takes longer than
    most macros. A page has a hundred calls and takes a seventh less time without.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **kwargs: object,
    ) -> Any:  # noqa: ANN401 - as Jinja2 says
        """Call what a template calls."""
        if type(called) is _Macro and not kwargs and self.eval_ctx.autoescape:
            left_out, given = called.left_out, len(args)
            if given < len(left_out):
                text = called.fill(*args, *left_out[given])
                # As `Markup(text)`, which first asks whether the text is markup already.
                return str.__new__(Markup, text)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class _Generator(CodeGenerator):
    """Compiles `a.b` to Python's own `getattr`, and to Jinja2's where that finds nothing."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - its name
        """Write the code for `a.b`. A page asks for six hundred fields."""
        self.write("(got if (got := getattr((asked := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(asked, {node.attr!r}))")


class _Template(Template):
    """A template that prints by `_said` and whose macros are `_Macro`s."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja2's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make a template of its compiled code, with our own in place of two names of Jinja2."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__.update(escape=_said, Macro=_Macro)
        return made


class _Environment(Environment):
    template_class = _Template
    code_generator_class = _Generator
    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template what all know as a dict of its own: each import looks through it."""
        return {**self.globals, **(d or {})}


def _compiled(environment: Environment, page: str, theme: str) -> Template:
    try:
        return environment.get_template(page)
    except TemplateError:
        raise ProjectError(
            f'the theme "{theme}" has no template {page}',
            hint='add templates/{page}, or `extends = "default"` to theme.toml'.replace(
                "{page}", page
            ),
        ) from None


def _refuse(error: Exception, file: str, line: int) -> NoReturn:
    message = str(error) or type(error).__name__
    raise ProjectError(
        f"this template cannot be used: {message}",
        location=Location(file, line),
        hint="what a template gets is listed in themes/default/README.md",
    ) from error


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ProjectError(f"the template {file.name} is not UTF-8: {error}") from error


def _fingerprint(static: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(static.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:10]
