"""What templates are told, what they are given and what they use are one and the same.

Run this file as a script to write the tables in themes/default/README.md anew.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from jinja2 import Environment, nodes

from secondstory.noun import Noun
from secondstory.render import (
    bundled_themes,
    views,
    views_actions,
    views_charts,
    views_digest,
    views_groups,
    views_incident,
    views_learning,
    views_letter,
    views_parts,
)

README = bundled_themes() / "default" / "README.md"
MODULES = (
    views,
    views_actions,
    views_incident,
    views_groups,
    views_digest,
    views_learning,
    views_letter,
    views_parts,
    views_charts,
)
MARK = "<!-- written by tests/render/test_views.py: edit the docstrings instead -->\n"
# Read through a plain dict or a namespace of a template, or a method of a value.
METHODS = {"startswith", "last", "first", "get", "place"}


def declared(module: ModuleType) -> list[type[Noun]]:
    """The views of a module, in the order of the file."""
    found = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Noun) and each.__module__ == module.__name__
    ]
    return sorted(found, key=lambda view: inspect.getsourcelines(view)[1])


VIEWS = [view for module in MODULES for view in declared(module)]


def documented(view: type) -> dict[str, str]:
    """The fields as the docstring lists them."""
    text = inspect.getdoc(view) or ""
    _, _, listed = text.partition("Attributes:\n")
    return dict(re.findall(r"^\s+(\w+): (.+)$", listed, re.MULTILINE))


def tables() -> str:
    """The reference for authors of themes, from the docstrings."""
    parts = [MARK]
    for view in VIEWS:
        about = (inspect.getdoc(view) or "").partition("\n\nAttributes:")[0]
        parts.append(
            f"\n### {view.__name__}\n\n{about}\n\n| Field | Type | What it is |\n|---|---|---|\n"
        )
        types = inspect.get_annotations(view)
        for name, words in documented(view).items():
            kind = str(types[name]).replace("|", "\\|")
            parts.append(f"| `{name}` | `{kind}` | {words} |\n")
    return "".join(parts)


def templates() -> dict[str, nodes.Template]:
    """The syntax trees of the default theme's templates."""
    folder = bundled_themes() / "default" / "templates"
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): Environment().parse(file.read_text("utf-8"))
        for file in files
    }


def attributes(tree: nodes.Template, of: str = "") -> set[str]:
    """The attributes that a template reads, of any value or of the one named `of`."""
    return {
        found.attr
        for found in tree.find_all(nodes.Getattr)
        if not of or (isinstance(found.node, nodes.Name) and found.node.name == of)
    }


@pytest.mark.parametrize("view", VIEWS)
def test_every_field_is_documented(view: type[Noun]) -> None:
    """A view's docstring lists exactly its fields, in their order, each with a meaning."""
    assert tuple(documented(view)) == view.__struct_fields__


def test_both_parts_of_a_mail_use_up_what_a_letter_gives() -> None:
    """What only one of them can show, as HTML can its language, is read by that one."""
    html, text = (
        attributes(templates()[f"mail/digest.{kind}"], "letter") for kind in ("html", "txt")
    )
    assert html == set(views_letter.Letter.__struct_fields__)
    assert html - text == {"lang", "preheader", "subject"}


@pytest.mark.parametrize("view", views.TEMPLATES)
def test_a_template_uses_exactly_what_its_page_gives(view: type[Noun]) -> None:
    """What `page` holds and what the default template reads of it are the same names."""
    used = attributes(templates()[views.TEMPLATES[view]], "page")
    assert used == set(view.__struct_fields__)


def test_the_frame_is_used_up() -> None:
    """The templates together read every field of the frame, and no other."""
    used = set[str]().union(*(attributes(tree, "frame") for tree in templates().values()))
    assert used == set(views.Frame.__struct_fields__)


def test_templates_read_only_declared_fields() -> None:
    """No template reads an attribute that no view declares, and no field goes unread."""
    used = set[str]().union(*(attributes(tree) for tree in templates().values()))
    names = {name for view in VIEWS for name in view.__struct_fields__}
    macros = {"icon", "sprite"}
    assert used - names - METHODS - macros == set()
    assert names - used == set()


def test_the_reference_is_up_to_date() -> None:
    """The tables in the theme's README are those of the docstrings."""
    assert README.read_text("utf-8").partition(MARK)[1:] == (MARK, tables().removeprefix(MARK))


if __name__ == "__main__":
    text = README.read_text("utf-8") if README.exists() else ""
    README.write_text(text.partition(MARK)[0] + tables(), "utf-8")
    sys.stdout.write(f"wrote {Path(README).name}\n")
