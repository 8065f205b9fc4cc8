"""The page in a real browser: nothing asked for, nothing complained of, nothing cut off. `make test-browser` runs it.

Left out where Chromium and its driver are not installed (`apt-get install chromium chromium-driver`). With
`STANCE_SCREENSHOTS=folder` the pictures are kept there.
"""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stance.labels import Stance
from stance.predictor import default_predictor
from stance.report import Material, render
from stance.types import Article
from tests.report.rows import explained, said

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDTHS = (1280, 390)
EXAMPLE = Path(__file__).parent.parent / "articles" / "example.txt"
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed"),
]


def material(kind: str) -> Material:
    if kind == "hostile":
        text = f"{LONG} <script>document.title = 'taken'</script> said \u202eso {LONG}."
        article = Article(LONG, text, LONG, url="javascript:alert(1)", published="2021-05-03")
        many = [said(f"{LONG} {n}", stance, text=text, article=LONG) for n, stance in enumerate(list(Stance) * 3)]
        return Material(many, (article,), explain=explained)
    text = EXAMPLE.read_text(encoding="utf-8")
    articles = [Article(f"example {n}", text, published=f"2021-0{n}-03", source="Velano Daily") for n in range(1, 6)]
    rows = [row for rows in default_predictor().predict_iter(articles, all_sentences=True) for row in rows]
    return Material(rows, articles, explain=default_predictor().explain)


@pytest.fixture(scope="module", params=["example", "hostile"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    path.write_text(render(material(request.param), explained=True), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator["webdriver.Chrome"]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def show(browser: "webdriver.Chrome", page: Path, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(page.as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("width", WIDTHS)
def test_it_asks_for_nothing_and_has_no_errors(browser: "webdriver.Chrome", page: Path, width: int) -> None:
    browser.get_log("performance")
    show(browser, page, width)
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
    # what the browser draws its own pages with, and what is written in the address itself, asks nobody
    asked = {url for url in asked if not url.startswith(("chrome://", "data:"))}
    assert asked == {page.as_uri()}
    assert browser.get_log("browser") == []
    assert browser.title != "taken"


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off(browser: "webdriver.Chrome", page: Path, width: int) -> None:
    show(browser, page, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    beyond = """
        return [...document.querySelectorAll('main *')].filter(each => !each.closest('.wide'))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.outerHTML.slice(0, 80))
    """
    assert browser.execute_script(beyond) == []
    if folder := os.environ.get("STANCE_SCREENSHOTS"):
        shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        (Path(folder) / f"{page.stem}-{width}.png").write_bytes(base64.b64decode(shot["data"]))


def test_a_link_leads_to_the_sentence_in_its_article(browser: "webdriver.Chrome", page: Path) -> None:
    show(browser, page, 1280)
    link = browser.find_element("css selector", "blockquote a")
    browser.get(link.get_attribute("href"))
    assert browser.find_element("css selector", ":target").is_displayed()


def test_the_text_stands_out_from_its_ground_by_light_and_by_dark(browser: "webdriver.Chrome", page: Path) -> None:
    for scheme in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        show(browser, page, 1280)
        assert browser.execute_script(CONTRAST) == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRAST = """
const light = colour => {
    const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map(part)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const ground = each => {
    for (; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor
        if (colour !== 'rgba(0, 0, 0, 0)') return colour
    }
}
const poor = new Set()
for (const each of document.querySelectorAll('body *:not(svg *)')) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    if (!own) continue
    const [low, high] = [light(getComputedStyle(each).color), light(ground(each))].sort((a, b) => a - b)
    if ((high + 0.05) / (low + 0.05) < 4.5) poor.add(each.className + ' ' + each.tagName)
}
return [...poor]
"""
