"""The page's words, in English and Chinese."""

from __future__ import annotations

from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Explorer", "探索器"),
    "lead": (
        "Choose a conflict and a country, move the levels of instruments, and see what the parties will do.",
        "选择冲突与国家，调整工具水平，看各方会如何行动。",
    ),
    "skip": ("Skip to the result", "跳到结果"),
    "conflict": ("Conflict", "冲突"),
    "calibration": ("Country and year", "国家与年份"),
    "language": ("Language", "语言"),
    "criterion": ("What cooperation must be", "合作须满足"),
    "to be nash": ("a Nash equilibrium", "纳什均衡"),
    "to be dominant": ("dominant for everybody", "各方的占优策略"),
    "to be p_dominant": ("best for whoever believes so with probability p", "p-占优"),
    "to be risk_dominant": ("risk-dominant (2x2)", "风险占优（2x2）"),
    "to be unique": ("the only equilibrium", "唯一均衡"),
    "to be sustainable": ("sustainable in repetition", "重复博弈中可持续"),
    "to be basin": ("reached from a share of all starts (2x2)", "由一定比例的起点可达（2x2）"),
    "to be aligned": ("an equilibrium for who cares for the group", "顾及集体者的均衡"),
    "margin": ("Margin", "边际"),
    "p": ("Belief p", "信念 p"),
    "delta": ("Discount factor", "贴现因子"),
    "share": ("Share of starting points", "起点比例"),
    "alpha": ("Weight on the group", "对集体的权重"),
    "instruments": ("Instruments", "政策工具"),
    "values": ("Figures behind it", "所用数值"),
    "reset": ("All levels to 0", "全部归零"),
    "own values": ("All figures as published", "恢复原数值"),
    "no instruments": ("No instrument acts on this conflict.", "没有适用于该冲突的工具。"),
    "level of": ("{name} [{unit}]", "{name} [{unit}]"),
    "bounds": ("{low} to {high}", "{low} 至 {high}"),
    "verdict": ("What happens", "结果"),
    "only": (
        "Cooperation is an equilibrium, and the only one{pure}.",
        "合作是均衡，而且是唯一的均衡{pure}。",
    ),
    "among": (
        "Cooperation is an equilibrium, one of {count}{pure}: agreement on it is still needed.",
        "合作是均衡，但是 {count} 个均衡之一{pure}：仍需协调一致。",
    ),
    "not": (
        "Cooperation is not an equilibrium: {who}.",
        "合作不是均衡：{who}。",
    ),
    "pure": (" in pure actions", "（纯策略中）"),
    "would gain": (
        "{player} gains {gain} {currency} by “{action}”",
        "{player}选择“{action}”可多得 {gain} {currency}",
    ),
    "met": ("Asked for: {criterion}. It is met.", "条件：{criterion}。已满足。"),
    "unmet": ("Asked for: {criterion}. It is not met.", "条件：{criterion}。未满足。"),
    "payoffs": ("Payoffs", "收益"),
    "equilibria": ("Equilibria", "均衡"),
    "costs": ("What it costs, and who gains", "成本与得失"),
    "expected": ("public cost, expected", "预期公共成本"),
    "target": ("public cost where everybody cooperates", "各方合作时的公共成本"),
    "gain": ("{player}: cooperation with the package against today", "{player}：政策下合作与现状相比"),
    "portrait": ("Where it goes", "走向"),
    "portrait told": (
        "Shares that cooperate, from 0 to 1. Arrows: direction of the replicator dynamic; line: separatrix; shaded: "
        "from here cooperation spreads ({basin}). Filled dots are stable.",
        "横纵轴为合作比例（0 到 1）。箭头为复制动态方向；曲线为分界线；阴影内合作会扩散（{basin}）。实心点为稳定点。",
    ),
    "no basin": ("nowhere", "无"),
    "shares told": (
        "Share of each that cooperates over time, from equal shares of all actions (replicator dynamic).",
        "从各行动份额相等出发，各方合作比例随时间的变化（复制动态）。",
    ),
    "corners told": (
        "Too many parties for a picture. Stable in the long run: {corners}.",
        "参与方过多，无法作图。长期稳定：{corners}。",
    ),
    "nothing": ("none", "无"),
    "time": ("time", "时间"),
    "map": ("Policy map", "政策地图"),
    "map x": ("To the right", "横轴"),
    "map y": ("Upwards", "纵轴"),
    "map told": (
        "Dot: the levels on this page; star: the cheapest pair; outlined: what is asked for is met.",
        "圆点：本页水平；星号：成本最低的组合；轮廓内：满足条件。",
    ),
    "map else": ("The map is drawn with the other levels at 0.", "其余水平按 0 计。"),
    "too few": ("it takes two instruments that act on the conflict.", "须有两种作用于该冲突的工具。"),
    "too many": (
        "the conflict has {count} profiles of actions, more than {most}.",
        "该冲突有 {count} 种行动组合，多于 {most} 种。",
    ),
    "no map": ("There is no map here: {why}", "此处没有地图：{why}"),
    "cheapest": ("Find the cheapest package", "寻找成本最低的组合"),
    "take": ("Take these levels", "采用这些水平"),
    "tornado": ("What does it rest on?", "结论的依据"),
    "stop": ("Stop", "停止"),
    "working": ("Working: {what} … At most {limit} seconds.", "计算中：{what}…… 至多 {limit} 秒。"),
    "too long": (
        "Not done after {limit} seconds, and stopped. The commands and the package have no such limit.",
        "{limit} 秒内未完成，已停止。命令行与程序包没有此限制。",
    ),
    "broken off": ("The process that worked on it has ended before it was done.", "计算进程在完成之前已结束。"),
    "stopped": ("Stopped.", "已停止。"),
    "older": (
        "The page has changed since; this is the answer to what was asked then.",
        "页面随后有改动；这是对当时问题的回答。",
    ),
    "open": ("Open a file", "打开文件"),
    "open told": (
        "A scenario, conflict or calibration (.toml; a calibration also .csv), at most 1 MB. It stays on this machine.",
        "情景、冲突或校准文件（.toml；校准亦可为 .csv），至多 1 MB。文件只留在本机。",
    ),
    "opened": ("Opened: {name}.", "已打开：{name}。"),
    "refused": ("{name} cannot be opened:", "无法打开 {name}："),
    "not taken": (
        "The file was not taken: it must end in .toml or .csv and have at most 1 MB.",
        "文件未采用：须为 .toml 或 .csv，且不超过 1 MB。",
    ),
    "more": ("... and {count} more", "……另有 {count} 项"),
    "left out": (
        "Of this scenario the page shows the first conflict, its values and its criterion only.",
        "本页只显示该情景的第一组冲突、数值与条件。",
    ),
    "scenario": ("Shipped question", "自带问题"),
    "download": ("Keep", "保存"),
    "download scenario": ("Scenario file", "情景文件"),
    "download report": ("Report", "报告"),
    "no key": ("{field}: is nothing that an address says{nearest}", "{field}：地址中没有此项{nearest}"),
    "unknown": ("{field}: '{name}' is not known{nearest}", "{field}：没有“{name}”{nearest}"),
    "nearest": ("; did you mean {name}?", "；是否指 {name}？"),
    "negative": ("{field}: {value} is below 0", "{field}：{value} 小于 0"),
    "outside": (
        "{field}: {value} is outside {low} to {high}; taken as {taken}",
        "{field}：{value} 不在 {low} 至 {high} 之内，按 {taken} 计",
    ),
    "no number": ("{field}: '{value}' is no number", "{field}：“{value}”不是数字"),
    "acts not": ("{field}: does not act on this conflict, and is left out", "{field}：不适用于该冲突，已略去"),
    "problems": ("Not everything could be taken over:", "部分内容未能采用："),
    "lost": (
        "The server has ended. Start it again: tvet-games explore",
        "服务器已停止。请重新运行：tvet-games explore",
    ),
    "assumed": ("assumed", "假设"),
    "page": ("This page and all computing stay on this machine.", "本页与全部计算都在本机进行。"),
}


def said(key: str, language: Language, **values: object) -> str:
    """Fill one of the page's phrases; ``nearest`` is told as a question."""
    near = values.get("nearest")
    if near:
        values["nearest"] = fill(PHRASES, "nearest", language, name=near)
    return fill(PHRASES, key, language, **values)
