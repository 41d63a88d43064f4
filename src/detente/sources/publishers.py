"""Publishers by the domains of their addresses and by the short names that files bear; to be extended.

Only who publishes, nothing about them. A domain that is not here stands for itself.
"""

import re

__all__ = ["PUBLISHERS", "SHORT_NAMES", "publisher_at", "publisher_in_name"]

PUBLISHERS: dict[str, str] = {
    "aa.com.tr": "Anadolu Agency",
    "abc.net.au": "ABC News (Australia)",
    "abcnews.go.com": "ABC News",
    "afp.com": "Agence France-Presse",
    "ahram.org.eg": "Al-Ahram",
    "aljazeera.com": "Al Jazeera",
    "aljazeera.net": "Al Jazeera",
    "allafrica.com": "allAfrica",
    "ap.org": "Associated Press",
    "apnews.com": "Associated Press",
    "asharq.com": "Asharq News",
    "aawsat.com": "Asharq Al-Awsat",
    "axios.com": "Axios",
    "bbc.co.uk": "BBC News",
    "bbc.com": "BBC News",
    "bloomberg.com": "Bloomberg",
    "cbc.ca": "CBC News",
    "cbsnews.com": "CBS News",
    "cnn.com": "CNN",
    "csmonitor.com": "The Christian Science Monitor",
    "dailystar.com.lb": "The Daily Star (Lebanon)",
    "dw.com": "Deutsche Welle",
    "economist.com": "The Economist",
    "efe.com": "EFE",
    "elpais.com": "El País",
    "elmundo.es": "El Mundo",
    "euronews.com": "Euronews",
    "faz.net": "Frankfurter Allgemeine Zeitung",
    "foreignpolicy.com": "Foreign Policy",
    "foxnews.com": "Fox News",
    "france24.com": "France 24",
    "ft.com": "Financial Times",
    "haaretz.co.il": "Haaretz",
    "haaretz.com": "Haaretz",
    "hindustantimes.com": "Hindustan Times",
    "independent.co.uk": "The Independent",
    "irishtimes.com": "The Irish Times",
    "jpost.com": "The Jerusalem Post",
    "kyivindependent.com": "The Kyiv Independent",
    "kyodonews.net": "Kyodo News",
    "lanacion.com.ar": "La Nación",
    "latimes.com": "Los Angeles Times",
    "lefigaro.fr": "Le Figaro",
    "lemonde.fr": "Le Monde",
    "liberation.fr": "Libération",
    "lorientlejour.com": "L'Orient-Le Jour",
    "maannews.net": "Ma'an News Agency",
    "middleeasteye.net": "Middle East Eye",
    "nbcnews.com": "NBC News",
    "newyorker.com": "The New Yorker",
    "npr.org": "NPR",
    "nytimes.com": "The New York Times",
    "politico.com": "Politico",
    "politico.eu": "Politico Europe",
    "reuters.com": "Reuters",
    "rfi.fr": "RFI",
    "rferl.org": "Radio Free Europe/Radio Liberty",
    "scmp.com": "South China Morning Post",
    "semafor.com": "Semafor",
    "skynews.com": "Sky News",
    "spa.gov.sa": "Saudi Press Agency",
    "spiegel.de": "Der Spiegel",
    "state.gov": "U.S. Department of State",
    "straitstimes.com": "The Straits Times",
    "tass.com": "TASS",
    "theatlantic.com": "The Atlantic",
    "theguardian.com": "The Guardian",
    "thehindu.com": "The Hindu",
    "thenationalnews.com": "The National",
    "thetimes.co.uk": "The Times",
    "thetimes.com": "The Times",
    "telegraph.co.uk": "The Telegraph",
    "time.com": "Time",
    "timesofisrael.com": "The Times of Israel",
    "un.org": "United Nations",
    "upi.com": "UPI",
    "usatoday.com": "USA Today",
    "voanews.com": "VOA",
    "wafa.ps": "WAFA",
    "washingtonpost.com": "The Washington Post",
    "whitehouse.gov": "The White House",
    "wikinews.org": "Wikinews",
    "wsj.com": "The Wall Street Journal",
    "xinhuanet.com": "Xinhua",
    "ynetnews.com": "Ynetnews",
}
"""Names by registered domain; an address at a subdomain belongs to the longest that fits."""

SHORT_NAMES: dict[str, str] = {
    "aljazeera": "Al Jazeera",
    "afp": "Agence France-Presse",
    "ap": "Associated Press",
    "axios": "Axios",
    "bbc": "BBC News",
    "bloomberg": "Bloomberg",
    "cnn": "CNN",
    "dw": "Deutsche Welle",
    "economist": "The Economist",
    "efe": "EFE",
    "elpais": "El País",
    "ft": "Financial Times",
    "guardian": "The Guardian",
    "haaretz": "Haaretz",
    "jpost": "The Jerusalem Post",
    "latimes": "Los Angeles Times",
    "lemonde": "Le Monde",
    "nbc": "NBC News",
    "npr": "NPR",
    "nyt": "The New York Times",
    "nytimes": "The New York Times",
    "politico": "Politico",
    "reuters": "Reuters",
    "toi": "The Times of Israel",
    "upi": "UPI",
    "wafa": "WAFA",
    "wapo": "The Washington Post",
    "wikinews": "Wikinews",
    "wsj": "The Wall Street Journal",
    "xinhua": "Xinhua",
}
"""Names by what a file's name begins or ends with."""

_PART = re.compile(r"[a-z]+")


def publisher_at(host: str) -> str:
    """The publisher whose domain this host is or lies under; "" where none is known.

    >>> publisher_at("www.bbc.co.uk"), publisher_at("mail.example.org")
    ('BBC News', '')
    """
    parts = host.lower().strip(".").split(".")
    for n in range(len(parts) - 1):
        name = PUBLISHERS.get(".".join(parts[n:]))
        if name:
            return name
    return ""


def publisher_in_name(stem: str) -> str:
    """The publisher that a file's name begins or ends with ("nyt-2001-02-03"); "" where none is known.

    >>> publisher_in_name("2001-02-03_AP"), publisher_in_name("report")
    ('Associated Press', '')
    """
    parts = _PART.findall(stem.lower())
    ends = (parts[0], parts[-1]) if parts else ()
    return next((SHORT_NAMES[part] for part in ends if part in SHORT_NAMES), "")
