import pytest


@pytest.fixture
def playground(open_page):
    page = open_page("playground.html")
    page.wait_for_selector(".playground.alive")
    return page
