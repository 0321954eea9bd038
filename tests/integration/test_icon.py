"""The icon, where browsers ask for it without a page."""


def test_a_browser_that_shows_no_page_finds_the_icon(client, settings):
    """Whoever opens a picture or a feed gets the same icon, without an error in the log."""
    assert client.get("/favicon.ico").url == f"{settings.STATIC_URL}assembly/icon.svg"
