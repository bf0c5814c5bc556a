// Formulas that a reader types: parsed into a function of x, never executed as code.

const FUNCTIONS = {
  abs: [1, Math.abs], sqrt: [1, Math.sqrt], exp: [1, Math.exp], log: [1, Math.log], sin: [1, Math.sin],
  cos: [1, Math.cos], floor: [1, Math.floor], round: [1, Math.round], sign: [1, Math.sign],
  relu: [1, (z) => Math.max(z, 0)], min: [2, Math.min], max: [2, Math.max], mod: [2, modulo],
};
const CONSTANTS = {pi: Math.PI, e: Math.E};
const LEVELS = [
  {"<": (a, b) => +(a < b), ">": (a, b) => +(a > b), "<=": (a, b) => +(a <= b), ">=": (a, b) => +(a >= b), "==": (a, b) => +(a === b)},
  {"+": (a, b) => a + b, "-": (a, b) => a - b},
  {"*": (a, b) => a * b, "/": (a, b) => a / b, "%": modulo},
];
const TOKEN = /\s*(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z]\w*|[<>=]=|\*\*|[-+*/%^()<>,])/iy;
export const LONGEST = 200;

function modulo(a, b) {
  return a - b * Math.floor(a / b);
}

/** A formula does not parse; `at` is the place of the character that does not fit. */
export class FormulaError extends Error {
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

/** Parse a formula in x into a function. Comparisons give 1 or 0; ^ is a power, % the remainder. */
export function parse(source) {
  if (source.length > LONGEST) throw new FormulaError(`A formula has at most ${LONGEST} characters.`, LONGEST);
  const tokens = tokenise(source);
  let place = 0;
  const here = () => tokens[place];
  const fail = (message) => {
    throw new FormulaError(message, here().at);
  };
  const take = (text) => here().text === text && tokens[place++];
  const expect = (text) => take(text) || fail(here().text ? `${text} is missing before “${here().text}”.` : `${text} is missing at the end.`);

  function level(depth) {
    if (depth === LEVELS.length) return unary();
    let left = level(depth + 1);
    while (Object.hasOwn(LEVELS[depth], here().text)) {
      const [f, a] = [LEVELS[depth][tokens[place++].text], left];
      const b = level(depth + 1);
      left = (x) => f(a(x), b(x));
    }
    return left;
  }
  function unary() {
    if (take("+")) return unary();
    if (!take("-")) return power();
    const inner = unary();
    return (x) => -inner(x);
  }
  function power() {
    const base = atom();
    if (!take("^") && !take("**")) return base;
    const exponent = unary();
    return (x) => base(x) ** exponent(x);
  }
  function atom() {
    const {text} = here();
    if (take("(")) {
      const inner = level(0);
      expect(")");
      return inner;
    }
    if (/^[\d.]/.test(text)) {
      const number = Number(tokens[place++].text);
      return () => number;
    }
    if (!/^[a-z]/i.test(text)) return fail(text ? `A number or x is missing before “${text}”.` : place ? "The formula ends too early." : "The formula is empty.");
    if (text === "x") {
      place++;
      return (x) => x;
    }
    if (Object.hasOwn(CONSTANTS, text)) {
      place++;
      return () => CONSTANTS[text];
    }
    if (!Object.hasOwn(FUNCTIONS, text)) return fail(`“${text}” is not known; the input is x, functions are ${Object.keys(FUNCTIONS).join(", ")}.`);
    const [count, f] = FUNCTIONS[text];
    place++;
    expect("(");
    const inner = [level(0)];
    while (inner.length < count) {
      expect(",");
      inner.push(level(0));
    }
    expect(")");
    return (x) => f(...inner.map((g) => g(x)));
  }

  const f = level(0);
  if (here().text) fail(/^[\w.(]/.test(here().text) ? `Before “${here().text}” a sign is missing; a product is written with *.` : `“${here().text}” does not fit here.`);
  return f;
}

function tokenise(source) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim()) {
    const before = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) {
      const at = before + source.slice(before).search(/\S/);
      throw new FormulaError(`“${source[at]}” does not belong in a formula.`, at);
    }
    tokens.push({text: match[1], at: TOKEN.lastIndex - match[1].length});
  }
  tokens.push({text: "", at: source.length});
  return tokens;
}
