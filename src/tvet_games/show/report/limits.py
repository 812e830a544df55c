"""What the models leave out, in words: every report ends with it."""

from __future__ import annotations

from tvet_games.tables.labels import Language, Text

LIMITS = (
    Text(
        "Payoffs are means: firms differ, and many train although the mean firm would lose.",
        "收益为平均值：企业各不相同，许多企业在平均而言亏损时仍会培训。",
    ),
    Text(
        "Most values that are not money are assumed; the table of figures says of each value what it rests on.",
        "非货币数值大多为假设；数值表注明每个数值的依据。",
    ),
    Text(
        "Everybody is taken to know the payoffs, to choose at the same time, and to look at their own payoff.",
        "假定各方都了解收益、同时选择，并只看自己的收益。",
    ),
    Text(
        "That cooperation is an equilibrium means that nobody gains by leaving it alone, not that it comes about by "
        "itself: where other equilibria remain, agreement is needed.",
        "合作是均衡，意味着任何一方单独背离都不会获益，并不意味着合作会自行出现：若仍有其他均衡，还需要协调一致。",
    ),
    Text(
        "What a policy costs to introduce, how politics receives it and what law allows are not in the costs; fines "
        "that breaches would bring in are not counted as revenue.",
        "政策的推行成本、政治接受度与法律限制不在成本之内；违约罚款不计为收入。",
    ),
    Text(
        "Drawn worlds are independent but for published sums; their ranges are those of the table of figures.",
        "抽取的情形除已发表的总和外相互独立；其范围见数值表。",
    ),
)


def limits(language: Language) -> tuple[str, ...]:
    """Say what the models leave out, a sentence each."""
    return tuple(text.of(language) for text in LIMITS)
