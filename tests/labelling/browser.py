"""Label Studio's page in a browser without a window."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.labelling.studio import Studio

PATIENCE = 180
FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-dev-shm-usage"),
    *("disable-background-networking", "disable-component-update", "disable-sync", "window-size=1500,1400"),
)
# Where the page shows some words: the edges of their line, in pixels of the window.
PLACE = """
const walker = document.createTreeWalker(document.querySelector("[class*=htx-richtext]"), NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode()); ) {
  const at = node.data.indexOf(arguments[0]);
  if (at < 0) continue;
  node.parentElement.scrollIntoView({block: "center"});
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + arguments[0].length);
  const box = range.getBoundingClientRect();
  return [box.left, box.right, box.top + box.height / 2].map(Math.round);
}
return null;
"""


class Page:
    """The page on which an annotator labels."""

    def __init__(self, driver: Chrome, address: str) -> None:
        self._driver = driver
        self._address = address

    def mark(self, words: str, stance: str, group: str) -> None:
        """Draw over words with the pointer, and choose the group of the mark."""
        self.choose(stance)
        left, right, middle = self._driver.execute_script(PLACE, words)
        pointer = ActionBuilder(self._driver)
        pointer.pointer_action.move_to_location(left + 1, middle).pointer_down()
        pointer.pointer_action.move_to_location(right - 1, middle).pointer_up()
        pointer.perform()
        self._wait(lambda: words in self.marked())
        next(each for each in self._regions() if each.get_property("textContent") == words).click()
        self.choose(group)
        ActionChains(self._driver).send_keys(Keys.ESCAPE).perform()  # else the next stance would be this mark's

    def choose(self, name: str) -> None:
        """Click what is called `name`."""
        self._wait(lambda: self._try_to_click(name))

    def see(self, words: str) -> None:
        """Wait until the page shows some words."""
        self._wait(lambda: words in self._driver.find_element(By.TAG_NAME, "body").text)

    def submit(self) -> None:
        """Hand in what was marked."""
        self.choose("Submit")
        self.see("No More Tasks")

    def marked(self) -> list[str]:
        """Return the words of the marks, in the order of the text."""
        self._wait(self._regions)
        return [str(each.get_property("textContent")) for each in self._regions()]

    def colours(self) -> set[str]:
        """Return what the page calls the marks that it colours."""
        found = self._driver.find_elements(By.CSS_SELECTOR, ".lsf-label__text")
        return {each.text for each in found}

    def outside(self) -> list[str]:
        """Return the addresses of others that the page has asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self._driver.get_log("performance")]
        sent = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if url.startswith("http") and not url.startswith(self._address)]

    def _regions(self) -> list[Any]:
        return self._driver.find_elements(By.CSS_SELECTOR, ".htx-highlight")

    def _try_to_click(self, name: str) -> bool:
        found = [each for each in self._driver.find_elements(By.XPATH, f"//*[text()='{name}']") if each.is_displayed()]
        if not found:
            return False
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found[0])
        try:
            found[0].click()
        except WebDriverException:  # drawn anew meanwhile
            return False
        time.sleep(1)
        return True

    def _wait(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self._driver, PATIENCE).until(lambda _: condition())


@contextmanager
def page_of(studio: Studio, path: str) -> Iterator[Page]:
    """Open a page of Label Studio as one of its users."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (*FLAGS, f"user-data-dir={profile}"):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            driver.set_page_load_timeout(PATIENCE)
            driver.get(f"{studio.address}/user/login/?next=/{quote(path)}")
            for field in ("email", "password"):
                driver.find_element(By.NAME, field).send_keys(getattr(studio, field))
            driver.find_element(By.NAME, "password").submit()
            page = Page(driver, studio.address)
            page.see("Codebook")
            yield page
        finally:
            driver.quit()
