// Run by node when the book is built: from what is asked for on stdin to its markup on stdout.

import {readFileSync} from "node:fs";

import {chart} from "./chart.js";
import {FIGURES, markup} from "./figures.js";
import {markup as playground} from "./page.js";
import {markup as shown} from "./shown.js";

const {figure, id, data, network, charts} = JSON.parse(readFileSync(0, "utf8"));
if (charts) process.stdout.write(JSON.stringify(charts.map(chart)));
else if (network) process.stdout.write(shown(network, id));
else if (data) process.stdout.write(playground(data));
else if (Object.hasOwn(FIGURES, figure)) process.stdout.write(markup(figure, id));
else throw new RangeError(`there is no live figure ${figure}; there are ${Object.keys(FIGURES).join(", ")}`);
