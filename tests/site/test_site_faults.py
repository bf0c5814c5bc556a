"""What only the finished page shows is found, with the file and the line."""

from faults import FAULTS, SESSIONS
from programs import check_html, pages_of
from reading import check_access
from small_book import SmallBook


def said(check, *arguments):
    """Return what a check complains of."""
    try:
        check(*arguments)
    except AssertionError as error:
        return str(error).splitlines()
    return []


def test_what_only_a_finished_page_shows_is_named(tmp_path_factory, serve, watch_page, complaints):
    # A short path: sockets stand below it, whose addresses have a hundred characters at most.
    book = SmallBook(tmp_path_factory.mktemp("site"))
    site = book.root / "build" / "html"

    def told():
        # None of this is anything that the build would see.
        done = book.build()
        assert done.returncode == 0, done.stderr
        page = watch_page("index.html", base=serve(site))
        # By axe's answer all that was asked for before has been told.
        found = said(check_access, page, "index.html")
        return [*complaints, *found, *said(check_html, site, *pages_of(site))]

    assert told() == []
    faults = [fault for fault in FAULTS if SESSIONS[fault.build] == "site"]
    for fault in faults:
        fault.plant(book)
    lines = told()
    for fault in faults:
        place = fault.place(book).removeprefix("docs").removeprefix("build/html/")
        assert [line for line in lines if place in line and fault.message in line], fault
