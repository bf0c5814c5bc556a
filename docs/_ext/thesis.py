"""The thesis table: four questions asked of each function, answered by the build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tinynets import circuits

COLUMNS = (
    "Function",
    "Representable?",
    "Fewest neurons",
    "Found by training",
    "Right outside the data?",
)

LABELS = {"less_than": "x below 10", "minimum": "min(a, b)", "parity": "parity of 0..15"}
# What is proved stands here, with the chapter that proves it; what is measured comes from the
# gallery script whose results the configuration names.
ROWS = {
    "less_than": (
        f"{{doc}}`{LABELS['less_than']} </less_than>`",
        "yes: in the limit by a sigmoid, exactly on the integers by ReLUs",
        f"1 sigmoid neuron; {circuits.step().n_hidden} ReLUs for exact answers",
    ),
    "minimum": (
        f"{{doc}}`{LABELS['minimum']} </minimum>`",
        "yes: exactly, on the whole plane",
        "1 ReLU with a skip connection, 3 without",
    ),
    "parity": (
        f"{{doc}}`{LABELS['parity']} </parity>`",
        "yes on a range, never on all integers",
        f"{circuits.parity(4, skip=True).n_hidden} ReLUs with skip connections; n for 2ⁿ integers if n ≥ 2",
    ),
}


def measured_cells(results: dict[str, Any], name: str) -> tuple[str, str]:
    """Return the share found by training and whether it holds outside the data, as text.

    >>> measured_cells({"runs": 24, "minimum": {"solved": 9, "asked": 9, "outside": 7}}, "minimum")
    ('9 of 24 starts', '7 of 9 networks')
    >>> parity = {"solved": 0, "asked": 1, "outside": 0, "alive": 6}
    >>> measured_cells({"runs": 24, "parity": parity}, "parity")
    ('0 of 24 starts (6 born alive)', 'no (set by hand)')
    """
    row = results[name]
    outside = {0: "no", row["asked"]: "yes"}.get(row["outside"])
    if not row["solved"]:
        # No trained network could be asked, so the script asked the circuit.
        outside = f"{outside} (set by hand)"
    # Starts that say the same to every integer had no chance.
    alive = f" ({row['alive']} born alive)" if "alive" in row else ""
    return (
        f"{row['solved']} of {results['runs']} starts{alive}",
        outside or f"{row['outside']} of {row['asked']} networks",
    )


def how_trained(stages: dict[str, list[tuple[int, float]]], names: list[str]) -> str:
    """Return the note under a filled table: the training behind its shares, in Markdown.

    >>> how_trained({"minimum": [(300, 0.1), (60, 0.02)]}, ["minimum"])[:80]
    'Found by training: Adam on all data at once, 300 epochs at rate 0.1, then 60 epo'
    >>> how_trained({"less_than": [(9, 1)], "parity": [(8, 2)]}, ["less_than", "parity"])[45:110]
    'x below 10: 9 epochs at rate 1; parity of 0..15: 8 epochs at rate'
    """
    parts = []
    for name in names:
        text = ", then ".join(f"{epochs} epochs at rate {lr}" for epochs, lr in stages[name])
        parts.append(f"{LABELS[name]}: {text}" if len(names) > 1 else text)
    return (
        f"Found by training: Adam on all data at once, {'; '.join(parts)}. A start counts if every "
        "answer on the data is within 0.5 of its target ({doc}`how we counted "
        "</gallery/looking/how_often>`)."
    )


class Thesis(SphinxDirective):
    """`{thesis} name …`: these rows of the table, or all.

    `:blank:` leaves the answers open, `:blank: Found by training` those of one column.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"blank": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        names = self.arguments[0].split() if self.arguments else list(ROWS)
        unknown = [name for name in names if name not in ROWS]
        if unknown:
            raise self.error(f"no row {unknown[0]!r}; there are {', '.join(ROWS)}")
        blank = self.options.get("blank")
        if blank not in (None, "", *COLUMNS[1:]):
            raise self.error(f"no column {blank!r}; there are {', '.join(COLUMNS[1:])}")
        path = Path(self.env.srcdir) / self.config.thesis_results
        self.env.note_dependency(str(path))
        results = json.loads(path.read_text(encoding="utf-8"))

        lines = ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
        for name in names:
            proved, measured = ROWS[name], measured_cells(results, name)
            answers = [
                "?" if blank in ("", column) else answer
                for column, answer in zip(COLUMNS[1:], (*proved[1:], *measured), strict=True)
            ]
            lines.append("| " + " | ".join([proved[0], *answers]) + " |")
        if blank not in ("", "Found by training"):
            lines += ["", how_trained(results["stages"], names)]
        table = nodes.container(classes=["thesis"])
        self.state.nested_parse(lines, self.content_offset, table)
        return [table]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the setting `thesis_results`, a path from the source folder."""
    app.add_config_value("thesis_results", "", "env", str)
    app.add_directive("thesis", Thesis)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
