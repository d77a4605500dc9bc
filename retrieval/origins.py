"""Where a movie comes from: what the catalogue says, else the country where films in its language mostly are made."""

from data.movies import Movie

HOMES = {  # ISO 639-1 code of a language: ISO 3166 code of a country; English has no single home
    **{"fr": "FR", "de": "DE", "it": "IT", "es": "ES", "ja": "JP", "ko": "KR", "zh": "CN", "hi": "IN", "ru": "RU"},
    **{"sv": "SE", "da": "DK", "no": "NO", "nb": "NO", "fi": "FI", "nl": "NL", "pl": "PL", "fa": "IR", "tr": "TR"},
    **{"he": "IL", "cs": "CZ", "hu": "HU", "el": "GR", "th": "TH", "ro": "RO", "is": "IS", "vi": "VN", "id": "ID"},
    **{"bn": "IN", "ta": "IN", "te": "IN", "ml": "IN", "cn": "HK", "pt": "BR"},
    **{"sr": "RS", "hr": "HR", "uk": "UA", "bg": "BG", "sk": "SK", "et": "EE", "lv": "LV", "lt": "LT", "tl": "PH"},
    **{
        "wo": "SN",
        "af": "ZA",
        "ps": "AF",
        "kn": "IN",
        "mr": "IN",
        "pa": "IN",
        "ca": "ES",
        "ms": "MY",
        "ur": "PK",
        "ar": "EG",
    },
}


def origins(movie: Movie) -> tuple[str, ...]:
    """ISO 3166 codes of the countries that a movie comes from; empty where nothing tells."""
    if movie.countries:
        return movie.countries
    home = HOMES.get(movie.language or "")
    return (home,) if home else ()
