"""Images are copied when they are images, and only when opening one alone does no harm."""

from __future__ import annotations

import pytest

from secondstory.render.images import image_artifacts, safe_images

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "path", ["a.png", "b/c.JPG", "d.webp", "e.avif", "f.gif", "g.jpeg", "名前.png"]
)
def test_images_are_copied_as_they_are(path: str) -> None:
    """Their bytes stand below incidents/files/ under their own path."""
    (artifact,) = image_artifacts(safe_images({path: b"bytes"}))
    assert str(artifact.path) == f"incidents/files/{path}"
    assert artifact.content == b"bytes"


@pytest.mark.parametrize("path", ["a.html", "b.js", "c", "../d.png", "CON.png", "e\x00.png"])
def test_other_files_and_awkward_names_are_not(path: str) -> None:
    """What is no image, or has a name that some disk cannot hold, stays out."""
    assert safe_images({path: b"x"}) == {}


def test_names_that_one_disk_takes_for_the_same_are_copied_once() -> None:
    """`A.png` and `a.png` would overwrite each other somewhere."""
    assert list(safe_images({"a.png": b"1", "A.png": b"2"})) == ["A.png"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<svg:script>alert(1)</svg:script>",
        '<rect onclick="alert(1)"/>',
        "<rect\nonload='x'/>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#115;cript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="JaVaScRiPt:x">x</a>',
        '<use href="data:image/svg+xml;base64,AA"/>',
        "<foreignObject><iframe srcdoc='x'/></foreignObject>",
        '<image href="http://elsewhere.example/x.png"/>',
        "<image\nxlink:href = '//elsewhere.example/x.png'/>",
        '<use href="https:&#47;/elsewhere.example/x.svg#x"/>',
        "<style>@import 'http://elsewhere.example/x.css';</style>",
        '<rect fill="url(//elsewhere.example/x.svg#x)"/>',
    ],
)
def test_a_drawing_that_could_act_is_not_copied(inside: str) -> None:
    """An SVG opened on its own is a page of ours: it runs nothing and asks nobody."""
    assert safe_images({"x.svg": SVG.format(inside).encode()}) == {}


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE svg [<!ENTITY x "<script>">]>',
        '<?xml-stylesheet href="x.xsl"?>',
        '<?xml version="1.0" encoding="UTF-7"?>+ADw-script+AD4-<!ENTITY a "b">',
    ],
)
def test_a_drawing_that_could_be_assembled_is_not_copied(head: str) -> None:
    """Entities and style sheets can spell what the text does not show."""
    assert safe_images({"x.svg": (head + SVG.format("")).encode()}) == {}
    assert safe_images({"x.svg": SVG.format("").encode("utf-16")}) == {}


def test_plain_drawings_are_copied() -> None:
    """A doctype as Graphviz writes it, embedded pictures, links and ordinary text are fine."""
    drawing = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
        + SVG.format(
            '<text>data: 5 &#215; on = off</text><image href="data:image/png;base64,AA"/>'
            '<a xlink:href="https://elsewhere.example/"><rect fill="url(#stripes)"/></a>'
        )
    )
    assert list(safe_images({"x.svg": drawing.encode()})) == ["x.svg"]
