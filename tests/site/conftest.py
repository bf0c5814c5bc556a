def pytest_addoption(parser):
    parser.addoption(
        "--all-states",
        action="store_true",
        help="open every page at both widths, light and dark, not only one of each kind",
    )
