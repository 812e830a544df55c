"""An instrument as a card: what a level may be, what it does to payoffs in which conflict, and where it exists."""

from __future__ import annotations

from collections import Counter
from functools import partial

from tvet_games.model.calibration_card import source_pieces
from tvet_games.model.figures import figures
from tvet_games.model.formula import Formula, evaluate, parse
from tvet_games.model.instrument import EVERY_CONFLICT, Basis, Instrument
from tvet_games.model.latex import LATEX, symbol_of, symbols
from tvet_games.model.library import conflicts, load_conflict
from tvet_games.model.schema import InstrumentEffect
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Cell, Math, Piece, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import capital, fill, listed

PHRASES: dict[str, tuple[str, str]] = {
    "about": ("{name}, section {section} of the paper", "{name}，论文第 {section} 节"),
    "level": ("The level ({dimension}) lies between ", "水平（{dimension}）的范围为 "),
    "to": (" and ", " 至 "),
    "cap": ("Together with all others of the group “{group}” it pays at most ", "与“{group}”类的其他工具合计至多支付 "),
    "contract": ("A contract: {payer} pays {payee}.", "合同：{payer}付给{payee}。"),
    "inescapable": ("Staying out of the partnership does not avoid it.", "退出合作也不能避免。"),
    "persists": ("Its effect stays when the policy ends.", "政策结束后效果仍在。"),
    "once": (
        "Whom it touches in several conflicts receives or pays it once.",
        "在多个冲突中涉及同一方时只计一次。",
    ),
    "each": ("It counts in each conflict that it touches.", "在所涉的每个冲突中分别计算。"),
    "interacts": ("What it does depends on the levels of {names}.", "其作用取决于{names}的水平。"),
    "effects": ("What a level does", "作用"),
    "parameters": ("Parameters", "参数"),
    "basis": ("Where it exists", "现实依据"),
    "every": ("every conflict", "所有冲突"),
    "end": (".", "。"),
}


def instrument_card(instrument: Instrument, language: Language) -> Card:
    """Return the card of an instrument."""
    said = partial(fill, PHRASES, language=language)
    about = said("about", name=instrument.name, section=instrument.section) if instrument.section else instrument.name
    text = instrument.about.of(language)
    parts: tuple[Part, ...] = (
        *([text] if text else []),
        _bounds(instrument, language),
        *_nature(instrument, language),
        _effects(instrument, language),
        *_parameters(instrument, language),
        *_basis(instrument, language),
    )
    label = instrument.labels.of(instrument.name, language)
    return Card(capital(label), about, parts)


def _bounds(instrument: Instrument, language: Language) -> Cell:
    said = partial(fill, PHRASES, language=language)
    dimension = word(instrument.dimension, language)
    ends = (_math(instrument, instrument.low), said("to"), _math(instrument, instrument.high))
    return (said("level", dimension=dimension), *ends, said("end"))


def _nature(instrument: Instrument, language: Language) -> list[Cell]:
    """What to know of it beside its effects, in sentences."""
    said = partial(fill, PHRASES, language=language)
    label = instrument.labels.of
    out: list[Cell] = []
    if instrument.between is not None:
        payer, payee = (label(name, language) for name in instrument.between)
        out.append(said("contract", payer=payer, payee=payee))
    if instrument.cap is not None:
        group = instrument.cap.group.replace("_", " ")
        out.append((said("cap", group=group), _math(instrument, instrument.cap.limit), said("end")))
    if instrument.interacts:
        out.append(said("interacts", names=listed([label(n, language) for n in instrument.interacts], language)))
    nature = [said(instrument.joint)] * (len(instrument.conflicts) > 1)
    nature += [said("inescapable")] * (not instrument.escapable_by_exit)
    nature += [said("persists")] * instrument.persists
    return [*out, *([("" if language == "zh" else " ").join(nature)] if nature else [])]


def _effects(instrument: Instrument, language: Language) -> Table:
    heads = ("conflict", "when", "effect", "public cost")
    rows = tuple(_effect(instrument, effect, language) for effect in instrument.effects)
    return Table(tuple(word(key, language) for key in heads), rows, fill(PHRASES, "effects", language))


def _effect(instrument: Instrument, effect: InstrumentEffect, language: Language) -> tuple[Cell, ...]:
    label = _labels(instrument, effect.conflict).of
    name = fill(PHRASES, "every", language) if effect.conflict == EVERY_CONFLICT else label(effect.conflict, language)
    changes: list[Piece] = []
    for player, text in effect.formulas.items():
        changes += ["; "] * bool(changes) + [f"{label(player, language)}: ", _written(instrument, effect, text)]
    cost = _written(instrument, effect, effect.public_cost) if effect.public_cost else ""
    return name, ", ".join(label(action, language) for action in effect.when.values()), tuple(changes), cost


def _labels(instrument: Instrument, conflict: str) -> Labels:
    """Labels of a conflict that is shipped, completed by those of the instrument."""
    return load_conflict(conflict).labels.over(instrument.labels) if conflict in conflicts() else instrument.labels


def _written(instrument: Instrument, effect: InstrumentEffect, text: object) -> Math:
    return _math(instrument, parse(str(text)), effect.conflict)


def _math(instrument: Instrument, formula: Formula, conflict: str = "") -> Math:
    """A formula with the symbols of the instrument and of a shipped conflict; what shares one goes by its name."""
    declared = dict(load_conflict(conflict).parameters) if conflict in conflicts() else {}
    declared |= instrument.parameters
    given = {name: declared[name].symbol if name in declared else "" for name in formula.names}
    times = Counter(given.values())
    unique = {name: symbol if times[symbol] == 1 else "" for name, symbol in given.items()}
    return Math(str(evaluate(formula, symbols(unique), LATEX)), formula.text)


def _parameters(instrument: Instrument, language: Language) -> tuple[Table, ...]:
    rows = tuple(
        (
            Math(symbol_of(name, parameter.symbol), name),
            instrument.labels.of(name, language),
            word(parameter.dimension, language),
            parameter.meaning,
        )
        for name, parameter in instrument.parameters.items()
    )
    heads = ("", *(word(key, language) for key in ("parameter", "dimension", "meaning")))
    return (Table(heads, rows, fill(PHRASES, "parameters", language)),) if rows else ()


def _basis(instrument: Instrument, language: Language) -> tuple[Table, ...]:
    rows = tuple((basis.country, basis.what, _sources(basis)) for basis in instrument.basis)
    heads = tuple(word(key, language) for key in ("country", "what", "source"))
    return (Table(heads, rows, fill(PHRASES, "basis", language)),) if rows else ()


def _sources(basis: Basis) -> Cell:
    known = figures()
    out: list[Piece] = []
    for name in basis.figures:
        if name in known:
            out += ["; "] * bool(out) + source_pieces(known[name].source)
    return tuple(out)
