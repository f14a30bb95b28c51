"""Take README's pictures of the playground: the real page, the real bot, in light and in dark. Run by `make screenshots`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect

from tests.playground.browser import Playground, open_browser

HERE = Path(__file__).parent
ANSWER = "/nzdf status iraq on 2020-01-10"


def main() -> None:
    """Write `playground.png` and `playground-dark.png` beside this file."""
    with TemporaryDirectory() as scratch, open_browser() as browser:
        with Playground(Path(scratch) / "light.db") as playground:
            light(window(browser, playground.address, "light"))
        with Playground(Path(scratch) / "dark.db") as playground:
            dark(window(browser, playground.address, "dark"))


def window(browser: Browser, address: str, look: str) -> Page:
    """The page in a fresh window, in light or in dark."""
    width, height = (1120, 760) if look == "light" else (400, 760)
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5, locale="en-NZ")
    page.goto(address)
    expect(page.locator("#channels button").first).to_be_visible()
    page.locator("#theme").select_option(look)
    return page


def write(page: Page, text: str, answer: str) -> None:
    """Send a line and wait until its answer stands on the page."""
    page.locator("#box").fill(text)
    page.locator("#box").press("Enter")
    expect(page.locator("#messages article").last).to_contain_text(answer)


def light(page: Page) -> None:
    """An answer that one person sees, what they shared of it, and the completion of the next command."""
    write(page, "How many did we have in Iraq in January 2020?", "How many")
    write(page, ANSWER, "50 NZDF personnel")
    page.get_by_role("button", name="Share").last.click()
    expect(page.locator("#messages article").last).to_contain_text("Shared by")
    page.locator("#box").fill("/nzdf s")
    expect(page.locator("#completions")).to_be_visible()
    page.screenshot(path=HERE / "playground.png")


def dark(page: Page) -> None:
    """The same question in the direct message, on a phone in the dark."""
    write(page, ANSWER, "50 NZDF personnel")
    page.screenshot(path=HERE / "playground-dark.png")


if __name__ == "__main__":
    main()
