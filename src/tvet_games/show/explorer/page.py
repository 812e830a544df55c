"""The page: choices on the left, what follows from them on the right.

Tests and scripts find its parts by ``data-testid``: conflict, calibration, criterion, margin, strength, language,
question, slider-NAME and field-NAME for every number, reset, verdict, asked, payoffs, equilibria, costs, portrait, map,
map-x, map-y, cheapest, tornado, stop, take, answer, keep-scenario, keep-report, open, problems.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable, Coroutine
from dataclasses import replace
from fractions import Fraction
from html import escape
from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from tvet_games.errors import FormulaError, InputError, TvetGamesError, shorten
from tvet_games.games.csv_tables import number_text
from tvet_games.model.library import load_scenario, scenarios
from tvet_games.numerics import exact
from tvet_games.show.explorer import controls
from tvet_games.show.explorer.jobs import Found, cheapest, reasons, report_of
from tvet_games.show.explorer.opening import MOST_BYTES, Opened, open_file, open_scenario
from tvet_games.show.explorer.portrait import portrait_of
from tvet_games.show.explorer.region_map import RegionMap, axes_of, legend_html, map_of, map_svg
from tvet_games.show.explorer.scenario import NAME, scenario_text
from tvet_games.show.explorer.scene import scene_of
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS, State, first_strength, to_query
from tvet_games.show.explorer.subject import subject_of
from tvet_games.show.explorer.words import said
from tvet_games.show.explorer.workers import LIMIT, Workers
from tvet_games.tables.labels import Language

MOST_TOLD = 20
"""Mistakes of a file that are listed."""

NAMES: dict[str, str] = {"en": "English", "zh": "中文"}


class Page:
    """One page in one tab.

    Parameters
    ----------
    state : State
    shelf : Shelf
    problems : sequence of str
        What of the address could not be taken over.
    workers : Workers
    keep : function
        Keeps a shelf beyond this page; returns what it goes by in addresses.
    """

    def __init__(
        self, state: State, shelf: Shelf, problems: tuple[str, ...], workers: Workers, keep: Callable[[Shelf], str]
    ) -> None:
        self.shelf, self.workers, self.keep = shelf, workers, keep
        self.subject = subject_of(state, shelf)
        self.problems = (*problems, *self.subject.problems)
        self.token = ""
        self.map = RegionMap(None)
        self.found: Found | None = None
        self.client = ui.context.client
        self.job: asyncio.Task[None] | None = None
        self.dials: dict[str, Callable[[Fraction], None]] = {}
        self.parts: dict[str, Any] = {}
        self.chosen: dict[str, Any] = {}

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.subject.state.language

    def say(self, key: str, **values: object) -> str:
        """One of the page's phrases."""
        return said(key, self.language, **values)

    def build(self) -> None:
        """Put everything on the page."""
        ui.html(escape(self.say("skip")), tag="a", sanitize=False).props('href="#result"').classes("skip")
        with ui.element("header"):
            controls.heading(f"tvet_games · {self.say('title')}", "h1")
            ui.label(self.say("lead")).classes("lead")
            controls.choice(self.say("language"), NAMES, self.language, self._speak, "language").classes("narrow")
        with ui.element("div").classes("columns"):
            with ui.element("aside"):
                self.parts["problems"] = self._told("div", "problems", role="alert")
                self.parts["choices"] = ui.element("div")
                self.parts["numbers"] = ui.element("div")
                self.parts["controls"] = ui.element("div")
                self._opening()
            with ui.element("main").props('id="result" tabindex="-1"'):
                self._results()
        ui.label(self.say("page")).classes("foot")
        with self.parts["choices"]:
            self._choices()
        self._numbers()
        self._controls()
        self._worked_out()
        self._tell(self.problems, self.say("problems"))

    def close(self) -> None:
        """End what is still running for the page."""
        if self.job is not None:
            self.job.cancel()

    # What is on the page

    def _told(self, tag: str, testid: str, role: str = "") -> Any:
        box = ui.html("", tag=tag)
        box.props["data-testid"] = testid
        if role:
            box.props["role"] = role
        return box

    def _results(self) -> None:
        controls.heading(self.say("verdict"))
        self.parts["verdict"] = self._told("p", "verdict", role="status")
        self.parts["asked"] = self._told("p", "asked")
        for name in ("payoffs", "equilibria", "costs"):
            with ui.element("section") as section:
                controls.heading(self.say(name))
                self.parts[name] = self._told("div", name).classes("tvet-games")
            section.bind_visibility_from(self.parts[name], "content", bool)
        with ui.element("div").classes("pictures"):
            with ui.element("section"):
                controls.heading(self.say("portrait"))
                self.parts["portrait"] = self._told("div", "portrait")
            with ui.element("section"):
                controls.heading(self.say("map"))
                self.parts["axes"] = ui.element("div").classes("axes")
                self.parts["map"] = self._told("div", "map")
        with ui.element("section"):
            with ui.element("div").classes("buttons"):
                self._button("cheapest", self._find_cheapest)
                self._button("tornado", self._find_reasons)
                self.parts["stop"] = self._button("stop", self._stop)
                self.parts["take"] = self._button("take", self._take)
            self.parts["working"] = self._told("p", "working", role="status")
            self.parts["answer"] = self._told("div", "answer").classes("tvet-games")
            for name in ("stop", "take"):
                self.parts[name].visible = False
        with ui.element("section"):
            controls.heading(self.say("download"))
            with ui.element("div").classes("buttons"):
                self._button("download scenario", self._keep_scenario, "keep-scenario")
                self._button("download report", self._keep_report, "keep-report")

    def _button(self, key: str, act: Callable[[], Any], testid: str = "") -> Any:
        button = ui.button(self.say(key), on_click=act).props("no-caps unelevated")
        button.props["data-testid"] = testid or key
        return button

    def _opening(self) -> None:
        with ui.expansion(self.say("open")).classes("panel"):
            ui.label(self.say("open told")).classes("dial-about")
            upload = ui.upload(
                auto_upload=True,
                max_files=100,
                max_file_size=MOST_BYTES,
                on_upload=self._open,
                on_rejected=lambda: self._refuse(self.say("not taken")),
                label=self.say("open"),
            )
            upload.props("flat bordered accept=.toml,.csv")
            upload.props["data-testid"] = "open"

    def _controls(self) -> None:
        """What there is to move; anew when the conflict or the country is another."""
        state, box = self.subject.state, self.parts["controls"]
        box.clear()
        with box:
            with ui.expansion(self.say("instruments"), value=True).classes("panel"):
                self.parts["levers"] = ui.element("div").classes("levers")
            self._levers()
            with ui.expansion(self.say("values")).classes("panel"):
                published = self.shelf.calibration(state.calibration).values
                for dial in controls.figures(self.subject, published):
                    controls.dial(dial, self._value, self._refuse, self.language)
                self._button("own values", lambda: self._choose(values={}))

    def _levers(self) -> None:
        """A slider an instrument; anew when its bounds are others."""
        self.parts["levers"].clear()
        self.dials = {}
        with self.parts["levers"]:
            dials = controls.levels(self.subject)
            for dial in dials:
                self.dials[dial.name] = controls.dial(dial, self._move, self._refuse, self.language)
            if dials:
                self._button("reset", lambda: self._set_levels({}))
            else:
                ui.label(self.say("no instruments"))

    def _choices(self) -> None:
        """What there is to choose: stays when other things are drawn anew, so that keys go on where they were."""
        state, named, say = self.subject.state, self._named(), self.say
        acts: dict[str, tuple[str, str, Callable[[str], None]]] = {
            "question": (say("scenario"), "", self._ask),
            "conflict": (say("conflict"), state.conflict, lambda name: self._choose(conflict=name, levels={})),
            "calibration": (say("calibration"), state.calibration, self._country),
            "criterion": (say("criterion"), state.criterion, self._criterion),
        }
        for name, (label, chosen, act) in acts.items():
            self.chosen[name] = controls.choice(label, named[name], chosen, self._if_other(name, act), name)

    def _if_other(self, name: str, act: Callable[[str], None]) -> Callable[[str], None]:
        """Act on a choice that is not what the page shows already."""
        return lambda chosen: act(chosen) if chosen != getattr(self.subject.state, name, "") else None

    def _named(self) -> dict[str, dict[str, str]]:
        """What there is to choose from, by name, with its labels."""
        language, shelf = self.language, self.shelf
        fitting = shelf.fitting(self.subject.state.conflict) or shelf.calibrations
        return {
            "question": {name: load_scenario(name).labels.of(name, language) for name in scenarios()},
            "conflict": {name: shelf.conflict(name).labels.of(name, language) for name in shelf.conflicts},
            "calibration": {name: f"{shelf.calibration(name).label(language)} ({name})" for name in fitting},
            "criterion": controls.criteria(language),
        }

    def _show_choices(self) -> None:
        for name, options in self._named().items():
            self.chosen[name].set_options(options, value=getattr(self.subject.state, name, None))

    def _numbers(self) -> None:
        """The margin, and what a criterion has beside it; anew when the criterion is another."""
        state, box = self.subject.state, self.parts["numbers"]
        box.clear()
        numbers = {"margin": state.margin}
        if state.criterion in STRENGTHS:
            numbers["strength"] = state.strength
        for name, number in numbers.items():
            key = name if name == "margin" else STRENGTHS[state.criterion][0]
            with box:
                field = ui.input(self.say(key), value=number_text(number)).props("outlined dense")
            field.props["data-testid"] = name
            field.on("change", lambda _, name=name, key=key, field=field: self._number(name, key, field))

    # What follows from it

    def _worked_out(self) -> None:
        """Draw anew all that depends on more than levels."""
        state = self.subject.state
        self.map = map_of(self.subject)
        names = {lever.name: lever.instrument.labels.of(lever.name, self.language) for lever in self.subject.levers}
        self.parts["axes"].clear()
        if len(names) > 1 and self.map.found is not None:
            x, y = axes_of(self.subject)
            with self.parts["axes"]:
                controls.choice(self.say("map x"), names, x, lambda name: self._axes(name, y), "map-x")
                controls.choice(self.say("map y"), names, y, lambda name: self._axes(x, name), "map-y")
        self._show()
        ui.navigate.history.replace(self._address(state))

    def _show(self) -> None:
        """Draw anew what depends on levels; quick enough for a slider."""
        scene = scene_of(self.subject)
        verdict = self.parts["verdict"]
        verdict.content = escape(scene.verdict)
        verdict.classes(replace=f"verdict {scene.standing}")
        self.parts["asked"].content = escape(scene.asked)
        for name in ("payoffs", "equilibria", "costs"):
            self.parts[name].content = getattr(scene, name)
        portrait = portrait_of(scene.game, self.language)
        self.parts["portrait"].content = f"{portrait.svg}<p>{escape(portrait.told)}</p>"
        self.parts["map"].content = self._map()

    def _map(self) -> str:
        if self.map.found is None:
            return f"<p>{escape(self.say('no map', why=self.map.why))}</p>"
        levels = self.subject.state.levels
        x, y = (float(levels.get(axis.name, 0)) for axis in (self.map.found.x, self.map.found.y))
        drawn = map_svg(self.map.found, (x, y), self.language)
        legend = legend_html(self.map.found, self.language)
        return f"{drawn}{legend}<p>{escape(self.say('map told'))} {escape(self.say('map else'))}</p>"

    def _address(self, state: State) -> str:
        query = to_query(state) | ({"files": self.token} if self.token else {})
        return f"/?{urlencode(query)}"

    # What is done on the page

    def _choose(self, **changes: Any) -> None:
        self._take_up(replace(self.subject.state, **changes))

    def _take_up(self, state: State) -> None:
        """Show another state."""
        self.subject = subject_of(state, self.shelf)
        self._show_choices()
        self._numbers()
        self._controls()
        self._follow()

    def _follow(self) -> None:
        """Show what follows from a state in which not only levels are others."""
        self._older()
        self._worked_out()
        self._tell(self.subject.problems, self.say("problems"))

    def _move(self, name: str, level: Fraction) -> None:
        self._set_levels({**self.subject.state.levels, name: level}, moved=name)

    def _set_levels(self, levels: dict[str, Fraction], moved: str = "") -> None:
        self.subject = self.subject.at(levels)
        for name, show in self.dials.items():
            if name != moved:
                show(self.subject.state.levels.get(name, Fraction(0)))
        self._tell((), "")
        self._show()
        ui.navigate.history.replace(self._address(self.subject.state))

    def _value(self, name: str, value: Fraction) -> None:
        own = self.shelf.calibration(self.subject.state.calibration).values[name].number
        levers = self.subject.levers
        self.subject = subject_of(self.subject.state.with_value(name, value, own), self.shelf)
        if self.subject.levers != levers:
            self._levers()
        self._follow()

    def _country(self, name: str) -> None:
        self._choose(calibration=name, values={})

    def _criterion(self, name: str) -> None:
        state = replace(self.subject.state, criterion=name, strength=first_strength(name))
        self.subject = subject_of(state, self.shelf)
        self._numbers()
        self._follow()

    def _number(self, name: str, key: str, field: Any) -> None:
        """Take up the margin, or the number that a criterion has beside it; one that will not do leaves what was."""
        text = str(field.value).strip()
        try:
            number = exact(text)
        except FormulaError:
            self._refuse(self.say("no number", field=self.say(key), value=shorten(text)))
        else:
            changed: dict[str, Any] = {name: number}
            asked = subject_of(replace(self.subject.state, **changed), self.shelf)
            if number >= 0 and not asked.problems:
                self.subject = asked
                self._follow()
                return
            negative = self.say("negative", field=self.say(key), value=shorten(text))
            self._tell(asked.problems if number >= 0 else (negative,), "")
        field.value = number_text(getattr(self.subject.state, name))

    def _axes(self, x: str, y: str) -> None:
        if x != y:
            self.subject = subject_of(replace(self.subject.state, axes=(x, y)), self.shelf)
            self._follow()

    def _speak(self, language: str) -> None:
        state = replace(self.subject.state, language="zh" if language == "zh" else "en")
        ui.navigate.to(self._address(state))

    def _ask(self, name: str) -> None:
        self._opened(open_scenario(load_scenario(name), self.shelf, self.language))

    async def _open(self, event: Any) -> None:
        content = await event.file.read()
        event.sender.reset()
        try:
            opened = open_file(event.file.name, content, self.shelf, self.subject.state)
        except InputError as error:
            self._tell(str(error).splitlines(), self.say("refused", name=event.file.name))
            return
        self._opened(opened)

    def _opened(self, opened: Opened) -> None:
        if opened.shelf is not self.shelf:
            self.shelf = opened.shelf
            self.token = self.keep(self.shelf)
        self._take_up(opened.state)
        said_ = [*self.subject.problems, *([self.say("left out")] if opened.is_partial else [])]
        self._tell(said_, self.say("opened", name=opened.name))

    def _refuse(self, message: str) -> None:
        self._tell((message,), "")

    def _tell(self, messages: Any, title: str) -> None:
        """What could not be taken over, as a list; nothing where all could be."""
        listed = [f"<li>{escape(message)}</li>" for message in messages[:MOST_TOLD]]
        if len(messages) > MOST_TOLD:
            listed.append(f"<li>{escape(self.say('more', count=len(messages) - MOST_TOLD))}</li>")
        head = f"<p>{escape(title)}</p>" if title and (listed or title != self.say("problems")) else ""
        self.parts["problems"].content = head + (f"<ul>{''.join(listed)}</ul>" if listed else "")

    # What takes longer

    def _find_cheapest(self) -> None:
        if self.subject.question is not None:
            self._start("cheapest", self._answer(cheapest))

    def _find_reasons(self) -> None:
        if self.subject.question is not None:
            self._start("tornado", self._answer(reasons))

    def _start(self, key: str, job: Coroutine[Any, Any, None]) -> None:
        """Begin what takes longer; what was running before ends."""
        self.close()
        self.parts["working"].content = escape(self.say("working", what=self.say(key), limit=f"{LIMIT:.0f}"))
        self.parts["stop"].visible = True
        self.job = asyncio.create_task(self._finish(job))

    async def _finish(self, job: Coroutine[Any, Any, None]) -> None:
        told = ""
        try:
            with self.client:  # a task of its own belongs to no page
                await job
        except asyncio.CancelledError:
            told = self.say("stopped")
        except TimeoutError:
            told = self.say("too long", limit=f"{LIMIT:.0f}")
        except EOFError:
            told = self.say("broken off")
        except TvetGamesError as error:
            told = str(error)
        if self.job is asyncio.current_task():  # else another job has begun
            self.parts["working"].content = escape(told)
            self.parts["stop"].visible = False

    async def _answer(self, job: Callable[..., Found]) -> None:
        asked = self.subject
        found = await self.workers.run(job, asked.question, self.language)
        title = f"<h3>{escape(found.title)}</h3>"
        picture = ""
        if found.picture:
            data = b64encode(found.picture.encode()).decode()
            picture = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(found.title)}">'
        self.parts["answer"].content = title + picture + found.html
        self.found = found
        self.parts["take"].visible = bool(found.levels)
        if self.subject.question is not asked.question:
            self._older()

    def _older(self) -> None:
        """Say of an answer that it is one to another question; its levels are none to take here."""
        self.parts["take"].visible = False
        answer = self.parts["answer"]
        note = f'<p class="older">{escape(self.say("older"))}</p>'
        if answer.content and not answer.content.startswith(note):
            answer.content = note + answer.content

    def _stop(self) -> None:
        self.close()

    def _take(self) -> None:
        if self.found is not None and self.found.levels is not None:
            known = {lever.name for lever in self.subject.levers}
            self._set_levels({name: level for name, level in self.found.levels.items() if name in known})

    def _keep_scenario(self) -> None:
        ui.download.content(scenario_text(self.subject, self.shelf), f"{NAME}.toml", "application/toml")

    def _keep_report(self) -> None:
        if self.subject.question is not None:
            self._start("download report", self._report())

    async def _report(self) -> None:
        files = dict(self.shelf.files.values())
        text = scenario_text(self.subject, self.shelf)
        html = await self.workers.run(report_of, text, files, self.language)
        ui.download.content(html, f"{NAME}.html", "text/html")
