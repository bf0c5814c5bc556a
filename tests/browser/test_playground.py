"""The playground, used as a reader uses it: every control, links, files, and what is broken."""

import base64
import json
import re

import pytest
import torch
from _ext import live
from _ext.digests import ROOT
from playwright.sync_api import expect
from reading import check_access, settled

import tinynets as tn

TASKS = {task["id"]: task for task in live.tasks()}
NETWORKS = live.networks()
SHOWN = ("function", "graph", "formula", "says")


def part(page, name):
    return page.locator(f".part-{name}")


def look(page):
    settled(page)
    return [part(page, name).inner_html() for name in SHOWN]


def parameters(page):
    """Return all weights and biases, as the boxes have them, in the package's order."""
    rows = page.locator(".part-weights input[type=number]").evaluate_all(
        "boxes => boxes.map(b => [Number(b.dataset.parameter), Number(b.value)])"
    )
    return [value for _, value in sorted(rows)]


def package_task(name):
    task = TASKS[name]
    double = torch.float64
    return tn.Task(
        name, torch.tensor(task["x"], dtype=double), torch.tensor(task["y"], dtype=double)
    )


def choose(page, name):
    (network,) = [n for n in NETWORKS if n["id"] == name]
    page.select_option("#pg-task", network["task"])
    page.select_option("#pg-network", name)
    settled(page)
    data = {**network["network"], "dtype": "float64"}
    return tn.Network.from_dict(data), package_task(network["task"])


def flat(network):
    return [value for p in network.parameters() for value in p.detach().flatten().tolist()]


def loss_shown(page):
    words = part(page, "says").inner_text().replace("−", "-")
    return float(re.match(r"Loss ([\d.e+-]+?)\. ", words)[1])


def message(page):
    return page.locator(".playground .message").inner_text()


def link_of(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def data_of(link):
    return json.loads(base64.urlsafe_b64decode(link + "=" * (-len(link) % 4)))


def state(page):
    """Return the whole state, as the link has it."""
    page.click("#pg-link")
    page.wait_for_url("**#*")
    return data_of(page.evaluate("location.hash.slice(1)"))


@pytest.mark.parametrize("name", [n["id"] for n in NETWORKS])
def test_every_network_of_the_book_is_shown_with_the_package_s_numbers(playground, name):
    network, task = choose(playground, name)
    assert parameters(playground) == flat(network)
    loss = tn.train(network, task, epochs=0, lr=1).loss[0].item()
    assert loss_shown(playground) == pytest.approx(loss, rel=1e-3, abs=1e-12)
    wrong = int((~((network(task.x) - task.y).abs() < 0.5)).sum())
    says = part(playground, "says").inner_text()
    assert (f"{wrong} of {len(task)} examples are missed" if wrong else f"All {len(task)}") in says
    if network.widths[0] == 1 and network.activation == "relu" and network.output != "sigmoid":
        low, high = (
            (-24.72, 43.72)
            if task.name == "less-than"
            else (-0.08 * (len(task) - 1), 1.08 * (len(task) - 1))
        )
        bends = [float(x) for x in tn.pieces(network, low, high).breakpoints if low < x < high]
        found = re.findall(
            r"-?\d+(?:\.\d+)?", part(playground, "bends").inner_text().replace("−", "-")
        )
        assert [float(x) for x in found] == pytest.approx(bends[:40], rel=1e-3)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_steps_of_training_are_the_package_s(playground, optimizer):
    network, task = choose(playground, "n13")  # min, trained: many pairs, skip connections
    playground.select_option("#pg-optimizer", optimizer)
    playground.select_option("#pg-lr", "0.0001")
    for _ in range(12):
        playground.click("#pg-step")
    settled(playground)
    history = tn.train(network, task, epochs=12, lr=0.0001, optimizer=optimizer)
    assert parameters(playground) == pytest.approx(flat(network), abs=1e-9)
    assert loss_shown(playground) == pytest.approx(history.loss[-1].item(), rel=1e-3)
    assert "12 steps of training" in part(playground, "says").inner_text()


def test_a_seed_is_the_package_s_start(playground):
    playground.click(".shape summary")
    playground.fill("#pg-widths", "1, 3 2, 1")
    playground.select_option("#pg-activation", "sine")
    playground.select_option("#pg-output", "sigmoid")
    playground.check("#pg-skip")
    playground.fill("#pg-seed", "7")
    playground.click("#pg-start")
    settled(playground)
    kind = {"activation": "sine", "output": "sigmoid", "skip": True}
    wanted = tn.Network([1, 3, 2, 1], **kind, seed=7, dtype=torch.float64)
    assert parameters(playground) == flat(wanted)
    assert state(playground)["network"] == wanted.to_dict()


def test_a_weight_moves_by_slider_by_keyboard_and_by_typing(playground):
    start = look(playground)
    box = playground.locator(".part-weights input[type=number]").first
    slider = playground.locator(".part-weights input[type=range]").first
    slider.focus()
    playground.keyboard.press("ArrowRight")
    settled(playground)
    moved = look(playground)
    assert all(new != old for new, old in zip(moved, start, strict=True))
    assert float(box.input_value()) == float(slider.input_value()) != 1
    box.fill("3.25")
    settled(playground)
    assert parameters(playground)[0] == 3.25
    assert "3.25" in part(playground, "formula").inner_text()
    bounds = slider.bounding_box()
    # It may stand at the edge of the window: this scrolls to it first.
    slider.click(position={"x": bounds["width"] * 0.25, "y": bounds["height"] / 2})
    settled(playground)
    assert -3 < parameters(playground)[0] < -2
    # Only this one weight has changed; undo goes back, one move at a time.
    assert parameters(playground)[1:] == flat(tn.circuits.parity(4, skip=True))[1:]
    while playground.locator("#pg-undo").is_enabled():
        playground.click("#pg-undo")
    assert look(playground) == start


def test_run_pause_rewind_and_reset(playground):
    choose(playground, "n3")  # the largest
    begin = parameters(playground)
    playground.select_option("#pg-speed", "as fast as it goes")
    playground.click("#pg-run")
    expect(part(playground, "says")).to_contain_text(re.compile(r"\d{3,} steps"))
    assert playground.locator("#pg-run").inner_text() == "Pause"
    playground.click("#pg-run")
    assert playground.locator("#pg-run").inner_text() == "Run"
    trained = parameters(playground)
    settled(playground)
    assert parameters(playground) == trained != begin
    assert part(playground, "loss").locator("svg").is_visible()
    assert part(playground, "traces").locator("svg").is_visible()
    playground.click("#pg-rewind")
    settled(playground)
    assert parameters(playground) == begin
    assert "0 steps" in part(playground, "says").inner_text()
    playground.click("#pg-undo")
    settled(playground)
    assert parameters(playground) == trained
    playground.click("#pg-reset")
    settled(playground)
    assert parameters(playground) == begin


def test_everything_can_be_done_by_keyboard(playground):
    """Tab reaches every control, and Enter or Space works each button."""
    wanted = playground.locator(
        ".playground :is(button, select, input, summary):visible:not([disabled])"
    ).count()
    playground.locator("#pg-task").focus()
    reached = 0
    for _ in range(wanted + 5):
        inside = playground.evaluate("document.activeElement.closest('.playground') !== null")
        if not inside:
            break
        reached += 1
        playground.keyboard.press("Tab")
    assert reached >= wanted
    playground.locator("#pg-step").focus()
    playground.keyboard.press("Enter")
    settled(playground)
    assert "1 step of training" in part(playground, "says").inner_text()
    playground.locator("#pg-rewind").focus()
    playground.keyboard.press("Space")
    settled(playground)
    assert "0 steps" in part(playground, "says").inner_text()


def test_two_inputs_are_shown_as_a_plane_with_its_folds(playground):
    choose(playground, "n11")
    assert part(playground, "function").locator(".contour").count() >= 3
    assert part(playground, "function").locator(".fold").count() == 2
    assert not playground.get_by_label("The number line, folded").is_visible()


def test_a_typed_formula_is_a_task(playground):
    playground.select_option("#pg-task", "formula")
    playground.fill("#pg-formula", "abs(x) - 1")
    playground.fill("#pg-low", "-2")
    playground.fill("#pg-high", "3")
    playground.locator("#pg-high").blur()
    settled(playground)
    settled(playground)
    assert state(playground)["task"] == {"source": "abs(x) - 1", "range": [-2, 3]}
    assert playground.locator(".done").inner_text().startswith("The link")
    for broken, told in (
        ("abs(x", "Character 6"),
        ("1 / (x - 3)", "Infinity"),
        ("<b>x</b>", "Character 1"),
    ):
        playground.fill("#pg-formula", broken)
        playground.locator("#pg-formula").blur()
        settled(playground)
        assert told in message(playground)
        assert playground.locator(".message b").count() == 0
        assert state(playground)["task"]["source"] == "abs(x) - 1"


def test_a_link_restores_everything_in_a_fresh_page(playground, open_page):
    choose(playground, "n2")
    playground.select_option("#pg-lr", "0.03")
    for _ in range(3):
        playground.click("#pg-step")
    settled(playground)
    wanted = state(playground)
    fresh = open_page(f"playground.html#{link_of(wanted)}")
    fresh.wait_for_selector(".playground.alive")
    assert look(fresh) == look(playground)
    for curves in ("loss", "traces"):
        assert part(fresh, curves).locator(".line").count() >= 1
    assert state(fresh) == wanted
    for page in (playground, fresh):
        page.click("#pg-step")
        settled(page)
    assert parameters(fresh) == parameters(playground)
    fresh.click("#pg-rewind")
    settled(fresh)
    assert parameters(fresh) == flat(tn.circuits.article_parity(dtype=torch.float64))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"task": "<img src=x onerror=alert(1)>"}, "a task that there is not"),
        ({"network": {"format": 1, "dtype": "float64"}}, "lacks activation"),
        ({"start": [1, 2]}, "start"),
        ({"training": {"optimizer": "adam", "lr": "fast"}}, "learning rate"),
        ({"steps": 5}, "moments"),
        ({"steps": 1, "training": {"optimizer": "sgd", "lr": 0.1}}, "curves"),
        ({"task": {"source": "x +", "range": [0, 1]}}, "Character 4"),
        (None, "damaged"),
        ("long", "longer"),
    ],
)
def test_a_broken_link_is_told_and_changes_nothing(playground, change, told):
    before, whole = look(playground), state(playground)
    playground.evaluate("history.replaceState(null, '', location.pathname)")
    link = (
        "%3Cscript%3E"
        if change is None
        else "a" * 400_000
        if change == "long"
        else link_of({**whole, **change})
    )
    playground.evaluate("link => { location.hash = link; }", link)
    expect(playground.locator(".message")).not_to_be_empty()
    assert told in message(playground)
    assert look(playground) == before
    assert state(playground) == whole


def test_a_file_goes_out_to_the_package_and_comes_back(playground, tmp_path):
    choose(playground, "n2")
    playground.locator(".part-weights input[type=number]").first.fill("1.0625")
    settled(playground)
    with playground.expect_download() as waiting:
        playground.click("#pg-download")
    path = tmp_path / "network.json"
    waiting.value.save_as(path)
    network = tn.Network.from_dict(json.loads(path.read_text()))
    assert flat(network) == parameters(playground)
    assert network.layers[0].weight[0, 0] == 1.0625
    network.layers[0].weight.data[0, 0] = 2.5
    path.write_text(json.dumps(network.to_dict()))
    playground.set_input_files("#pg-load", path)
    expect(playground.locator(".part-weights input[type=number]").first).to_have_value("2.5")
    assert flat(network) == parameters(playground)


GOOD = tn.circuits.article_parity().to_dict()
BAD_FILES = {
    "no JSON": ("hello", "no JSON"),
    "a number that is none": (json.dumps(GOOD).replace("1.0", "NaN", 1), "no JSON"),
    "a huge number": (json.dumps(GOOD).replace("1.0", "1e308", 1), "no weight"),
    "a wrong shape": (json.dumps({**GOOD, "widths": [1, 3, 2, 2, 2, 2, 1]}), "Layer 1"),
    "markup in a name": (
        json.dumps({**GOOD, "activation": "<img src=x onerror=alert(1)>"}),
        "activation",
    ),
    "another task's shape": (json.dumps(tn.circuits.xor().to_dict()), "inputs"),
    "a megabyte": ("[" * 1_100_000, "longer"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_broken_file_is_told_and_changes_nothing(playground, tmp_path, name):
    text, told = BAD_FILES[name]
    before = look(playground)
    path = tmp_path / "network.json"
    path.write_text(text)
    playground.set_input_files("#pg-load", path)
    expect(playground.locator(".message")).not_to_be_empty()
    assert told in message(playground)
    assert playground.locator(".message *").count() == 0
    assert look(playground) == before


def test_training_that_diverges_stops_and_says_so(playground):
    choose(playground, "n11")
    playground.locator(".part-weights input[type=number]").first.fill("40")
    playground.select_option("#pg-optimizer", "sgd")
    playground.select_option("#pg-lr", "1")
    playground.click("#pg-run")
    expect(playground.locator(".message")).to_contain_text("diverges")
    assert playground.locator("#pg-run").inner_text() == "Run"
    assert all(abs(value) <= 1e9 for value in parameters(playground))


@pytest.mark.parametrize("text", ["", "1e400", "1e10"])
def test_a_weight_that_is_none_is_not_taken(playground, text):
    before = parameters(playground)
    box = playground.locator(".part-weights input[type=number]").first
    box.fill(text)
    box.blur()
    settled(playground)
    assert "This is no weight" in message(playground)
    assert parameters(playground) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("widths", "1, two, 1"),
        ("widths", "2, 2, 1"),
        ("widths", "1, 900, 900, 1"),
        ("seed", "-1"),
        ("seed", "0.5"),
    ],
)
def test_a_shape_or_a_seed_that_is_none_is_told(playground, name, text):
    before = look(playground)
    playground.click(".shape summary")
    playground.fill(f"#pg-{name}", text)
    playground.click("#pg-start")
    settled(playground)
    assert message(playground)
    assert look(playground) == before


def test_rewind_goes_to_the_weights_as_they_were_left(playground):
    box = playground.locator(".part-weights input[type=number]").nth(2)
    box.fill("-1.9")
    settled(playground)
    left = parameters(playground)
    for _ in range(5):
        playground.click("#pg-step")
    settled(playground)
    assert parameters(playground) != left
    playground.click("#pg-rewind")
    settled(playground)
    assert parameters(playground) == left
    playground.click("#pg-reset")
    settled(playground)
    assert parameters(playground) == flat(tn.circuits.parity(4, skip=True))


def test_another_optimiser_starts_a_new_curve_and_another_rate_goes_on(playground):
    network, task = choose(playground, "n13")
    playground.select_option("#pg-lr", "0.0001")
    for _ in range(3):
        playground.click("#pg-step")
    playground.select_option("#pg-lr", "0.0003")
    for _ in range(3):
        playground.click("#pg-step")
    settled(playground)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.0001)
    for step in range(6):
        optimizer.param_groups[0]["lr"] = 0.0001 if step < 3 else 0.0003
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(network(task.x), task.y).backward()
        optimizer.step()
    assert parameters(playground) == pytest.approx(flat(network), abs=1e-9)
    playground.select_option("#pg-optimizer", "sgd")
    playground.click("#pg-step")
    settled(playground)
    assert "1 step of training" in part(playground, "says").inner_text()
    assert "NaN" not in part(playground, "loss").inner_html()
    # Undo takes back one thing at a time: the step, the optimiser.
    playground.click("#pg-undo")
    assert playground.locator("#pg-optimizer").input_value() == "sgd"
    playground.click("#pg-undo")
    assert playground.locator("#pg-optimizer").input_value() == "adam"
    assert "6 steps" in part(playground, "says").inner_text()


def test_after_divergence_the_trainer_too_is_that_of_the_step_before(playground):
    choose(playground, "n11")
    playground.locator(".part-weights input[type=number]").first.fill("40")
    playground.select_option("#pg-optimizer", "sgd")
    playground.select_option("#pg-lr", "1")
    for _ in range(12):
        playground.click("#pg-step")
        settled(playground)
        if "diverges" in message(playground):
            break
    steps = int(re.search(r"at step (\d+)", message(playground))[1]) - 1
    kept = state(playground)
    assert kept["steps"] == steps
    assert f"{steps} step" in part(playground, "says").inner_text()
    playground.click("#pg-rewind")
    settled(playground)
    assert message(playground) == ""
    assert parameters(playground)[0] == 40


def test_a_refused_formula_is_no_dead_end(playground):
    playground.select_option("#pg-task", "formula")
    playground.fill("#pg-formula", "abs(x")
    playground.locator("#pg-formula").blur()
    playground.select_option("#pg-task", "parity-8")
    playground.select_option("#pg-task", "formula")
    assert "Character 6" in message(playground)
    playground.fill("#pg-formula", "abs(x)")
    playground.locator("#pg-formula").blur()
    settled(playground)
    assert message(playground) == ""
    assert state(playground)["task"]["source"] == "abs(x)"


def test_who_comes_back_finds_what_the_state_says(playground):
    playground.locator(".part-weights input[type=number]").first.fill("3.25")
    playground.select_option("#pg-optimizer", "sgd")
    playground.goto(playground.url.replace("playground.html", "index.html"))
    playground.go_back()
    playground.wait_for_selector(".playground.alive")
    settled(playground)
    whole = state(playground)
    assert playground.locator("#pg-optimizer").input_value() == whole["training"]["optimizer"]
    network = tn.Network.from_dict(whole["network"])
    assert parameters(playground) == flat(network)


def test_typed_key_by_key_a_number_that_is_none_changes_nothing(playground):
    before = parameters(playground)
    box = playground.locator(".part-weights input[type=number]").first
    box.focus()
    playground.keyboard.press("Control+A")
    playground.keyboard.type("1e400")
    playground.keyboard.press("Tab")
    settled(playground)
    assert parameters(playground) == before
    assert "This is no weight" in message(playground)


def test_a_weight_moves_by_touch_and_the_picture_stays_in_view(open_page):
    page = open_page("playground.html", viewport={"width": 360, "height": 740}, has_touch=True)
    page.wait_for_selector(".playground.alive")
    slider = page.locator(".part-weights input[type=range]").nth(12)
    slider.scroll_into_view_if_needed()
    before, picture = parameters(page), part(page, "function").inner_html()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    settled(page)
    after = parameters(page)
    assert sum(a != b for a, b in zip(after, before, strict=True)) == 1
    assert part(page, "function").inner_html() != picture
    place = part(page, "function").bounding_box()
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= 740


FORGOTTEN = {"steps", "first", "second", "curves"}
ONE_STEP = FORGOTTEN | {"network"}
ANEW = {"network", "start"}
# How each control is worked, by keyboard and otherwise, and what of the state and of the other
# controls it changes. A string is chosen or typed, None is a press. Before it, one weight has been
# moved and one step taken, and all is unfolded.
CONTROLS = {
    "pg-task": ("parity-8", ONE_STEP | ANEW | {"task", "pg-network", "pg-widths"}),
    "pg-network": ("n1", ONE_STEP | ANEW | {"pg-widths", "pg-skip"}),
    "pg-widths": ("1, 2, 1", set()),
    "pg-activation": ("sine", set()),
    "pg-output": ("sigmoid", set()),
    "pg-skip": (None, set()),
    "pg-seed": ("7", set()),
    "pg-start": (None, ONE_STEP | ANEW | {"pg-network"}),
    "pg-optimizer": ("sgd", FORGOTTEN | {"training"}),
    "pg-lr": ("0.1", {"training"}),
    "pg-speed": ("1 step a frame", set()),
    "pg-run": (None, ONE_STEP),
    "pg-step": (None, ONE_STEP),
    "pg-rewind": (None, ONE_STEP),
    "pg-undo": (None, ONE_STEP),
    "pg-reset": (None, ONE_STEP | ANEW),
    "pg-link": (None, set()),
    "pg-download": (None, set()),
    "pg-load": ("network.json", ONE_STEP | ANEW | {"pg-network"}),
}
FORMULA_CONTROLS = {
    "pg-formula": ("x^2", FORGOTTEN | {"task"}),
    "pg-low": ("-1", FORGOTTEN | {"task"}),
    "pg-high": ("2", FORGOTTEN | {"task"}),
}


def everything(page):
    """Return the state and what all controls show."""
    shown = page.locator(".playground [id^=pg-]:is(select, input:not([type=file]))").evaluate_all(
        "all => all.map(one => [one.id, one.type === 'checkbox' ? one.checked : one.value])"
    )
    return state(page) | dict(shown)


def work(page, name, value, keyboard):
    control = page.locator(f"#{name}")
    kind = control.evaluate("one => one.localName === 'select' ? 'select' : one.type")
    if kind == "file":
        page.set_input_files(f"#{name}", value)
    elif kind == "select" and keyboard:
        values = control.locator("option").evaluate_all("all => all.map(one => one.value)")
        way = values.index(value) - values.index(control.input_value())
        control.focus()
        for _ in range(abs(way)):
            page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
    elif kind == "select":
        control.select_option(value)
    elif value is not None and keyboard:
        control.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    elif value is not None:
        control.fill(value)
        control.blur()
    elif keyboard:
        control.focus()
        page.keyboard.press("Space")
    else:
        control.click()
    settled(page)


@pytest.mark.parametrize("keyboard", [True, False], ids=["keyboard", "mouse"])
@pytest.mark.parametrize("name", [*CONTROLS, *FORMULA_CONTROLS])
def test_a_control_changes_what_it_should_and_nothing_else(playground, tmp_path, name, keyboard):
    value, wanted = (CONTROLS | FORMULA_CONTROLS)[name]
    if name in FORMULA_CONTROLS:
        playground.select_option("#pg-task", "formula")
    playground.locator(".part-weights input[type=number]").first.fill("1.25")
    playground.click("#pg-step")
    if name not in FORMULA_CONTROLS:
        playground.click(".shape summary")
    settled(playground)
    before = everything(playground)
    if name == "pg-load":
        file = tmp_path / value
        file.write_text(json.dumps(tn.Network([1, 1, 1, 1, 1, 1], skip=True, seed=1).to_dict()))
        value = file
    work(playground, name, value, keyboard)
    if name == "pg-run":
        expect(part(playground, "says")).to_contain_text(re.compile(r"\d\d steps"))
        work(playground, name, value, keyboard)
    after = everything(playground)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed - {name} == wanted
    assert message(playground) == ""


def test_no_control_is_left_out(playground):
    names = playground.locator(".playground [id^=pg-]").evaluate_all("all => all.map(o => o.id)")
    assert set(names) == {*CONTROLS, *FORMULA_CONTROLS}


@pytest.mark.parametrize("way", ["slider by keyboard", "slider by mouse", "typed"])
def test_every_weight_and_bias_moves_alone(playground, way):
    count = len(parameters(playground))
    for index in range(count):
        row = playground.locator(f".part-weights [data-parameter='{index}']")
        slider, box = (
            row.and_(playground.locator("[type=range]")),
            row.and_(playground.locator("[type=number]")),
        )
        before = parameters(playground)
        if way == "typed":
            box.fill("0.375")
        elif way == "slider by keyboard":
            slider.focus()
            playground.keyboard.press("ArrowLeft")
        else:
            place = slider.bounding_box()
            slider.click(position={"x": place["width"] * 0.6, "y": place["height"] / 2})
        settled(playground)
        after = parameters(playground)
        assert [i for i in range(count) if after[i] != before[i]] == [index]
        assert state(playground)["start"] == after


def test_it_works_from_the_file_system(open_page):
    page = open_page("playground.html", base=(ROOT / "build" / "html").as_uri())
    page.wait_for_selector(".playground.alive")
    page.click("#pg-step")
    settled(page)
    assert "1 step of training" in part(page, "says").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_used(playground, scheme):
    playground.emulate_media(color_scheme=scheme)
    choose(playground, "n13")
    for _ in range(3):
        playground.click("#pg-step")
    playground.click(".shape summary")
    playground.fill("#pg-widths", "none")
    playground.click("#pg-start")
    assert message(playground)
    playground.click("#pg-link")
    expect(playground.locator(".done")).not_to_be_empty()
    check_access(playground, "playground.html")


def test_the_theme_s_toggle_changes_the_colours(playground):
    line = playground.locator(".part-function .line.network").first
    colours = set()
    for _ in range(3):
        playground.locator(".theme-toggle:visible").first.click()
        colours.add(line.evaluate("line => getComputedStyle(line).stroke"))
    assert len(colours) == 2


def test_readers_who_want_little_motion_see_few_drawings(open_page):
    counts = []
    for motion in ("no-preference", "reduce"):
        page = open_page("playground.html", reduced_motion=motion)
        page.wait_for_selector(".playground.alive")
        page.evaluate(
            """() => {
                window.drawings = 0;
                new MutationObserver(() => window.drawings += 1).observe(
                    document.querySelector(".part-function"), {childList: true});
            }"""
        )
        page.select_option("#pg-speed", "1 step a frame")
        page.click("#pg-run")
        expect(part(page, "says")).to_contain_text(re.compile(r"\d\d steps"))
        page.click("#pg-run")
        steps = int(re.search(r"(\d+) step", part(page, "says").inner_text())[1])
        counts.append(page.evaluate("window.drawings") / steps)
    assert counts[1] < counts[0] / 3


def test_without_scripts_the_first_network_is_there(open_page):
    page = open_page("playground.html", java_script_enabled=False)
    for name in ("function", "graph", "neurons", "folds"):
        assert part(page, name).locator("svg").first.is_visible()
    assert "All 16 examples" in part(page, "says").inner_text()
    assert not page.locator("#pg-run").is_visible()
