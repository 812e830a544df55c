"""Numbers along axes, with their thousands apart.

Matplotlib is imported with this module, which is therefore imported only when something is drawn.
"""

from __future__ import annotations

from matplotlib.ticker import ScalarFormatter


class Thousands(ScalarFormatter):
    """Numbers as people write them: thousands apart, no common factor or summand out of sight.

    Examples
    --------
    >>> from matplotlib import pyplot as plt
    >>> _, ax = plt.subplots()
    >>> ax.yaxis.set_major_formatter(Thousands())
    >>> _ = ax.set(ylim=(-5000, 20000), yticks=[-5000, 0, 20000])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['−5,000', '0', '20,000']
    """

    def __init__(self) -> None:
        super().__init__(useOffset=False, useMathText=False)
        self.set_scientific(False)

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Write the number at a tick."""
        whole, point, rest = super().__call__(x, pos).partition(".")
        digits = whole.lstrip("-\N{MINUS SIGN}")
        if not digits.isdigit():
            return f"{whole}{point}{rest}"
        return f"{whole[: len(whole) - len(digits)]}{int(digits):,}{point}{rest}"
