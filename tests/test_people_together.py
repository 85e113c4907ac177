"""Two people on one page: the number beside a name leaves only the stories of both."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def headlines(page: Page) -> list[str]:
    """The stories on the page that can be seen."""
    return [each.inner_text() for each in page.locator(".article-line .headline").all() if each.is_visible()]


def test_the_number_beside_a_name_leaves_the_stories_of_both_until_all_are_wanted(page: Page, address: str) -> None:
    page.goto(f"{address}countries/united-states/")
    every = headlines(page)

    page.locator(".fold summary", has=page.locator("#with")).click()
    page.locator(".with a.count").last.click()
    few = headlines(page)
    heading = page.locator(".together:target h3")

    assert heading.is_visible()
    assert 1 < len(few) < len(every)
    assert page.locator(".with li").last.locator("a").first.inner_text() in heading.inner_text()
    assert few == [name for name in every if name in few]

    page.locator(".together:target").get_by_role("link", name="Show all stories").click()
    assert headlines(page) == every


def test_an_address_that_names_two_is_one_to_share(page: Page, address: str) -> None:
    page.goto(f"{address}people/zhou-enlai/#with-mao-zedong")

    assert page.locator("#with-mao-zedong").is_visible()
    assert page.locator(".together").count() > page.locator(".together:visible").count() == 1
