"""The words people use for genres, moods, languages and numbers, and what each stands for in a catalogue."""

import dataclasses

from chatbot.conversation import Mood

GENRE_WORDS = {
    "action": "Action",
    "adventure": "Adventure",
    "adventures": "Adventure",
    "animated": "Animation",
    "animation": "Animation",
    "anime": "Animation",
    "cartoon": "Animation",
    "cartoons": "Animation",
    "children": "Children",
    "children's": "Children",
    "kids": "Children",
    "kid": "Children",
    "family": "Children",
    "comedy": "Comedy",
    "comedies": "Comedy",
    "romantic comedy": "Comedy",
    "romantic comedies": "Comedy",
    "chick flick": "Romance",
    "chick flicks": "Romance",
    "romcom": "Comedy",
    "rom-com": "Comedy",
    "romcoms": "Comedy",
    "rom-coms": "Comedy",
    "crime": "Crime",
    "gangster": "Crime",
    "mafia": "Crime",
    "documentary": "Documentary",
    "documentaries": "Documentary",
    "doc": "Documentary",
    "drama": "Drama",
    "dramas": "Drama",
    "fantasy": "Fantasy",
    "noir": "Film-Noir",
    "film-noir": "Film-Noir",
    "film noir": "Film-Noir",
    "horror": "Horror",
    "horrors": "Horror",
    "slasher": "Horror",
    "slashers": "Horror",
    "musical": "Musical",
    "musicals": "Musical",
    "mystery": "Mystery",
    "mysteries": "Mystery",
    "whodunit": "Mystery",
    "whodunnit": "Mystery",
    "whodunits": "Mystery",
    "whodunnits": "Mystery",
    "romance": "Romance",
    "romances": "Romance",
    "romantic": "Romance",
    "love story": "Romance",
    "love stories": "Romance",
    "sci-fi": "Sci-Fi",
    "scifi": "Sci-Fi",
    "sci fi": "Sci-Fi",
    "science fiction": "Sci-Fi",
    "science-fiction": "Sci-Fi",
    "sf": "Sci-Fi",
    "thriller": "Thriller",
    "thrillers": "Thriller",
    "war": "War",
    "western": "Western",
    "westerns": "Western",
}

SECOND_GENRES = dict.fromkeys(
    ("romcom", "rom-com", "romcoms", "rom-coms", "romantic comedy", "romantic comedies"), "Romance"
)


def genres_of(word: str) -> tuple[str, ...]:
    """The genres that a word of `GENRE_WORDS` stands for."""
    second = SECOND_GENRES.get(word)
    return (GENRE_WORDS[word], second) if second else (GENRE_WORDS[word],)


_MOOD_WORDS: dict[Mood, str] = {
    "funny": "funny, funnier, funniest, fun, hilarious, humorous, humourous, comic, laugh, laughs, silly, witty",
    "dark": "dark, darker, bleak, bleaker, grim, gritty, grittier, disturbing, depressing",
    "light": "light, lighter, lighthearted, light-hearted, easy, easygoing, breezy, cosy, cozy, undemanding",
    "tense": "tense, suspenseful, gripping, thrilling, suspense, nail-biting, exciting, edge of my seat",
    "scary": "scary, scarier, scariest, creepy, creepier, frightening, terrifying, spooky",
    "romantic": "romantic, sweet, tender, date night, date movie, date film",
    "sad": "sad, sadder, tearjerker, tear-jerker, moving, heartbreaking, cry, melancholy, emotional",
    "uplifting": "uplifting, feel-good, feelgood, feel good, heartwarming, heart-warming, inspiring, warm, happy"
    ", happier, cheerful, cheer me up, cheer us up, hopeful, comforting",
    "clever": "clever, smart, smarter, intelligent, mind-bending, thought-provoking, cerebral",
    "strange": "strange, stranger, weird, weirder, surreal, quirky, offbeat, bizarre, trippy",
    "quiet": "quiet, quieter, slow, slow burn, slow-burn, slower, calm, calmer, gentle, gentler"
    ", contemplative, relaxing, relaxed",
    "epic": "epic, grand, sweeping, spectacular",
    "fast": "fast, faster, fast-paced, fast paced, action-packed, action packed, explosive",
    "violent": "violent, gory, bloody, brutal, violence, gore, blood",
}
MOOD_WORDS = {word: mood for mood, words in _MOOD_WORDS.items() for word in words.split(", ")}


@dataclasses.dataclass(frozen=True, slots=True)
class MoodSigns:
    """What shows that a movie has a mood: genres for and against it, tags and keywords, and words to search for."""

    genres: frozenset[str]
    against: frozenset[str]
    tags: frozenset[str]
    words: str


def _signs(genres: str, against: str, tags: str) -> MoodSigns:
    listed = tags.split(", ")
    return MoodSigns(frozenset(genres.split()), frozenset(against.split()), frozenset(listed), " ".join(listed[:4]))


MOODS: dict[Mood, MoodSigns] = {
    "funny": _signs("Comedy", "Horror War", "funny, comedy, hilarious, witty, humorous, satire, parody, black comedy"),
    "dark": _signs(
        "Crime Thriller Film-Noir Horror", "Children Musical", "dark, bleak, disturbing, gritty, grim, noir"
    ),
    "light": _signs(
        "Comedy Musical Children Romance", "Horror War Thriller", "light, warm, feel-good, fun, sweet, charming"
    ),
    "tense": _signs("Thriller", "Children Musical", "tense, suspense, suspenseful, gripping, thriller, conspiracy"),
    "scary": _signs("Horror", "Children", "scary, creepy, frightening, horror, monster, haunted house, serial killer"),
    "romantic": _signs("Romance", "Horror War", "romantic, romance, love story, love, bittersweet"),
    "sad": _signs(
        "Drama", "Comedy Children", "sad, grief, tragedy, loss, heartbreaking, tearjerker, death, melancholy"
    ),
    "uplifting": _signs(
        "Comedy Musical Children", "Horror War", "uplifting, inspirational, feel-good, heartwarming, warm"
    ),
    "clever": _signs(
        "Mystery Sci-Fi", "", "clever, twist ending, thought-provoking, mindfuck, plot twist, witty, heist"
    ),
    "strange": _signs("Fantasy Sci-Fi", "", "strange, surreal, weird, quirky, dreamlike, absurd, bizarre, dream"),
    "quiet": _signs("Drama", "Action Horror", "quiet, slow, meditative, atmospheric, contemplative, understated"),
    "epic": _signs("Adventure War", "", "epic, sweeping, historical, battle, quest, empire"),
    "fast": _signs("Action Adventure", "", "action, chase, fast-paced, car chase, fight, explosion, adrenaline"),
    "violent": _signs(
        "Action Crime Horror War", "Children Musical", "violent, violence, gore, bloody, revenge, murder"
    ),
}

LANGUAGES = {
    **{"french": "fr", "german": "de", "italian": "it", "spanish": "es", "japanese": "ja", "korean": "ko"},
    **{"chinese": "zh", "cantonese": "zh", "mandarin": "zh", "hindi": "hi", "bollywood": "hi", "russian": "ru"},
    **{"swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "dutch": "nl", "polish": "pl"},
    **{"portuguese": "pt", "persian": "fa", "iranian": "fa", "turkish": "tr", "arabic": "ar", "hebrew": "he"},
    **{"czech": "cs", "hungarian": "hu", "greek": "el", "thai": "th", "bengali": "bn"},
}

COUNTRIES = {
    **{"american": "US", "british": "GB", "english": "GB", "scottish": "GB", "irish": "IE", "canadian": "CA"},
    **{"australian": "AU", "indian": "IN", "mexican": "MX", "brazilian": "BR", "argentinian": "AR", "argentine": "AR"},
    **{"belgian": "BE", "austrian": "AT", "taiwanese": "TW", "new zealand": "NZ", "hong kong": "HK"},
}

PLACES = {
    **{"the us": "US", "the usa": "US", "america": "US", "the uk": "GB", "britain": "GB", "england": "GB"},
    **{
        "france": "FR",
        "germany": "DE",
        "italy": "IT",
        "spain": "ES",
        "japan": "JP",
        "korea": "KR",
        "south korea": "KR",
    },
    **{"china": "CN", "india": "IN", "russia": "RU", "sweden": "SE", "denmark": "DK", "norway": "NO", "poland": "PL"},
    **{"iran": "IR", "mexico": "MX", "brazil": "BR", "argentina": "AR", "australia": "AU", "canada": "CA"},
    **{"ireland": "IE", "hong kong": "HK", "taiwan": "TW", "new zealand": "NZ", "hollywood": "US"},
}

LANGUAGE_NAMES = {
    **{"en": "English", "fr": "French", "de": "German", "it": "Italian", "es": "Spanish", "ja": "Japanese"},
    **{"ko": "Korean", "zh": "Chinese", "cn": "Cantonese", "hi": "Hindi", "ru": "Russian", "sv": "Swedish"},
    **{"da": "Danish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "nl": "Dutch", "pl": "Polish"},
    **{"pt": "Portuguese", "fa": "Persian", "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "cs": "Czech"},
    **{"hu": "Hungarian", "el": "Greek", "th": "Thai", "bn": "Bengali", "ro": "Romanian", "is": "Icelandic"},
}

NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "fifteen": 15,
        "twenty": 20,
        "couple": 2,
        "couple of": 2,
        "few": 3,
    },
    **{"half": 30, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}

ORDINALS = {
    **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5},
    **{"sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1},
}

DECADES = {
    **{"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70},
    **{"eighties": 80, "nineties": 90, "noughties": 0},
}
