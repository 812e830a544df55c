"""Instruments whose formulas need not measure money: plain numbers make the answers of a test easy to know."""

from pathlib import Path

from tvet_games.model.instrument import Instrument, build_instrument
from tvet_games.model.schema import InstrumentFile
from tvet_games.model.toml import read_toml
from tvet_games.model.validation import validated


def unchecked_instrument(path: Path) -> Instrument:
    """Load an instrument without the check of dimensions that ``load_instrument`` makes."""
    return build_instrument(validated(InstrumentFile, read_toml(path), str(path)), str(path))
