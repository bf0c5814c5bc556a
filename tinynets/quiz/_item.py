"""A question with its answer, and what counts as the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tinynets._checks import check_text
from tinynets.piecewise import PiecewiseLinear

_LETTERS = "ABCDEFGH"
_LONGEST = 1000
_NUMBER = re.compile(r"[+-]?(\d+(/0*[1-9]\d*)?|\d*\.\d+|\d+\.)")


@dataclass(frozen=True)
class Item:
    """A question, its answer and why.

    Parameters
    ----------
    question
        One paragraph.
    answer
        A number, a tuple of numbers in any order, or with choices the right one's place from 0.
    explanation
        One paragraph that derives the answer.
    shown
        Lines that belong to the question and are set as code: formulas of a network.
    choices
        What there is to choose from, names or graphs; empty if the answer is a number or numbers.
    interval
        Where graphs are shown, from and to; None without graphs.

    Examples
    --------
    >>> from tinynets.quiz import fewest
    >>> item = fewest(17)
    >>> print(item.question)
    How many hidden ReLUs does a network with skip connections need at least to tell odd from even \
on 17 consecutive integers?
    >>> item.answer, item.accepts("4"), item.accepts("5")
    (Fraction(4, 1), True, False)
    """

    question: str
    answer: Fraction | tuple[Fraction, ...] | int
    explanation: str
    shown: str = ""
    choices: tuple[str, ...] | tuple[PiecewiseLinear, ...] = ()
    interval: tuple[int, int] | None = None

    @property
    def letters(self) -> str:
        """The choices' letters, one each; empty if there are none.

        >>> from tinynets.quiz import draw
        >>> draw("graph", seed=0).letters
        'ABCD'
        """
        return _LETTERS[: len(self.choices)]

    @property
    def answer_text(self) -> str:
        """The answer as a reader writes it: `5/2`, `3, 7`, or a choice's letter.

        >>> from tinynets.quiz import resting_loss
        >>> resting_loss(8, 16).answer_text
        '1/4'
        """
        if isinstance(self.answer, int):
            return self.letters[self.answer]
        many = self.answer if isinstance(self.answer, tuple) else (self.answer,)
        return ", ".join(map(str, many))

    def accepts(self, text: str) -> bool:
        """Tell whether a text is the answer; numbers are whole, decimal or a fraction such as 3/4.

        Raises
        ------
        TypeError
            If it is not a string.
        ValueError
            If the text is empty or too long, or is not a number, numbers, or a choice's letter, as
            the answer demands.

        Examples
        --------
        >>> from tinynets.quiz import folding
        >>> item = folding([3, 2, 1], 9)
        >>> item.accepts("8, 7"), item.accepts("7")
        (True, False)
        """
        check_text("text", text)
        if len(text) > _LONGEST:
            raise ValueError(f"{len(text)} characters are no answer; write at most {_LONGEST}")
        if isinstance(self.answer, int):
            letter = text.strip().upper()
            if len(letter) != 1 or letter not in self.letters:
                raise ValueError(
                    f"{text!r} is no choice; write a letter, {', '.join(self.letters)}"
                )
            return self.letters.index(letter) == self.answer
        rule = "write 3, -2, 0.75 or 3/4"
        if isinstance(self.answer, tuple):
            rule += ", with commas between"
        parts = text.replace("−", "-").replace(",", " ").split()
        if not parts:
            raise ValueError(f"{text!r} is no answer; {rule}")
        for part in parts:
            if not _NUMBER.fullmatch(part):
                raise ValueError(f"{part!r} is no number; {rule}")
        if isinstance(self.answer, tuple):
            return {Fraction(part) for part in parts} == set(self.answer)
        if len(parts) != 1:
            raise ValueError(f"{text!r} is not one number; {rule}")
        return Fraction(parts[0]) == self.answer
