"""The report as a browser shows it: in the system's Chromium, which never goes online."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tateyoko.figure.metrics import text_width
from tateyoko.report import write_report
from tests.unit.figure import sample

pytestmark = pytest.mark.browser

COMPARISONS = {
    "four": sample.make,
    "ten": lambda: sample.make(postures=sample.ten_postures(), baseline="package-1"),
    "zero": lambda: sample.make(effect=0),
    "spread": lambda: sample.with_fault(sample.make(series=False)),
}

# Ink of a text: from 0.88 em above its baseline to 0.12 em below; getBBox would give whole lines.
_TEXTS = """
() => [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0)
  .map(svg => ({width: svg.width.baseVal.value, height: svg.height.baseVal.value,
    texts: [...svg.querySelectorAll('text')].map(t => {
      const size = parseFloat(t.getAttribute('font-size'));
      const box = t.getBBox();
      return {words: t.textContent, size, bold: t.getAttribute('font-weight') === 'bold',
        x: box.x, width: box.width, y: parseFloat(t.getAttribute('y')) - 0.88 * size,
        height: size};
    })}))
"""


@pytest.fixture(scope="module", name="browser")
def _browser():
    from playwright.sync_api import sync_playwright

    path = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    if not path.exists():
        pytest.fail(f"no browser at {path}; install chromium or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="reports")
def _reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, make in COMPARISONS.items():
        write_report(make(), folder / name)
    return folder


def opened(browser, path, *, width=1440, lang=None):
    """Return a page and the list that its requests and errors go to."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"console: {message.text}"))
    page.goto(path.as_uri())
    if lang:
        page.locator(f"label[for=lang-{lang}]").click()
    return page, asked


@pytest.mark.parametrize("name", list(COMPARISONS))
def test_no_request_leaves_the_page(browser, reports, name):
    path = reports / name / "report.html"
    page, asked = opened(browser, path, lang="en")

    assert asked == [path.as_uri()]
    page.close()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [420, 800, 1440])
@pytest.mark.parametrize("name", list(COMPARISONS))
def test_the_page_does_not_scroll_sideways(browser, reports, name, width, lang):
    page, _ = opened(browser, reports / name / "report.html", width=width, lang=lang)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide <= width
    page.close()


def test_the_switch_shows_one_language_at_a_time_and_works_from_the_keyboard(browser, reports):
    page, _ = opened(browser, reports / "four" / "report.html")

    assert page.locator("article[lang=ja]").is_visible()
    assert not page.locator("article[lang=en]").is_visible()
    page.locator("#lang-ja").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("article[lang=en]").is_visible()
    assert not page.locator("article[lang=ja]").is_visible()
    page.close()


@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (800, "middle"), (420, "narrow")])
def test_each_screen_gets_the_picture_that_fits_it(browser, reports, width, shown):
    page, _ = opened(browser, reports / "four" / "report.html", width=width)

    visible = page.evaluate(
        "() => [...document.querySelectorAll('.picture')]"
        ".filter(p => p.getBoundingClientRect().width > 0).map(p => p.className)"
    )

    assert visible == [f"picture {shown}"] * 3
    page.close()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [420, 800, 1440])
@pytest.mark.parametrize("name", list(COMPARISONS))
def test_no_text_of_a_figure_touches_another_or_leaves_it(browser, reports, name, width, lang):
    page, _ = opened(browser, reports / name / "report.html", width=width, lang=lang)

    pictures = page.evaluate(_TEXTS)

    assert len(pictures) == 3
    for picture in pictures:
        texts = picture["texts"]
        for at, one in enumerate(texts):
            assert one["size"] >= 11
            assert one["x"] >= -1.5, one  # the side bearing of a bold capital
            assert one["x"] + one["width"] <= picture["width"] + 1.5, one
            assert 0 <= one["y"] <= picture["height"] - one["height"], one
            for other in texts[at + 1 :]:
                across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(
                    one["x"], other["x"]
                )
                down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(
                    one["y"], other["y"]
                )
                assert across <= 1 or down <= 1, (one, other)
    page.close()


def test_estimated_widths_are_not_less_than_real_ones(browser, reports):
    for lang in ("ja", "en"):
        page, _ = opened(browser, reports / "four" / "report.html", lang=lang)
        for picture in page.evaluate(_TEXTS):
            for text in picture["texts"]:
                estimate = text_width(text["words"], text["size"], bold=text["bold"])
                assert text["width"] <= estimate * 1.02 + 1, text
        page.close()


def test_every_visible_text_has_contrast_aa(browser, reports):
    """Text against its nearest opaque ground, by the definition of the web guidelines."""
    page, _ = opened(browser, reports / "spread" / "report.html")
    low = page.evaluate("""() => {
      const lum = c => { const v = c.map(x => { x /= 255;
        return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
      const rgb = s => s.match(/[\\d.]+/g).map(Number);
      const bad = [];
      for (const el of document.querySelectorAll('article *, header *, footer *')) {
        if (el.closest('svg')) continue;
        const own = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own || el.getBoundingClientRect().width < 2) continue;
        let ground = [255, 255, 255];
        for (let up = el; up; up = up.parentElement) {
          const c = rgb(getComputedStyle(up).backgroundColor);
          if (c.length < 4 || c[3] > 0) { ground = c.slice(0, 3); break; }
        }
        const a = lum(rgb(getComputedStyle(el).color).slice(0, 3)), b = lum(ground);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) bad.push([el.tagName, el.textContent.slice(0, 30), ratio]);
      }
      return bad; }""")

    assert low == []
    page.close()


def test_a_printed_report_shows_one_language_and_the_figures_for_paper(browser, reports):
    page, _ = opened(browser, reports / "four" / "report.html", width=800)
    page.emulate_media(media="print")

    assert page.locator(".picture.middle").first.is_visible()
    assert not page.locator("fieldset").is_visible()
    assert not page.locator("article[lang=en]").is_visible()
    page.close()


def test_a_standalone_figure_opens_as_a_picture(browser, reports):
    page, asked = opened(browser, reports / "four" / "figure2.ja.svg")

    assert asked == [(reports / "four" / "figure2.ja.svg").as_uri()]
    assert page.evaluate("document.documentElement.nodeName") == "svg"
    page.close()


def test_long_names_of_a_scenario_do_not_break_the_page(browser, tmp_path):
    from tateyoko.text import Text

    long = "国家安全保障会議" * 12
    comparison = replace(
        COMPARISONS["four"](),
        title=Text(ja=long, en="Interministerial" * 12),
        question=Text(ja=long * 2, en="whether it is " * 40),
    )
    write_report(comparison, tmp_path)

    for lang in ("ja", "en"):
        page, _ = opened(browser, tmp_path / "report.html", width=420, lang=lang)
        assert page.evaluate("document.documentElement.scrollWidth") <= 420
        page.close()
