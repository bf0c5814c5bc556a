from hypothesis import settings

# No deadline: a slow machine is no failure. Derandomised: the same examples in every run.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("tests")
