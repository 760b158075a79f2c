"""How a mail looks: readable at the width of a phone and of a window, on light and dark screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from mail.letters import HOSTILE, THEME, a_letter, a_report, letters, sample
from secondstory.render.letter import as_html

LATEST = list(letters(sample()).values())[-1]
LONG = a_letter(*(a_report(kind.replace(" ", "-"), words) for kind, words in HOSTILE.items()))
# The contrast of each text with what lies behind it, by WCAG 2: words and ratio. `turned`: with
# the lightness of all colours turned round, as some mail programs do on dark screens.
CONTRASTS = """(turned) => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const round = (c) => c.map((v) => v + 255 - Math.max(...c) - Math.min(...c));
  const seen = (c) => (turned ? round(c.slice(0, 3)) : c);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parts(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (!words || element.closest(".pre, style")) continue;
    const [a, b] = [parts(getComputedStyle(element).color), ground(element)]
      .map((colour) => light(seen(colour)));
    found.push([words, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("letter", [LATEST, LONG], ids=["sample", "hostile"])
def test_the_mail_can_be_read(browser: Browser, letter: object, width: int, scheme: str) -> None:
    """Nothing is cut off or asked for; text is large enough and stands out from its ground."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(as_html(letter, THEME))
    wide = "[...document.querySelectorAll('td, p, h1, h2, h3, a, div')]"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(f"Math.max(...{wide}.map(e => e.getBoundingClientRect().right))") <= width
    assert page.evaluate("document.querySelector('.sheet').clientWidth") == min(width, 600)
    sizes = "[...document.querySelectorAll('p, a, h1, h2, h3')]"
    assert (
        page.evaluate(f"Math.min(...{sizes}.map(e => parseFloat(getComputedStyle(e).fontSize)))")
        >= 14
    )
    weak = [(words, ratio) for words, ratio in page.evaluate(CONTRASTS, arg=False) if ratio < 4.5]
    assert weak == []
    assert not page.locator(".pre").is_visible()
    assert asked == []
    ground = page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor")
    assert ground == ("rgb(252, 253, 252)" if scheme == "light" else "rgb(23, 32, 38)")
    context.close()


@pytest.mark.browser
def test_turned_round_the_mail_can_still_be_read(browser: Browser) -> None:
    """Some programs darken a mail by themselves and know no media query: contrast stays."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.set_content(as_html(LATEST, THEME))
    found = page.evaluate(CONTRASTS, arg=True)
    assert len(found) > 40
    assert [(words, ratio) for words, ratio in found if ratio < 4.5] == []
    context.close()
