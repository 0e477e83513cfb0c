"""The form of a CPTS: who it is, where it stands on its path, whom it covers, what it does, whom to reach."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.adhesion import Adhesion, Step, StepTaken, Transition, check_transition
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.services import decisions, reference, register
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_decisions import CptsDecisions
from cpr_desk.ui.dialogs.cpts_missions import MissionRows
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.contact_edit import ContactEdit
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_LONGEST: Final = {"code": 60, "name": 300, "population_source": 200, "contact": 300}
_LONGEST_COMMENT: Final = 4000
_PATH: Final = {
    "letter_on": (Step.LETTER_DEPOSITED, Step.LETTER_VALIDATED),
    "project_sent_on": (Step.PROJECT_SENT,),
    "project_validated_on": (Step.PROJECT_VALIDATED,),
    "signed_on": (Step.SIGNED,),
}
"""The dated steps, in the order of the path, by the field of `Adhesion` that holds their day."""
_ORDER: Final = tuple(Step)


class CptsDialog(FormDialog):
    """Add a CPTS (`adhesion` None) or change one, given as it stands today; `saved` carries its id."""

    def __init__(self, desk: Desk, adhesion: Adhesion | None, parent: QWidget | None = None) -> None:
        title = self.tr("Modifier une CPTS") if adhesion else self.tr("Ajouter une CPTS")
        super().__init__(title, self.tr("Enregistrer"), parent)
        self._desk = desk
        self._today = desk.today()
        self._before = adhesion or Adhesion(0, "", "", "", Step.REFLECTION, self._today)
        self._scale: Scale = reference.scale_at(desk.db, self._today)
        self._make_controls()
        self._fill()
        self._make_fields()
        self._lay_out()
        self._connect()
        self._explain_path()
        self._explain_size()
        self.start()

    def typed(self) -> Adhesion:
        """Return what the form says; a number that cannot be read is None."""
        return Adhesion(
            id=self._before.id,
            code=french.squeeze(self.code.text()),
            name=french.squeeze(self.name.text()),
            department=self.department.currentData() or "",
            step=self._step(),
            step_since=self.since.day(),
            population=_count(self.population.text()),
            size=self._stated_size(),
            population_source=french.squeeze(self.population_source.text()),
            members=_count(self.members.text()),
            missions=self.missions.chosen(),
            contact=french.squeeze(self.contact.text()),
            email=self.email.value(),
            phone=self.phone.value(),
            comment=self.comment.toPlainText().strip(),
            paid=self._before.paid,
            **{name: edit.day() for name, edit in self.days.items()},
        )

    def is_valid(self) -> bool:
        return self._form.validate() & self.missions.validate()

    def write(self) -> int:
        return register.save_adhesion(
            self._desk.db, self._desk.commission.id, self.typed(), self._today, correcting=self.correcting()
        )

    def refuse(self, error: UserError) -> None:
        if isinstance(error, EnvironmentFault):
            super().refuse(error)
        elif isinstance(error, register.CodeTakenError):
            self._code.set_error(str(error))
            self.code.setFocus()
        else:  # a contract or papers hang on the step that was taken back
            self._step_field.set_error(str(error))
            self.step.setFocus()

    def propose_step(self, on: date) -> None:
        """Choose the step that follows, reached on a day, as somebody would: it is written with the form, or not."""
        if following := self._following():
            self.step.setCurrentIndex(self.step.findData(following))
            self.since.set_day(on)
            self._since_changed(on)

    def _following(self) -> Step | None:
        """Return the step that comes next on the path, None at its end."""
        place = _ORDER.index(self._before.step) + 1
        return _ORDER[place] if place <= _ORDER.index(Step.RENEWED) else None

    def correcting(self) -> bool:
        """Return whether the step chosen replaces a wrong one instead of following it."""
        return self.correct.isVisibleTo(self) and self.correct.isChecked()

    # What the form is made of ------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.code, self.name = QLineEdit(self), QLineEdit(self)
        self.department, self.step = QComboBox(self), QComboBox(self)
        self.since = DateEdit(self)
        self.correct = QCheckBox(self.tr("C’est une correction : l’étape enregistrée était une erreur"), self)
        self.days = {name: DateEdit(self) for name in _PATH}
        self.population, self.members = QLineEdit(self), QLineEdit(self)
        self.population_source = QLineEdit(self)
        self.missions = MissionRows(self._scale, self._today, self)
        self.contact = QLineEdit(self)
        self.email, self.phone = ContactEdit.email(self), ContactEdit.phone(self)
        self.comment = QPlainTextEdit(self)
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(72)
        for name, length in _LONGEST.items():
            getattr(self, name).setMaxLength(length)

    def _fill(self) -> None:
        before = self._before
        for name in (*_LONGEST, "population", "members"):
            value = getattr(before, name)
            getattr(self, name).setText(french.integer(value) if isinstance(value, int) else value or "")
        self.email.show_stored(before.email)
        self.phone.show_stored(before.phone)
        known = reference.department_names()
        own = [*reference.departments_of(self._desk.commission)]
        for code in own if before.department in ("", *own) else [*own, before.department]:
            self.department.addItem(f"{code} – {known.get(code, code)}", code)
        self.department.setCurrentIndex(self.department.findData(before.department))
        self.department.setPlaceholderText(self.tr("Choisir"))
        for step in Step:
            self.step.addItem(step.label, step)
        self.step.setCurrentIndex(self.step.findData(before.step))
        self.since.set_day(before.step_since)
        for name, edit in self.days.items():
            edit.set_day(getattr(before, name))
        self.missions.fill(before.missions, before.signed_on)
        self.comment.setPlainText(before.comment)

    def _make_fields(self) -> None:
        self._code = Field(
            self.tr("Code"), self.code, required=True, help_line=self.tr("Celui que l’ARS connaît, unique au registre")
        )
        self._step_field = Field(self.tr("Étape"), self.step, required=True, check=self._step_problem)
        self._since = Field(self.tr("Depuis le"), self.since, required=True, check=self._since_problem)
        self._titles = {
            "letter_on": self.tr("Lettre d’intention"),
            "project_sent_on": self.tr("Projet de santé transmis"),
            "project_validated_on": self.tr("Projet de santé validé"),
            "signed_on": self.tr("Contrat signé"),
        }
        self._day_fields = {
            name: Field(self._titles[name], edit, check=partial(self._day_problem, name))
            for name, edit in self.days.items()
        }
        self._population = Field(
            self.tr("Population (habitants)"), self.population, check=lambda: _number_problem(self.population)
        )

    def _lay_out(self) -> None:
        form = self._form = Form(self)
        form.add_widget(SectionTitle(self.tr("Identité")))
        department = Field(self.tr("Département"), self.department, required=True)
        form.add(self._code, Field(self.tr("Nom"), self.name, required=True), department, stretches=(3, 6, 4))
        form.add_widget(SectionTitle(self.tr("Parcours")))
        form.add(self._step_field, self._since, stretches=(3, 1))
        form.add_widget(self.correct)
        form.add(*self._day_fields.values())
        if known := decisions.decisions_on(self._desk.db, self._before.id) if self._before.id else ():
            following = self._following()
            label = following.label if following else ""
            form.add_widget(SectionTitle(self.tr("Avis et décisions de la commission")))
            form.add_widget(CptsDecisions(known, label, self.propose_step, self))
        form.add_widget(SectionTitle(self.tr("Population et membres")))
        source = Field(self.tr("Source de la population"), self.population_source)
        source.set_help(self.tr("Par exemple : Insee, populations légales 2021"))
        members = Field(self.tr("Membres"), self.members, check=lambda: _number_problem(self.members))
        form.add(self._population, source, members, stretches=(3, 3, 1))
        form.add_widget(SectionTitle(self.tr("Missions")))
        form.add_widget(self.missions)
        form.add_widget(SectionTitle(self.tr("Contact")))
        email = Field(self.tr("Courriel"), self.email, check=self.email.problem)
        form.add(
            Field(self.tr("Personne à contacter"), self.contact),
            email,
            Field(self.tr("Téléphone"), self.phone, check=self.phone.problem),
            stretches=(4, 4, 3),
        )
        form.add(Field(self.tr("Commentaire"), self.comment, check=self._comment_problem))
        self.body.addWidget(form)

    def _connect(self) -> None:
        self.step.currentIndexChanged.connect(self._step_chosen)
        self.correct.toggled.connect(lambda _checked: self._explain_path())
        self.since.changed.connect(self._since_changed)
        for name, edit in self.days.items():
            edit.changed.connect(partial(self._day_changed, name))
        self.population.textChanged.connect(self._explain_size)

    # What the rules say ------------------------------------------------------------------------------------------

    def _step(self) -> Step:
        return Step(self.step.currentData())

    def _dated_by(self, step: Step) -> str:
        """Return the field that holds the day of a step, empty when none does."""
        return next((name for name, steps in _PATH.items() if step in steps), "")

    def _step_chosen(self) -> None:
        """Propose the day already known for the step, else today, and say what the rules make of it."""
        step, name = self._step(), self._dated_by(self._step())
        known = self.days[name].day() if name else None
        if step is self._before.step:
            known = known or self._before.step_since
        self.since.set_day(known or self._today)
        self._since_changed(self.since.day())
        self._explain_path()

    def _since_changed(self, day: date | None) -> None:
        if name := self._dated_by(self._step()):
            self.days[name].set_day(day)
        self._explain_path()

    def _day_changed(self, name: str, day: date | None) -> None:
        if name == self._dated_by(self._step()):
            self.since.set_day(day)
        if name == "signed_on":
            self.missions.set_signature(day)

    def _transition(self) -> Transition:
        """Judge the step chosen after the one recorded; nothing to judge while it stays."""
        step, since = self._step(), self.since.day()
        if step is self._before.step and self._before.id:
            return Transition()
        before = self._before
        history = [StepTaken(before.step, before.step_since)] if before.id and before.step_since else []
        return check_transition(history, step, since or self._today)

    def _explain_path(self) -> None:
        """Say at once what the rules refuse, or ask to look at twice."""
        verdict = self._transition()
        self.correct.setVisible(bool(self._before.id) and (not verdict.allowed or self.correct.isChecked()))
        if self._step() is self._before.step:
            self.correct.setChecked(False)
            self.correct.hide()
        self._step_field.set_error(self._step_problem())
        self._step_field.set_help(" ".join(verdict.warnings))
        if self._since.error():
            self._since.validate()

    def _step_problem(self) -> str:
        return "" if self.correcting() else " ".join(self._transition().refusals)

    def _since_problem(self) -> str:
        since, own = self.since.day(), self._dated_by(self._step())
        if since is None:
            return self.tr("Indiquez la date.")
        if since > self._today:
            return self.tr("Cette date est à venir.")
        if own or not self._path_changed():
            return ""
        later = [name for name, edit in self.days.items() if (day := edit.day()) and day > since]
        return self._precedes(later[-1]) if later else ""

    def _day_problem(self, name: str) -> str:
        day = self.days[name].day()
        if day is None or not self._path_changed():
            return ""
        if day > self._today:
            return self.tr("Cette date est à venir.")
        step = self._step()
        if _ORDER.index(_PATH[name][0]) > _ORDER.index(step):
            return self.tr("Cette date suppose une étape plus avancée. Effacez-la, ou changez l’étape.")
        earlier = [each for each in _PATH if list(_PATH).index(each) < list(_PATH).index(name)]
        after = [each for each in earlier if (before := self.days[each].day()) and before > day]
        return self._precedes(after[-1]) if after else ""

    def _precedes(self, name: str) -> str:
        text = self.tr("Cette date précède celle de « {title} ».").format(title=self._titles[name])
        return french.typeset(text)

    def _path_changed(self) -> bool:
        """Tell whether the path was touched: dates taken from an old workbook stop no other change."""
        now, before = self.typed(), self._before
        return not before.id or any(
            getattr(now, name) != getattr(before, name) for name in ("step", "step_since", *_PATH)
        )

    def _explain_size(self) -> None:
        population = _count(self.population.text())
        if population is not None:
            words = _size_words(population, self._scale)
        elif stated := self._stated_size():
            words = self.tr("{size}, indiquée sans population").format(size=stated.label)
        else:
            words = self.tr("La taille s’en déduit")
        self._population.set_help(words)
        if self._population.error():
            self._population.validate()

    def _stated_size(self) -> SizeClass | None:
        """Return the size that an import gave without a population."""
        return self._before.size if self._before.population is None else None

    def _comment_problem(self) -> str:
        too_many = len(self.comment.toPlainText()) - _LONGEST_COMMENT
        if too_many <= 0:
            return ""
        return self.tr("Raccourcissez ce texte de {count}.").format(count=french.plural(too_many, "caractère"))


def _count(text: str) -> int | None:
    """Return a number typed with or without blanks between thousands, None when it is none."""
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _number_problem(edit: QLineEdit) -> str:
    if not edit.text().strip() or _count(edit.text()) is not None:
        return ""
    return edit.tr("Écrivez un nombre entier, par exemple 86 000.").replace("86 ", f"86{french.NNBSP}")


def _size_words(population: int, scale: Scale) -> str:
    """Say the size of a population and the bounds that make it."""
    size = scale.size_of(population)
    bounds = (0, *scale.thresholds)
    first = french.integer(bounds[size - 1])
    if size == 1:
        span = f"moins de {french.integer(bounds[1])} habitants"
    elif size == len(bounds):
        span = f"{first} habitants ou plus"
    else:
        span = f"de {first} à {french.integer(bounds[size] - 1)} habitants"
    return french.typeset(f"{size.label} : {span}")
