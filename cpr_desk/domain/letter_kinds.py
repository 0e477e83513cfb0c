"""The letters whose wording a commission may change, with their parts and what each part may name.

A new one needs its entry in `LETTERS` and its text in `resources/templates`.
"""

from cpr_desk.domain.letters import Letter, LetterField, LetterPart

CONVOCATION = "convocation"
AGENDA = "ordre_du_jour"
CANCELLATION = "annulation"
COPY = "copie"
REMINDER = "relance"
MAILS = "courriels"

_CALL = LetterField("appel", "Madame, Monsieur ou Docteur, selon le destinataire")
_COMMISSION = LetterField("commission", "la commission, en toutes lettres, sans article")
_CONTACT = LetterField("contact", "virgule, puis courriel et téléphone du secrétariat, s’ils sont connus")
_FEMININE = LetterField("e", "la lettre « e » quand le destinataire est une femme")
_KIND = LetterField("nature", "réunion ordinaire, consultation écrite…")
_WHEN = LetterField("date", "jour et heure de la réunion")
_PLACE = LetterField("lieu", "lieu de la réunion, s’il est connu")
_REFERENCE = LetterField("reference", "numéro de la réunion dans l’année")
_SEAT = LetterField("siege", "siège ou sièges du destinataire")
_ORGANISATION = LetterField("organisme", "organisme que le destinataire représente")

_MEETING = (_CALL, _COMMISSION, _CONTACT, _FEMININE, _KIND, _WHEN, _PLACE, _REFERENCE)
_HELD = LetterField("tenue", "« qui se tiendra » ou, par écrit, « ouverte jusqu’à la date indiquée ci-dessous »")
_AGENDA_DAYS = LetterField("delai", "délai de l’ordre du jour, selon les règles")
_CONVOCATION_DAYS = LetterField("delai", "délai de convocation, selon les règles")
_END = LetterField("terme", "« la réunion » ou, par écrit, « la clôture de la consultation »")
_CONVENED = (*_MEETING, _HELD, _AGENDA_DAYS, _END)
_REPLACED = LetterField("remplacee", "date d’envoi de la convocation remplacée")
_TOLD_OFF = LetterField("annulee", "date d’envoi de l’annulation levée")
_TITULAR = LetterField("titulaire", "virgule, puis le titulaire que le destinataire supplée")
_OTHERS = LetterField("autres", "autres sièges du destinataire")
_SUBSTITUTE = LetterField("suppleant", "suppléant ou suppléants du destinataire")
_STANDS_IN = LetterField("supplee", "« supplée », ou « suppléent » s’ils sont plusieurs")

_SENT = LetterField("envoi", "date d’envoi de la convocation")
_PLANNED = LetterField("prevue", "« prévue le » ou, par écrit, « qui devait se clore le »")
_REASON = LetterField("motif", "motif indiqué à l’annulation")
_NEXT = LetterField("prochaine", "nature, jour et heure de la prochaine réunion")
_CALLED_OFF = (*_MEETING, _SENT, _PLANNED, _CONVOCATION_DAYS)

_COPIED = (
    LetterField("appel", "« Madame la Présidente », « Madame, Monsieur »… selon l’organisation"),
    *_MEETING[1:3], *_MEETING[4:], _AGENDA_DAYS,
)  # fmt: skip

_MAILED = (
    _CALL,
    _COMMISSION,
    _CONTACT,
    _FEMININE,
    LetterField("jour", "jour de la réunion"),
    _KIND,
    LetterField("quand", "jour et heure de la réunion"),
    _REFERENCE,
)

_REMINDED = (
    _CALL,
    _COMMISSION,
    _CONTACT,
    LetterField("agricole", "part du régime agricole dans la section sociale"),
    LetterField("centres", "nombre de sièges des centres de santé"),
    LetterField("date", "jour de la composition"),
    LetterField("delai", "délai de convocation, selon les règles"),
    LetterField("general", "part du régime général dans la section sociale"),
    LetterField("places", "nombre de titulaires et de suppléants à désigner"),
    LetterField("reponse", "jour avant lequel répondre"),
)

LETTERS = (
    Letter(
        CONVOCATION,
        "Convocations",
        (
            LetterPart("remplacement", "si une convocation d’une autre teneur a déjà été envoyée",
                       (*_CONVENED, _REPLACED)),
            LetterPart("rétablissement", "si le destinataire a été prévenu d’une annulation, depuis levée",
                       (*_CONVENED, _TOLD_OFF)),
            LetterPart("titulaire", "premières lignes, pour un titulaire", (*_CONVENED, _SEAT, _ORGANISATION)),
            LetterPart("suppleant", "premières lignes, pour un suppléant",
                       (*_CONVENED, _SEAT, _ORGANISATION, _TITULAR)),
            LetterPart("voix consultative", "premières lignes, pour une voix consultative",
                       (*_CONVENED, _SEAT, _ORGANISATION)),
            LetterPart("invité", "premières lignes, pour un invité", _CONVENED),
            LetterPart("expert", "premières lignes, pour un expert", _CONVENED),
            LetterPart("ordre du jour", "avant les points de l’ordre du jour", _CONVENED),
            LetterPart("ordre du jour à venir", "si l’ordre du jour n’est pas encore établi", _CONVENED),
            LetterPart("autres sièges", "pour qui occupe plusieurs sièges", (*_CONVENED, _SEAT, _OTHERS)),
            LetterPart("réponse", "demande de réponse", _CONVENED),
            LetterPart("réponse du suppléant", "demande de réponse, pour un suppléant", (*_CONVENED, _SEAT)),
            LetterPart("réponse écrite", "demande de réponse à une consultation écrite", _CONVENED),
            LetterPart("réponse écrite du suppléant", "la même, pour un suppléant", (*_CONVENED, _SEAT)),
            LetterPart("empêchement", "pour un titulaire qui a un suppléant",
                       (*_CONVENED, _SEAT, _SUBSTITUTE, _STANDS_IN)),
            LetterPart("empêchement sans suppléant", "pour un titulaire sans suppléant", (*_CONVENED, _SEAT)),
            LetterPart("salutations", "dernière phrase", _CONVENED),
        ),
    ),
    Letter(
        AGENDA,
        "Ordre du jour",
        (
            LetterPart("introduction", "avant les points", (_COMMISSION, _CONTACT, _KIND, _WHEN, _PLACE, _REFERENCE)),
            LetterPart("sans point", "tant que l’ordre du jour est vide", ()),
            LetterPart("conclusion", "après les points", (_COMMISSION, _CONTACT, _KIND, _WHEN, _PLACE, _REFERENCE)),
        ),
    ),
    Letter(
        CANCELLATION,
        "Lettres d’annulation",
        (
            LetterPart("annulation", "premières lignes", _CALLED_OFF),
            LetterPart("motif", "si le motif est connu", (*_CALLED_OFF, _REASON)),
            LetterPart("convocation", "ce que devient la convocation envoyée", _CALLED_OFF),
            LetterPart("suite", "si aucune autre réunion n’est prévue", _CALLED_OFF),
            LetterPart("suite avec réunion", "si une réunion est prévue ensuite", (*_CALLED_OFF, _NEXT)),
            LetterPart("contact", "pour joindre le secrétariat", _CALLED_OFF),
            LetterPart("salutations", "dernière phrase", _CALLED_OFF),
        ),
    ),
    Letter(
        COPY,
        "Copies aux organisations",
        (
            LetterPart("convocation", "premières lignes, pour une convocation", (*_COPIED, _HELD)),
            LetterPart("représentants", "avant la liste des représentants convoqués", _COPIED),
            LetterPart("annulation", "premières lignes, pour une annulation",
                       (*_COPIED, _PLANNED, LetterField("motif", "motif de l’annulation, après une virgule"))),
            LetterPart("représentants prévenus", "avant la liste des représentants prévenus", _COPIED),
            LetterPart("ordre du jour", "avant les points de l’ordre du jour", _COPIED),
            LetterPart("ordre du jour à venir", "si l’ordre du jour n’est pas encore établi", _COPIED),
            LetterPart("suite", "ce que l’organisation peut faire", _COPIED),
            LetterPart("salutations", "dernière phrase", _COPIED),
        ),
    ),
    Letter(
        REMINDER,
        "Relances de désignation",
        (
            LetterPart("section sociale", "règle rappelée à un organisme de la section sociale", _REMINDED),
            LetterPart("section professionnelle", "règle rappelée à un syndicat", _REMINDED),
            LetterPart("centres de santé", "règle rappelée aux centres de santé", _REMINDED),
            LetterPart("voix consultatives", "règle rappelée à une voix consultative", _REMINDED),
            LetterPart("constat", "avant le tableau des places à pourvoir", _REMINDED),
            LetterPart("demande", "avant la liste des éléments demandés", _REMINDED),
            LetterPart("éléments", "liste demandée, ses lignes séparées par des points-virgules", _REMINDED),
            LetterPart("enjeu", "pour une organisation qui vote", _REMINDED),
            LetterPart("enjeu sans voix", "pour une voix consultative", _REMINDED),
            LetterPart("réunion", "si une réunion est prévue",
                       (*_REMINDED, LetterField("reunion", "jour et heure de la prochaine réunion"))),
            LetterPart("contact", "pour joindre le secrétariat", _REMINDED),
            LetterPart("salutations", "dernière phrase", _REMINDED),
        ),
    ),
    Letter(
        MAILS,
        "Courriels",
        (
            LetterPart("objet convocation", "objet, pour un titulaire", _MAILED),
            LetterPart("objet information", "objet, pour un suppléant", _MAILED),
            LetterPart("objet invitation", "objet, pour qui n’est pas convoqué", _MAILED),
            LetterPart("objet ordre du jour", "objet de l’envoi de l’ordre du jour", _MAILED),
            LetterPart("objet annulation", "objet de l’annulation", _MAILED),
            LetterPart("convocation titulaire", "premières lignes, pour un titulaire", _MAILED),
            LetterPart("convocation suppléant", "premières lignes, pour un suppléant", _MAILED),
            LetterPart("convocation voix consultative", "premières lignes, pour une voix consultative", _MAILED),
            LetterPart("convocation invité", "premières lignes, pour un invité", _MAILED),
            LetterPart("convocation expert", "premières lignes, pour un expert", _MAILED),
            LetterPart("calendrier", "si le fichier de calendrier est joint", _MAILED),
            LetterPart("calendrier écrit", "si le fichier de calendrier d’une consultation écrite est joint", _MAILED),
            LetterPart("réponse", "demande de réponse", _MAILED),
            LetterPart("réponse du suppléant", "demande de réponse, pour un suppléant", _MAILED),
            LetterPart("réponse écrite", "demande de réponse à une consultation écrite", _MAILED),
            LetterPart("réponse écrite du suppléant", "la même, pour un suppléant", _MAILED),
            LetterPart("ordre du jour", "premières lignes de l’envoi de l’ordre du jour", _MAILED),
            LetterPart("ordre du jour suppléant", "les mêmes, pour un suppléant", _MAILED),
            LetterPart("dossier", "si le dossier de réunion est joint", _MAILED),
            LetterPart("pièces à part", "si le dossier est trop volumineux", _MAILED),
            LetterPart("annulation", "premières lignes de l’annulation", _MAILED),
            LetterPart("annulation écrite", "les mêmes, pour une consultation écrite", _MAILED),
            LetterPart("calendrier annulé", "si le fichier qui retire la réunion de l’agenda est joint", _MAILED),
            LetterPart("calendrier annulé écrit", "le même, pour une consultation écrite", _MAILED),
            LetterPart("salutations", "dernière phrase", _MAILED),
        ),
    ),
)  # fmt: skip
"""In the order in which they are offered."""


def letter(name: str) -> Letter:
    """Return a letter by its name."""
    return next(each for each in LETTERS if each.name == name)
