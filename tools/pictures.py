"""Takes the pictures of README.md from a running demo: `python tools/pictures.py http://localhost:8000` (needs Chromium)."""

import asyncio
import os
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

DOCS = Path(__file__).parent.parent / "docs"
PASSWORD = "demo-between-sessions"


async def sign_in(page: Page, address: str, email: str) -> None:
    await page.goto(address)
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def phone(browser: Browser, url: str) -> None:
    context = await browser.new_context(
        viewport={"width": 390, "height": 760}, device_scale_factor=2, has_touch=True, is_mobile=True, locale="en-US"
    )
    page = await context.new_page()
    await sign_in(page, url, "ben.patient@demo.example")
    await page.get_by_role("link", name="Start check-in").or_(page.get_by_role("link", name="Change")).first.click()
    mood = page.get_by_role("slider", name="Mood")
    await mood.press("Home")
    for _ in range(6):
        await mood.press("ArrowRight")
    await page.get_by_role("heading", level=1).click()
    await page.screenshot(path=DOCS / "phone.png")


async def summary(browser: Browser, url: str) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    page = await context.new_page()
    await sign_in(page, f"{url}/staff", "amara.clinician@demo.example")
    await page.get_by_role("link", name="Summaries").click()
    await page.get_by_role("link", name="Ben Carver").first.click()
    await page.get_by_text("How complete it is").wait_for()
    await page.screenshot(path=DOCS / "summary.png")


async def main(url: str) -> None:
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        await phone(browser, url)
        await summary(browser, url)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1].rstrip("/")))
