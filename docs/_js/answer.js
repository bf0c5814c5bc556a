// What a reader answers to a question, read and compared exactly.

const LONGEST = 1000;
const NUMBER = /^([+-]?)(?:(\d+)(?:\/(0*[1-9]\d*))?|(\d*)\.(\d+)|(\d+)\.)$/;

/** The text is no answer. */
export class NoAnswer extends Error {}

// A fraction in lowest terms, as text: equal numbers have equal texts.
function fraction(text, rule) {
  const match = NUMBER.exec(text);
  if (match === null) throw new NoAnswer(`“${text.slice(0, 20)}” is no number; ${rule}.`);
  const [, sign, whole, below = "1", before = "", after = "", alone] = match;
  let [n, d] = after ? [BigInt(before + after), 10n ** BigInt(after.length)] : [BigInt(whole ?? alone), BigInt(below)];
  let [a, b] = [n, d];
  while (b) [a, b] = [b, a % b];
  if (sign === "-") n = -n;
  return `${n / a}/${d / a}`;
}

/** Whether a text is the answer of a question {answer, many, letters}; NoAnswer if it is none at all. */
export function accepts({answer, many, letters}, text) {
  if (text.length > LONGEST) throw new NoAnswer(`${text.length} characters are no answer; write at most ${LONGEST}.`);
  if (letters) {
    const letter = text.trim().toUpperCase();
    if (letter.length !== 1 || !letters.includes(letter)) throw new NoAnswer(`Write a letter, ${[...letters].join(", ")}.`);
    return letter === answer[0];
  }
  const rule = `write 3, -2, 0.75 or 3/4${many ? ", with commas between" : ""}`;
  const parts = text.replaceAll("−", "-").replaceAll(",", " ").split(/\s+/).filter(Boolean);
  if (!parts.length) throw new NoAnswer(`That is no answer yet; ${rule}.`);
  const given = parts.map((part) => fraction(part, rule));
  if (!many && given.length !== 1) throw new NoAnswer(`That is not one number; ${rule}.`);
  const [mine, right] = [new Set(given), new Set(answer.map((part) => fraction(part, rule)))];
  return mine.size === right.size && [...mine].every((one) => right.has(one));
}
