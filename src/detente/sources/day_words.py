"""The words for days in English, French and Spanish: tables and forms, as data that `days` reads.

A language is one `DayWords`: names, and forms in which a blank stands for any white space and `{name}` for a
word of a table or a number. To add a language, write one more and put it into DAY_WORDS.
"""
# ruff: noqa: RUF001 (typographic apostrophes and dashes are what reports use)

from dataclasses import dataclass

__all__ = ["DAY_WORDS", "DayWords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """The words and forms of one language.

    `weekdays` begin with Monday, `months` with January, `numbers` with one, each with its spellings between
    bars. `shifts` are words for last (-1), this (0) and next (1). `parts` are thirds of a month, week or year
    (0, 1, 2); -1 stands for "earlier in", 3 for "later in". `units` name week, month, year, weekend and day.
    `offsets` are phrases counted from the report's day, as (first, last) in days; `near` those counted from
    the day last named. `by` are the words for "no later than". `forms` are (kind, pattern), the first that
    fits wins; `leads` are patterns that they share. `cased` tells that names of months and days count only in
    the case given here.
    """

    weekdays: str
    months: str
    shifts: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, str], ...]
    numbers: str
    offsets: tuple[tuple[str, int, int], ...]
    near: tuple[tuple[str, int], ...]
    by: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    leads: dict[str, str]
    cased: bool = False


_ISO = ("numeric", r"{y}-(?P<m>\d{2})-{d}")
_DAY_FIRST = ("numeric", r"{d}/(?P<m>\d{1,2})/{y}")

_ENGLISH = DayWords(
    leads={
        "on": r"(?:(?:(?:late|early|earlier|later) )?(?:on|by|since|until|before|after|from|no later than) "
        r"|(?:late|early) )?",
        "in": r"(?:(?:back in|in|at|by|since|until|during|over|before) )?",
    },
    cased=True,
    weekdays="Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    months="January|Jan. February|Feb. March|Mar. April|Apr. May June|Jun. "
    "July|Jul. August|Aug. September|Sept.|Sep. October|Oct. November|Nov. December|Dec.",
    shifts=(
        ("last", -1),
        ("past", -1),
        ("this past", -1),
        ("this last", -1),
        ("this", 0),
        ("next", 1),
        ("coming", 1),
        ("this coming", 1),
    ),
    parts=(
        ("early", 0),
        ("beginning", 0),
        ("start", 0),
        ("mid", 1),
        ("middle", 1),
        ("late", 2),
        ("end", 2),
        ("earlier", -1),
        ("later", 3),
    ),
    units=(
        ("weekend", "weekend"),
        ("week", "week"),
        ("weeks", "week"),
        ("month", "month"),
        ("months", "month"),
        ("year", "year"),
        ("years", "year"),
        ("day", "day"),
        ("days", "day"),
    ),
    numbers="a|an|one two three four five six seven eight nine ten eleven twelve",
    offsets=(
        ("the day before yesterday", -2, -2),
        ("the day after tomorrow", 2, 2),
        ("earlier today", 0, 0),
        ("later today", 0, 0),
        ("today", 0, 0),
        ("tonight", 0, 0),
        ("this morning", 0, 0),
        ("this afternoon", 0, 0),
        ("this evening", 0, 0),
        ("last night", -1, -1),
        ("yesterday", -1, -1),
        ("tomorrow", 1, 1),
        ("overnight", -1, 0),
    ),
    near=(
        ("the previous day", -1),
        ("a day earlier", -1),
        ("one day earlier", -1),
        ("the day before", -1),
        ("the same day", 0),
        ("that day", 0),
        ("the next day", 1),
        ("the following day", 1),
        ("a day later", 1),
        ("the day after", 1),
    ),
    by=("by", "no later than", "before the end of"),
    forms=(
        _ISO,
        (
            "date",
            r"{on}(?:{weekday},? (?:the )?)?{month} {d}(?:st|nd|rd|th)?(?: ?[-–] ?{d2}(?!\d))?(?:,? {y})?",
        ),
        ("date", r"{on}(?:{weekday},? )?(?:the )?{d}(?:st|nd|rd|th)?(?: of)? {month}(?:,? {y})?"),
        ("month", r"{in}(?:the )?{part}(?: of)?(?: |-){month}(?:,? {y})?"),
        ("month", r"{in}{month}(?: of|,)? {y}"),
        ("month", r"{in}{shift} {month}"),
        (
            "month",
            r"(?:back in|as of|as early as|in|by|since|until|during|from|through|between|around) {month}",
        ),
        (
            "weekday",
            (
                r"(?<!Ash\ )(?<!Black\ )(?<!Bloody\ )(?<!Good\ )(?<!Palm\ )(?<!Super\ )(?<!Easter\ )"
                r"{on}(?:(?:{shift}) )?{weekday}(?: (?:morning|afternoon|evening|night|noon|midday))?"
                r"(?! (?:Times|Telegraph|Herald|Mail|Mirror|Express|Post)\b)"
            ),
        ),
        ("offset", r"(?:late |early |by |until |since |as of )?{offset}"),
        ("near", r"(?:on |by )?{near}(?! (?:of|yesterday|tomorrow)\b)"),
        ("ago", r"(?:about |some |around |more than |nearly )?{number} {unit} ago"),
        ("rolling", r"(?:in|over|during|within|for) the (?:last|past) (?:{number} )?{unit}(?! of\b)"),
        ("ahead", r"(?:in|over|during|within) the (?:next|coming) (?:{number} )?{unit}"),
        ("weekend", r"(?:over|at|on|during|by) (?:the|{shift}) weekend"),
        ("unit", r"{in}(?:the )?(?:{part} (?:in |of )?)?{shift} {unit}(?! (?:of|ago)\b)"),
        ("unit", r"{in}the {part} of the {unit}"),
        ("year", r"(?:{in}(?:the )?{part}(?: of)?(?: |-)|(?:in|by|since|until|during|from|of) ){y}"),
    ),
)

_FRENCH = DayWords(
    leads={
        "on": r"(?:(?:d['’]ici(?: à)?|depuis|dès|jusqu['’]à|avant|après|au plus tard) )?(?:le )?",
        "in": r"(?:(?:d['’]ici(?: à)?|à la|au|en|depuis|dès|dans|pendant|au cours de) )?(?:la )?",
    },
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    months="janvier|janv. février|fevrier|févr. mars avril|avr. mai juin "
    "juillet|juil. août|aout septembre|sept. octobre|oct. novembre|nov. décembre|decembre|déc.",
    shifts=(
        ("dernier", -1),
        ("dernière", -1),
        ("passé", -1),
        ("passée", -1),
        ("ce", 0),
        ("cet", 0),
        ("cette", 0),
        ("prochain", 1),
        ("prochaine", 1),
    ),
    parts=(
        ("début", 0),
        ("mi", 1),
        ("milieu", 1),
        ("fin", 2),
        ("plus tôt", -1),
        ("plus tard", 3),
    ),
    units=(
        ("week-end", "weekend"),
        ("weekend", "weekend"),
        ("semaine", "week"),
        ("semaines", "week"),
        ("mois", "month"),
        ("an", "year"),
        ("ans", "year"),
        ("année", "year"),
        ("années", "year"),
        ("jour", "day"),
        ("jours", "day"),
    ),
    numbers="un|une deux trois quatre cinq six sept huit neuf dix onze douze",
    offsets=(
        ("avant-hier", -2, -2),
        ("après-demain", 2, 2),
        ("hier soir", -1, -1),
        ("hier", -1, -1),
        ("aujourd'hui", 0, 0),
        ("aujourd’hui", 0, 0),
        ("ce matin", 0, 0),
        ("ce soir", 0, 0),
        ("cet après-midi", 0, 0),
        ("cette nuit", -1, 0),
        ("la nuit dernière", -1, 0),
        ("dans la nuit", -1, 0),
        ("demain", 1, 1),
    ),
    near=(
        ("la veille", -1),
        ("le jour précédent", -1),
        ("le jour même", 0),
        ("le même jour", 0),
        ("le lendemain", 1),
        ("le jour suivant", 1),
    ),
    by=("d'ici à", "d'ici", "d’ici à", "d’ici", "au plus tard", "avant la fin"),
    forms=(
        _ISO,
        _DAY_FIRST,
        ("date", r"{on}(?:{weekday},? )?(?:le )?{d}(?:er)?(?: ?(?:-|–|au) ?{d2})? {month}(?: {y})?"),
        ("month", r"{in}{part}(?: |-)(?:de |du mois de |du mois d['’])?{month}(?: {y})?"),
        ("month", r"{in}{month} {y}"),
        ("month", r"{in}{month} {shift}"),
        ("month", r"(?:en|depuis|dès|jusqu['’]en|au mois de|courant|d['’]ici) {month}"),
        ("weekday", r"{on}(?:{shift} )?{weekday}(?: {shift2})?(?: (?:matin|midi|après-midi|soir))?"),
        ("offset", r"(?:depuis |dès )?{offset}"),
        ("near", r"{near}(?! (?:de|du|des)\b)"),
        ("ago", r"il y a (?:environ )?{number} {unit}"),
        ("rolling", r"(?:ces|les|des) {number} (?:derniers|dernières) {unit}"),
        ("ahead", r"dans les {number} (?:prochains|prochaines) {unit}"),
        (
            "weekend",
            r"(?:pendant |durant |au cours du |{on})(?:le |{shift} )?(?:week-end|weekend)(?: {shift2})?",
        ),
        ("unit", r"{in}(?:la |le |l['’])?{unit} {shift}"),
        ("unit", r"{in}(?:la )?{part} de (?:la )?{unit} {shift}"),
        ("unit", r"{in}(?:{part} )?{shift} {unit}"),
        ("year", r"(?:{in}{part} |(?:en|depuis|d['’]ici) ){y}"),
    ),
)

_SPANISH = DayWords(
    leads={
        "on": r"(?:(?:desde|hasta|antes del|después del|a más tardar) )?(?:el |del )?",
        "in": r"(?:(?:en|desde|hasta|durante|para|a|de) )?",
    },
    weekdays="lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo",
    months="enero|ene. febrero|feb. marzo|mar. abril|abr. mayo junio|jun. "
    "julio|jul. agosto|ago. septiembre|setiembre|sept. octubre|oct. noviembre|nov. diciembre|dic.",
    shifts=(
        ("pasado", -1),
        ("pasada", -1),
        ("último", -1),
        ("última", -1),
        ("este", 0),
        ("esta", 0),
        ("próximo", 1),
        ("próxima", 1),
        ("que viene", 1),
    ),
    parts=(
        ("principios", 0),
        ("comienzos", 0),
        ("inicios", 0),
        ("mediados", 1),
        ("finales", 2),
        ("fines", 2),
    ),
    units=(
        ("fin de semana", "weekend"),
        ("semana", "week"),
        ("semanas", "week"),
        ("mes", "month"),
        ("meses", "month"),
        ("año", "year"),
        ("años", "year"),
        ("día", "day"),
        ("días", "day"),
    ),
    numbers="un|una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    offsets=(
        ("anteayer", -2, -2),
        ("antes de ayer", -2, -2),
        ("pasado mañana", 2, 2),
        ("esta mañana", 0, 0),
        ("esta tarde", 0, 0),
        ("esta noche", 0, 0),
        ("hoy", 0, 0),
        ("anoche", -1, -1),
        ("ayer", -1, -1),
        ("mañana", 1, 1),
    ),
    near=(
        ("el día anterior", -1),
        ("la víspera", -1),
        ("un día antes", -1),
        ("el mismo día", 0),
        ("ese día", 0),
        ("el día siguiente", 1),
        ("al día siguiente", 1),
        ("un día después", 1),
    ),
    by=("antes del", "a más tardar"),
    forms=(
        _ISO,
        _DAY_FIRST,
        ("date", r"{on}(?:{weekday},? )?{d}º?(?: ?(?:-|–|al) ?{d2})? de {month}(?:,? (?:de |del )?{y})?"),
        ("month", r"(?:a |desde |hasta |para )?{part} de {month}(?: (?:de |del )?{y})?"),
        ("month", r"{in}{month} (?:de |del )?{y}"),
        ("month", r"{in}{month} {shift}"),
        ("month", r"(?:en|desde|hasta|durante|para) (?:el {shift} )?{month}"),
        ("weekday", r"{on}(?:{shift} )?{weekday}(?: {shift2})?(?: por la (?:mañana|tarde|noche))?"),
        ("offset", r"(?<!la\ )(?<!una\ )(?<!cada\ )(?:desde |para )?{offset}"),
        ("near", r"{near}(?! (?:de|del)\b)"),
        ("ago", r"hace (?:unos |unas )?{number} {unit}"),
        ("rolling", r"(?:los|las) últim[oa]s {number} {unit}"),
        ("ahead", r"en (?:los|las) próxim[oa]s {number} {unit}"),
        ("weekend", r"(?:durante )?(?:el )?(?:{shift} )?fin de semana(?: {shift2})?"),
        ("unit", r"{in}{part} de (?:la |el |l )?{unit} {shift}"),
        ("unit", r"{in}(?:la |el )?{unit} {shift}"),
        ("unit", r"{in}(?:la |el )?{shift} {unit}"),
        ("year", r"(?:a {part} de|en|desde|hasta) {y}"),
    ),
)

DAY_WORDS: dict[str, DayWords] = {"en": _ENGLISH, "es": _SPANISH, "fr": _FRENCH}
"""The words of each language, by its ISO 639-1 code."""
