"""What the commands print with: tables, JSON, numbers, and words in two languages."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.model.labels import LANGUAGES, Language

WIDTH_OFF_TERMINAL = 110

WORDS: dict[str, str] = {
    "points": "各点",
    "profile": "行动组合",
    "share of the points": "占点数的比例",
    "statement": "陈述",
    "conflicts": "冲突",
    "calibrations": "校准",
    "instruments": "政策工具",
    "scenarios": "情景",
    "stakeholders": "利益相关者",
    "name": "名称",
    "about": "说明",
    "section": "论文章节",
    "parameter": "参数",
    "meaning": "含义",
    "dimension": "量纲",
    "value": "数值",
    "range": "范围",
    "provenance": "来源类型",
    "source": "依据",
    "level": "水平",
    "bounds": "范围",
    "expected cost": "预期成本",
    "equilibrium": "均衡",
    "payoff": "收益",
    "payoffs": "收益",
    "regret": "遗憾值",
    "kind": "类型",
    "strict": "严格",
    "mixed": "混合",
    "weak": "非严格",
    "target": "目标",
    "before": "政策前",
    "after": "政策后",
    "player": "参与者",
    "gains": "得失",
    "question": "问题",
    "baseline": "现状",
    "cheapest package": "成本最低的组合",
    "cost": "成本",
    "public cost": "公共成本",
    "per trainee": "每名学徒",
    "certificate": "证明",
    "inputs": "输入",
    "assumed": "假设",
    "measured": "实测",
    "derived": "推算",
    "statutory": "法定",
    "interests": "利益诉求",
    "responsibilities": "责任",
    "yes": "是",
    "no": "否",
    "instrument": "政策工具",
    "all equilibria": "全部均衡",
    "all pure equilibria": "全部纯策略均衡",
    "some equilibria": "部分均衡",
    "expected": "预期",
    "at the target": "在目标处",
    "at the worst equilibrium that remains": "在余下的最差均衡处",
    "liability": "最大负债",
    "criterion": "条件",
    "why": "原因",
    "per head": "每人",
    "conflict": "冲突",
    "none": "无",
    "status quo": "现行水平",
    "status quo today": "现行政策的当前成本",
    "expected, against the status quo": "预期（相对现行政策）",
    "per teacher": "每名教师",
    "per site": "每个单位",
    "p-dominance": "p-占优水平",
    "risk dominance": "风险占优（信念之和）",
    "basin": "吸引域",
    "critical discount": "临界贴现因子（每年）",
    "the public": "公共财政",
    "cost of raising the money": "筹资的社会成本",
    "welfare": "净福利",
    "cost without it": "缺少它时的成本",
    "cost with it alone": "仅用它时的成本",
    "cost over the range": "范围内的成本",
    "package fails": "组合失效",
    "other mix is cheaper": "其他组合更便宜",
    "limits": "限制",
    "strength": "强度",
    "breakpoint": "拐点",
    "country": "国家",
    "unit": "单位",
    "status": "状态",
    "per year": "每年",
    "share of gross": "占总成本比例",
    "equilibria": "均衡数",
    "share that trains": "培训比例",
    "additional": "新增",
    "cost per place offered": "每个提供名额的成本",
    "cost per additional trainee": "每名新增学徒成本",
    "windfall": "搭便车份额",
    "trainees": "学徒数",
    "site": "单位",
    "funded": "获资助",
    "cooperates": "合作",
    "rule": "规则",
    "given up": "放弃",
    "Searched anew, without the policy given:": "不计所给政策、重新搜索：",
    "Holds: nobody gains by leaving alone. Outside money: what is missing for that; patience: the discount factor from "
    "which repetition does instead (- for none). In core: nobody has less than without the other.": (
        "成立：任何一方单独背离都无利可图。外部资金：为此所缺的资金；所需耐心：可由重复博弈替代的贴现因子（- 表示无）。"
        "在核内：任何一方都不少于没有对方时的所得。"
    ),
    "Holds: with these payments nobody gains by leaving alone; outside money: what is missing for that. In core: no "
    "group has more by going its own way.": (
        "成立：按此支付任何一方单独背离都无利可图；外部资金：为此所缺的资金。在核内：任何群体自行其是都不会更多。"
    ),
    "lottery": "抽签",
    "without side payments": "无转移支付",
    "with side payments when both cooperate": "双方合作时的转移支付",
    "published ratios": "已发表比例",
    "figure": "数据",
    "ratio": "比例",
    "contract": "合同",
    "holds": "成立",
    "outside money": "外部资金",
    "patience": "所需耐心（贴现因子）",
    "in core": "在核内",
    "what each group can reach": "各群体可得",
    "group": "群体",
    "who gets what": "各方所得",
    "payments": "支付",
    "vertices": "顶点",
    "eigenvalues": "特征值",
    "share of starts": "起点比例",
    "rest points at which some mix": "有人混合的静止点",
    "stable": "稳定",
    "stable, from here on": "自此起稳定",
    "saddle": "鞍点",
    "centre": "中心",
    "not stable": "不稳定",
    "undecided": "未定",
    "source point": "源点",
    "outcome": "结局",
    "largest eigenvalue": "最大特征值",
    "share": "比例",
    "never at rest": "始终不静止",
    "Some of the values; --json gives all.": "仅列部分数值；--json 给出全部。",
    "Never and always are proved for parameters of at least 0 and shares of at most 1.": (
        "“绝不”与“总是”在参数不小于 0、比例不大于 1 时得到证明。"
    ),
    "long run": "长期结果",
    "starts that end in cooperation": "最终合作的起点比例",
    "stable outcomes change at": "稳定结局变化处",
    "cooperation in the end": "最终合作比例",
    "spent on the way": "途中支出",
    "time": "时间",
    "per period at the end": "到达后每期支出",
    "reacting": "反馈",
    "constant": "固定",
    "incentives that react, and constant ones": "反馈激励与固定激励",
    "graphs": "图模型",
    "state": "状态",
    "rank (larger is better)": "偏好次序（越大越好）",
    "states": "状态",
    "what advice brings": "建议的效果",
    "advice of largest welfare": "总收益最大的建议",
    "advice with most cooperation": "合作最多的建议",
    "recommended": "建议",
    "probability": "概率",
    "obeying": "听从的收益",
    "best other action": "最佳的其他行动",
    "other action": "其他行动的收益",
    "indifferent": "无差异",
    "everybody cooperates": "各方都合作",
    "inspection": "监督检查",
    "packages": "政策组合",
    "package": "组合",
    "action": "行动",
    "illegal gain": "违法所得",
    "deterring detection": "威慑所需查处概率",
    "temptation": "诱惑",
    "least detection here": "此处最低查处概率",
    "share exploited": "违规比例",
    "periods exploited": "违规期数",
    "violation rate": "违规率",
    "critical discount factor": "临界贴现因子",
    "friction": "摩擦成本",
    "cost by cultural distance": "按文化距离的成本",
    "distance": "文化距离",
    "cost without": "无项目时成本",
    "removed": "可消除",
    "loyalty": "忠诚度",
    "terms": "收支项目",
    "balance": "收支",
    "holder": "承担者",
    "term": "项目",
    "amount": "金额",
    "other": "对方",
    "benefits": "收益",
    "costs": "成本",
    "received": "收到",
    "paid": "支付",
    "net": "净额",
    "who moves first": "谁先行动",
    "cost by weight of the group": "按群体权重的成本",
    "cooperation by rationality": "按理性度的合作",
    "rationality": "理性度",
    "everybody": "各方",
    "all": "全体",
    "moves from the start": "距现状步数",
    "nash": "纳什",
    "sequential": "序贯",
    "smr": "对称亚理性",
    "gmr": "一般亚理性",
    "simultaneous": "同时",
    "benefit": "收益",
    "years of a period": "每期年数",
    "alpha": "权重",
    "equilibrium, per year": "均衡惩罚（每年）",
    "minmax, per year": "极小极大（每年）",
    "minmax": "极小极大",
    "condition of an ESS": "成为 ESS 的条件",
}


def language(text: str) -> Language:
    """Check a language option."""
    if text not in LANGUAGES:
        problem = Problem("--lang", f"expected {' or '.join(LANGUAGES)}", text, nearest(text, LANGUAGES))
        raise InputError("", [problem])
    return text


def word(key: str, lang: Language) -> str:
    """A word of the tables in a language."""
    return WORDS.get(key, key) if lang == "zh" else key


def yes_or_no(flag: Any, lang: Language) -> str:
    """Yes or no in a language."""
    return word("yes" if flag else "no", lang)


def console() -> Console:
    """A console that neither reads markup out of users' labels nor cuts lines of redirected output."""
    width = None if sys.stdout.isatty() else WIDTH_OFF_TERMINAL
    return Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def table(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> Group:
    """A table under its title; every cell is plain text."""
    from rich import box

    out = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for k, header in enumerate(headers):
        out.add_column(Text(header), justify="right" if k in right else "left", overflow="fold")
    for row in rows:
        out.add_row(*(Text(str(cell)) for cell in row))
    return Group(Text(title), out) if title else Group(out)


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, on a terminal only; call what it gives with (done, total)."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(
        *columns, console=Console(stderr=True, markup=False), transient=True, disable=not sys.stderr.isatty()
    )
    with bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_json(data: object) -> None:
    """Print JSON; fractions as {"exact": "p/q", "value": float}."""
    print(json.dumps(plain(data), ensure_ascii=False, indent=2))


def plain(data: object) -> Any:
    """Turn results into what JSON can hold."""
    if isinstance(data, Fraction):
        return {"exact": str(data), "value": float(data)}
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, np.ndarray):
        return plain(data.tolist())
    if isinstance(data, list | tuple | set | frozenset):
        return [plain(value) for value in data]
    if isinstance(data, np.generic):
        return plain(data.item())
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else ("infinite" if data > 0 else "-infinite")
    return data
