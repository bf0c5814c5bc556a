from hypothesis import settings

# No deadline: a slow machine is no failure. Derandomised: the same examples in every run.
settings.register_profile("tests", deadline=None, derandomize=True, max_examples=100)
# Chosen by --hypothesis-profile: other examples every time, and many.
settings.register_profile("weekly", deadline=None, max_examples=1667)
settings.load_profile("tests")
