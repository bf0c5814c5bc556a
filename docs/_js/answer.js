// What a reader answers to a question, read and compared exactly.

const NUMBER = /^([+-]?)(?:(\d+)(?:\/(0*[1-9]\d*))?|(\d*)\.(\d+)|(\d+)\.)$/;

/** The text is no answer. */
export class NoAnswer extends Error {}

// A fraction in lowest terms, as text: equal numbers have equal texts.
function fraction(text) {
  const match = NUMBER.exec(text);
  if (match === null) throw new NoAnswer(`“${text.slice(0, 20)}” is no number; write 3, -2, 0.75 or 3/4.`);
  const [, sign, whole, below = "1", before = "", after = "", alone] = match;
  let [n, d] = after ? [BigInt(before + after), 10n ** BigInt(after.length)] : [BigInt(whole ?? alone), BigInt(below)];
  let [a, b] = [n, d];
  while (b) [a, b] = [b, a % b];
  if (sign === "-") n = -n;
  return `${n / a}/${d / a}`;
}

/** Whether a text is the answer of a question {answer, many, letters}; NoAnswer if it is none at all. */
export function accepts({answer, many, letters}, text) {
  if (letters) {
    const letter = text.trim().toUpperCase();
    if (letter.length !== 1 || !letters.includes(letter)) throw new NoAnswer(`Write a letter, ${[...letters].join(", ")}.`);
    return letter === answer[0];
  }
  const given = text.slice(0, 1000).replaceAll("−", "-").replaceAll(",", " ").split(/\s+/).filter(Boolean).map(fraction);
  if (!many && given.length !== 1) throw new NoAnswer("Write one number: 3, -2, 0.75 or 3/4.");
  const [mine, right] = [new Set(given), new Set(answer.map(fraction))];
  return mine.size === right.size && [...mine].every((one) => right.has(one));
}
