"""A page that asks for something elsewhere is found as it runs, with the script and the line."""

import pytest
from faults import FAULTS
from small_book import SmallBook


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.build == "request"])
def test_a_request_to_another_host_is_named(tmp_path_factory, serve, watch_page, complaints, fault):
    # A short path: sockets stand below it, whose addresses have a hundred characters at most.
    book = SmallBook(tmp_path_factory.mktemp("asks"))

    def opened():
        # What a script puts together is nothing that the build would see.
        done = book.build()
        assert done.returncode == 0, done.stderr
        page = watch_page("index.html", base=serve(book.root / "build" / "html"))
        # By its answer all that was asked for before has been told.
        page.evaluate("1")
        return list(complaints)

    assert opened() == []
    fault.plant(book)
    place = fault.place(book).removeprefix("docs")
    assert [told for told in opened() if place in told and fault.message in told], complaints
