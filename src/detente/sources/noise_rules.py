"""The lines that saved reports carry besides their prose, as patterns: English, French and Spanish.

Each rule is matched against a whole line without its blanks, or (`before`) against what stands in front of
the prose of one of the first lines. A `weak` rule (one word of a menu) counts only beside other noise. A
pattern must not repeat what it repeats, nor name groups.
"""
# ruff: noqa: E501, RUF001 (a pattern reads best on one line; typographic apostrophes are what reports use)

from dataclasses import dataclass

__all__ = ["NOISE_RULES", "NoiseRule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRule:
    """One kind of noise: its name in reports to the user, and the pattern of its lines."""

    name: str
    pattern: str
    before: bool = False
    weak: bool = False


_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*|de|da|del|della|di|van|von|bin|bint|ibn|al|el|la|le)"
_NAMES = rf"{_NAME}(?: {_NAME}){{1,4}}"
_PEOPLE = rf"{_NAMES}(?:(?:,| and| &|, and| et| y|;) {_NAMES}){{0,9}}"
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_REST = r".{0,380}"
_FEW = r".{0,60}"
_MONTH_EN = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:t(?:ember|\.)?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_FR = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_MONTH_ES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
_WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?|(?i:lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo))"
)
_DAY = (
    rf"(?:{_MONTH_EN} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:er|st|nd|rd|th)? (?:de )?"
    rf"(?:{_MONTH_EN}|{_MONTH_FR}|{_MONTH_ES}),? (?:de )?\d{{4}}|\d{{4}}[-/]\d{{2}}[-/]\d{{2}}"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
)
_TIME = (
    r"(?:,? ?(?:at|à|a las|[-–—|·•])? ?\d{1,2}(?:[:.h]\d{2}){1,2} ?(?:[AaPp]\.?[Mm]\.?)?"
    r"(?: ?\(?(?:[A-Z]{2,4}|GMT[+-]\d{1,2})\)?)?)?"
)


def _rule(name: str, *patterns: str, weak: bool = False) -> NoiseRule:
    """A rule for whole lines, whatever their case."""
    return NoiseRule(name=name, pattern="(?i:" + "|".join(patterns) + ")", weak=weak)


NOISE_RULES: tuple[NoiseRule, ...] = (
    NoiseRule(
        name="header",
        pattern=r"(?i:date:? \d{4}-\d{2}-\d{2}\b[ \t]*)",
        before=True,
    ),
    NoiseRule(
        name="dateline",
        pattern=(
            r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?:(?: |/)[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}(?:, [A-Z][\w. ]{2,30}){0,2}"
            rf"(?:, {_MONTH_EN} \d{{1,2}}(?:, \d{{4}})?)?(?: \([A-Z][\w. /-]{{1,30}}\))? ?(?:—|–|--|-)\s+(?![a-zà-ÿ])"
            rf"|[A-ZÀ-Þ][\w'’-]+(?:[ /][A-ZÀ-Þ][\w'’-]+){{0,2}}(?:, (?:{_MONTH_EN} )?[\w. ]{{1,30}}){{0,2}}"
            r" \((?:AA|AFP|AP|ANSA|CNN|DPA|EFE|Reuters|TASS|UPI|WAFA|Xinhua)\) ?(?:—|–|--|-)\s+(?![a-zà-ÿ])"
            r"|\([A-Z][\w. ]{1,20}\) (?:—|–|--|-)\s+(?![a-zà-ÿ])"
        ),
        before=True,
    ),
    _rule(
        "skip link",
        rf"(?:skip|jump) to (?:the )?(?:main |primary |site )?(?:content|navigation|search|index|menu|footer){_FEW}",
        r"(?:aller|passer) au contenu(?: principal)?",
        r"(?:saltar|ir) al contenido(?: principal)?",
        r"(?:back|return) to (?:the )?(?:top|home ?page)",
    ),
    _rule(
        "comment form",
        r"(?:leave|post|add|write|join) (?:a|an|your|the) (?:reply|comment|conversation|discussion)s?.{0,40}",
        rf"your e-?mail address will not be published{_REST}",
        rf"required fields are marked{_FEW}",
        rf"save my name, e-?mail{_REST}",
        r"cancel reply|(?:post|submit) comment|(?:no|\d+) (?:comments?|responses?|replies)(?: (?:yet|so far))?",
        rf"this site uses akismet{_REST}|you must be (?:logged|signed) in{_REST}|log ?in to (?:comment|reply){_FEW}",
        rf"be the first to (?:comment|reply){_FEW}|notify me of (?:new|follow-?up){_FEW}",
        rf"(?:laisser|ajouter|écrire|poster) un commentaire{_FEW}|(?:laisser|annuler) (?:une|la) réponse{_FEW}",
        rf"votre adresse (?:e-?mail|de messagerie) ne sera pas publiée{_REST}",
        rf"les champs obligatoires sont{_FEW}|enregistrer mon nom, mon e-?mail{_REST}",
        rf"(?:deja|dejar|escribe|agregar|añadir) (?:una respuesta|un comentario){_FEW}|cancelar (?:la )?respuesta",
        rf"tu (?:dirección de )?correo (?:electrónico )?no será publicad[oa]{_REST}",
        rf"los campos obligatorios{_FEW}|guarda(?:r)? mi nombre, correo{_REST}",
    ),
    _rule(
        "form field",
        r"(?:name|e-?mail|website|comment|nom|site (?:web|internet)|commentaire|nombre|correo electrónico|web|comentario"
        r"|message|subject)(?: ?\*|:)?|Δ",
        weak=True,
    ),
    _rule(
        "feed blurb",
        r"the post .{1,250} (?:appeared first|first appeared) on .{1,100}",
        r"(?:continue|keep) reading.{0,200}|read (?:the )?(?:more|full (?:story|article)|original(?: article)?)(?: (?:here|at|on|about) .{1,100}|[ .:…»>→]*)",
        r"(?:click here|tap here) (?:to|for) .{1,120}",
        rf"this (?:article|story|post|piece) (?:was |is |has been )?(?:originally |first )?(?:published|appeared|ran|syndicated){_REST}",
        r"(?:originally|first) published (?:on|by|in|at) .{1,120}",
        r"l['’]article .{1,250} est apparu en premier sur .{1,100}|lire la suite.{0,100}",
        r"(?:la entrada|el artículo) .{1,250} se publicó primero en .{1,100}|(?:leer|seguir leyendo|lee) más.{0,100}|seguir leyendo.{0,60}",
    ),
    _rule(
        "see also",
        r"(?:(?:read|see|watch|listen)(?: (?:also|more|next|here))?|more on this(?: story| topic)?|related(?: (?:articles?|stories|coverage|content|topics?|posts?))?"
        r"|recommended(?: (?:for you|stories))?|more (?:stories|from .{1,40})|you (?:may|might) (?:also )?(?:like|be interested in).{0,40}"
        r"|(?:most|trending) (?:read|popular|now|stories)|editors?['’]? picks?|up next|don['’]t miss|in case you missed it)(?: ?: ?.{0,200})?",
        r"(?:à lire|à lire aussi|lire aussi|voir aussi|sur le même sujet)(?: ?: ?.{0,200})?",
        r"(?:lea|lee|ver|vea) también(?: ?: ?.{0,200})?|(?:noticias|artículos) relacionad[oa]s.{0,40}|te puede interesar.{0,100}",
    ),
    _rule(
        "sign-up",
        r"(?:sign up|subscribe|register)(?: now| today| here| free)?(?: (?:for|to) .{1,200}| .{0,20})?",
        r"(?:get|receive) .{1,150} (?:in|to|delivered to|straight to) your (?:e-?mail |in)box.{0,80}",
        r"(?:enter|type) your e-?mail.{0,80}|(?:thank you|thanks) for (?:subscribing|signing up|reading).{0,80}",
        r"already a (?:subscriber|member)\?.{0,60}|subscribers? only.{0,60}|(?:want all of .{1,30}\? )?subscribe\.?",
        r"(?:join|follow|find|like) us on .{1,100}|follow .{1,60} on (?:x|twitter|facebook|instagram|telegram|threads|bluesky|whatsapp|linkedin).{0,60}",
        r"download (?:our|the) .{0,30}app.{0,60}|support (?:our|independent) journalism.{0,100}|(?:please )?(?:donate|become a (?:member|subscriber)).{0,80}",
        r"(?:inscrivez|abonnez)-vous.{0,200}|s['’](?:inscrire|abonner)(?: .{0,100})?|suivez-nous.{0,100}|recevez .{1,150} (?:newsletter|boîte mail|lettre).{0,80}",
        r"(?:suscríbe(?:te|ase)|suscríbase|regístra(?:te|se)|síguenos|síganos)(?: .{0,200})?|recib[ae] .{1,120} (?:boletín|correo).{0,80}",
    ),
    _rule(
        "cookies",
        r"(?:we|this (?:site|website)) (?:and our partners )?uses? cookies.{0,380}|by (?:continuing|using|clicking) .{0,60} (?:you agree|cookies|terms).{0,200}",
        r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences|settings)(?: .{0,40})?|(?:accept|reject) all|cookie (?:policy|settings|preferences|notice)",
        r"(?:nous utilisons|ce site utilise) des cookies.{0,380}|(?:accepter|refuser|tout accepter|tout refuser)(?: les cookies)?|continuer sans accepter",
        r"(?:utilizamos|usamos|este sitio (?:web )?(?:utiliza|usa)) cookies.{0,380}|(?:aceptar|rechazar) (?:todas?|cookies|todas las cookies)",
        r"(?:privacy|terms|legal)(?: (?:policy|of (?:use|service)|notice|& conditions|and conditions))(?: [|·•&-].{0,100})?|politique de confidentialité.{0,60}|política de privacidad.{0,60}",
    ),
    _rule(
        "advert",
        r"(?:advertisement|advertising|ad|sponsored(?: content)?|promoted(?: content)?|paid (?:content|post|for by .{1,60})|supported by)"
        r"(?: [-–—|·].{0,60})?|(?:story|article) continues (?:after|below).{0,60}|scroll (?:down )?to continue.{0,60}|skip advertisement",
        r"publicité|contenu sponsorisé|la suite après (?:la|cette) publicité|publicidad|anuncio|contenido patrocinado",
    ),
    _rule(
        "share line",
        r"(?:share|tweet|pin|print|copy|email|save|gift) (?:this|on|via)(?: .{0,60})?|share ?: ?.{0,60}|share full article.{0,20}",
        r"(?:click|tap) to (?:share|print|e-?mail).{0,120}|copy (?:the )?link(?: .{0,30})?|link copied.{0,20}|like loading.{0,5}|loading ?(?:…|\.\.\.)?",
        r"partager(?: (?:sur|cet|l['’]article|via|par|cette))?(?: .{0,60})?|compartir(?: (?:en|este|esta|por|con))?(?: .{0,60})?|copiar (?:el )?enlace",
        r"(?:listen to|hear) this (?:article|story).{0,60}|\d{1,2}[- ]min(?:ute)?s?(?: read| de lecture)?|(?:reading time|temps de lecture|tiempo de lectura).{0,40}",
        r"(?:show|hide|view|load) (?:all|more|fewer|full|comments?)(?: .{0,40})?|toggle (?:navigation|menu|search)|(?:open|close)(?: (?:menu|search|navigation|dialog))",
    ),
    _rule(
        "site furniture",
        r"(?:post|posts|site|page|comment) navigation|recent (?:posts|comments)|search for:?|search …|primary menu|main menu",
        r"(?:proudly )?powered by .{2,60}|blog at wordpress\.com\.?|(?:theme|design)(?: by|:) .{2,80}|create a (?:free )?website.{0,80}",
        r"already have (?:a|an) .{0,30}account\? .{0,60}|report this content.{0,40}|(?:manage subscriptions|collapse this bar)",
        r"to find out more, including how to control cookies.{0,120}|privacy & cookies:.{0,300}",
        r"follow .{1,80}(?:coverage|live updates).{0,200}|this is a (?:developing|breaking) (?:news )?story.{0,120}",
        r"(?:entradas|comentarios) recientes|articles récents|commentaires récents|navigation de l['’]article|navegación de entradas",
    ),
    _rule(
        "menu",
        r"(?:menu|search|home|news|world|politics|business|opinion|sports?|culture|video|live|print|share|share this|tweet|facebook|twitter|x|whatsapp|telegram"
        r"|linkedin|instagram|reddit|pinterest|messenger|youtube|log ?in|sign ?in|register|my account|contact(?: us)?|about(?: us)?|next|previous|image|credit"
        r"|photo|caption|gallery|topics|tags|sections|archives?|meta|comments?|reply|like|follow|subscribed|categories|accueil|rechercher|recherche|connexion|se connecter|monde|politique|inicio|buscar|mundo|política|iniciar sesión)",
        weak=True,
    ),
    _rule(
        "contributors",
        rf"(?-i:{_PEOPLE}) (?:also )?contributed(?: (?:reporting|research|to this|to the).{{0,250}}|\.)?",
        r".{3,200} contributed (?:reporting|research|additional reporting|to this (?:report|story|article|piece)).{0,200}",
        r"\(?(?:additional |with |more )?(?:reporting|research)(?: (?:and|&) \w{4,12})? by (?-i:[A-Z]).{2,300}",
        r"\(?(?:writing|editing)(?: and \w{4,12})? by (?-i:[A-Z]).{2,200}",
        rf"\(?(?:compiled|written|edited|translated|produced|photographs?|graphics?) by (?-i:{_PEOPLE})\)?\.?",
        r"with (?:reporting|files|additional reporting) (?:by|from) .{2,200}",
        rf"(?-i:{_PEOPLE}) (?:reported|is reporting|are reporting) from (?-i:[A-Z]).{{2,200}}",
        r"(?:.{0,80})?the associated press contributed.{0,120}|associated press (?:writers?|journalists?) .{2,250}",
        rf"\(?(?:avec|reportage de|édité par|rédigé par|traduit par) (?-i:{_PEOPLE})(?:(?: à| pour).{{2,80}})?\)?\.?",
        r".{3,120} (?:a|ont) contribué à (?:cet article|ce reportage).{0,80}",
        r"\(?(?:con (?:información|reportes|la colaboración) de|reporte de|editado por|traducido por) .{2,200}",
        r".{3,120} (?:contribuyó|colaboró|contribuyeron|colaboraron) (?:a|en|con) est[ea].{0,80}",
    ),
    _rule(
        "about the author",
        r"(?-i:[A-Z]).{2,200}\. more about (?-i:[A-Z]).{2,100}",
        rf"(?-i:{_NAMES}) (?:is|was|reports|covers|writes) .{{2,300}}"
        r"(?:correspondent|reporter|bureau|editor|columnist|journalist|based in|writes about).{0,150}",
        weak=True,
    ),
    _rule(
        "contact line",
        rf"(?:please )?(?:write|e-?mail|contact|reach|send)(?: .{{0,120}})? {_MAIL}.{{0,200}}",
        rf"(?:.{{0,60}}[:|•·] ?)?{_MAIL}(?: ?[,;|/•·] ?{_MAIL}){{0,5}}\.?",
        rf"(?:écrire|écrivez|contactez?|contacter|escriba|escribe|contacto)(?: .{{0,120}})? {_MAIL}.{{0,100}}",
        r"(?:contact|write to|e-?mail) (?:us|the (?:author|editor|newsroom)|our (?:team|newsroom)).{0,120}|(?:have|got|send us) a (?:news )?tip.{0,150}",
        r"(?:https?://|www\.)\S{3,300}",
    ),
    NoiseRule(
        name="byline",
        pattern=(
            rf"(?:By|BY|Par|Por|Von|Text by|Analysis by|Story by) (?:{_PEOPLE}|the editorial board|[A-Z][\w’'.-]+ (?:[Ss]taff|News ?[Dd]esk|[Cc]orrespondent|[Aa]gencies))"
            rf"(?:(?:,| in| from| and agencies| for| /| \||\s[-–—·•]).{{0,100}})?"
            r"|BY (?:[A-Z][A-Z.'’-]+ ){1,4}[A-Z][A-Z.'’-]+(?:(?:,| AND) .{0,80})?"
        ),
    ),
    NoiseRule(
        name="date line",
        pattern=(
            r"(?i:(?:(?:first |last |originally )?(?:published|updated|posted|modified|publié|mis à jour|publicado|actualizado|date|issued|created)"
            rf"(?: on| at| le| el|)? ?:? ?)?(?:(?:le|el) )?(?:{_WEEKDAY},? (?:the )?)?{_DAY}{_TIME})"
            rf"(?i:(?: ?[|·•/,–—-] ?| )?(?:updated|last updated|mis à jour|actualizado)(?: on| at| le| el|)? ?:? ?.{{0,50}})?"
            r"|(?i:(?:published|updated|posted|last updated) ?:? (?:\d{1,2}|an?|one|two|three) (?:minutes?|hours?|days?|mins?|hrs?) ago.{0,40})"
            r"|(?i:(?:published|updated|posted|last updated) ?:?(?: at)? \d{1,2}[:.h]\d{2}.{0,30})"
        ),
    ),
    NoiseRule(
        name="reporting place",
        pattern=r"Reporting from [A-Z][\w .,'’-]{2,80}(?:\.)?",
    ),
    _rule(
        "rights",
        r"(?:©|\(c\)|copyright ©|copyright(?= \d{4})).{0,250}|.{0,120}all rights reserved.{0,200}",
        r"tous droits réservés.{0,150}|todos los derechos reservados.{0,150}|(?:.{2,60} )?our standards: .{2,80}",
        r"this (?:material|story|copy) (?:may not be|is for your personal).{0,250}",
        r"(?:a version of this (?:article|story) )?appear(?:s|ed) in (?:print|the) .{2,300}(?:edition|print).{0,200}",
        r"(?:a correction was made on|when we learn of a mistake|learn more about our process|corrections & amp).{0,300}",
        r"we are having trouble retrieving.{0,200}|thank you for your patience while we verify.{0,200}",
        r"please enable javascript.{0,200}|(?:opens (?:in a )?new tab.{0,20})",
    ),
    _rule(
        "picture credit",
        r"(?:photo(?:graph)?s?|image|picture|credit|file photo|illustration|photo credit|image credit)"
        r"(?: (?:source|caption|credit|courtesy(?: of)?))? ?(?:[:/|,]|…|\.\.\.) ?.{1,150}",
        r"media caption,.{1,200}|video caption,.{1,200}|view image in full ?screen.{0,20}",
        rf"(?:photo(?:graph)?s?|image|illustration)s? by (?-i:{_PEOPLE})(?: ?[/|,].{{1,60}})?",
        r"(?:crédits?|crédit photo|photo|foto|fotografía) ?(?:…|\.\.\.|:).{1,150}",
        r"[^\[(]{0,250}[\[(](?:file|photo|photograph|image|ap photo|[^\[()\]]{0,60}/(?:afp|ap|epa|getty|reuters))\b.{0,80}[\])]\.?",
        r"[^/]{0,250}/ ?(?:getty images|afp|reuters|associated press|anadolu|epa|shutterstock).{0,40}",
        r".{0,250} via (?:getty images|afp|reuters|ap|associated press|anadolu|epa|shutterstock)\)?\.?",
    ),
    _rule(
        "filed under",
        r"(?:filed under|posted in|tagged(?: with| in)?)\b.{0,250}|see more on:? .{0,250}",
        r"(?:tags|topics|categor(?:y|ies)|keywords|étiquettes|catégories?|mots-clés|etiquetas|categorías?|temas)"
        r" ?: ?.{0,250}|explore more on these topics.{0,20}",
        r"(?:previous|next|older|newer) (?:post|article|story|entry|posts)(?: ?[:»→›] ?.{0,150})?",
        r"(?:page|slide) \d+ (?:of|/) \d+|list of \d+ items|end of list|article (?:précédent|suivant)(?: ?: ?.{0,100})?",
        r"artículo (?:anterior|siguiente)(?: ?: ?.{0,100})?|after newsletter promotion|[_*=~-]{3,80}|\* \* \*",
    ),
    _rule(
        "header line",
        r"(?:title|headline|date|published|source|publisher|author|byline|url|link|language|id|titre|auteur|título"
        r"|autor|fuente|fecha) ?[:=] ?.{1,250}",
        weak=True,
    ),
)
"""The rules, in the order in which they are tried."""
