"""Take README's pictures of the playground: the real page, the real bot, in light and in dark. Run by `make screenshots`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.playground.browser import Playground, open_browser
from tests.playground.pages import open_home

HERE = Path(__file__).parent
ANSWER = "/nzdf status iraq on 2020-01-10"


def main() -> None:
    """Write `playground.png`, `playground-home.png` and `playground-dark.png` beside this file."""
    with TemporaryDirectory() as scratch, open_browser() as browser:
        with Playground(Path(scratch) / "light.db") as playground:
            light(window(browser, playground.address, "light"))
            home(window(browser, playground.address, "light"))
        with Playground(Path(scratch) / "dark.db") as playground:
            dark(window(browser, playground.address, "dark"))


def window(browser: Browser, address: str, look: str) -> Page:
    """The page in a fresh window, in light or in dark."""
    width, height = (1120, 760) if look == "light" else (400, 760)
    size: ViewportSize = {"width": width, "height": height}
    page = browser.new_page(viewport=size, device_scale_factor=1.5, locale="en-NZ", reduced_motion="reduce")
    page.goto(address)
    expect(page.locator("#main")).to_have_attribute("data-person", "editor")
    page.locator("#theme").select_option(look)
    return page


def write(page: Page, text: str, answer: str) -> None:
    """Send a line and wait until its answer stands on the page."""
    page.locator("#box").fill(text)
    page.locator("#box").press("Enter")
    expect(page.locator("#messages article").last).to_contain_text(answer)


def first(page: Page) -> None:
    """One question put away again: the first after a start is slower, and the pictures show the usual time."""
    write(page, ANSWER, "50 NZDF personnel")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#messages article")).to_have_count(0)


def light(page: Page) -> None:
    """An answer that one person sees, what they shared of it, and the hint for the next command."""
    first(page)
    write(page, "How many did we have in Iraq in January 2020?", "How many")
    write(page, ANSWER, "50 NZDF personnel")
    page.get_by_role("button", name="Share").last.click()
    expect(page.locator("#messages article").last).to_contain_text("Shared by")
    page.locator("#box").fill("/nzdf mandate ")
    page.screenshot(path=HERE / "playground.png")


def home(page: Page) -> None:
    """What an editor finds on the App Home: the picture of the day, what ends next and what went stale."""
    open_home(page)
    expect(page.locator("#home")).to_contain_text("What went stale")
    page.screenshot(path=HERE / "playground-home.png")


def dark(page: Page) -> None:
    """The same question on a phone in the dark."""
    first(page)
    write(page, ANSWER, "50 NZDF personnel")
    page.screenshot(path=HERE / "playground-dark.png")


if __name__ == "__main__":
    main()
