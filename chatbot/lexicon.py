"""The words people use for genres, moods, languages and numbers, and what each stands for in a catalogue."""

import dataclasses

from chatbot.conversation import Mood

_GENRE_WORDS = {
    "Action": "action, actioner, martial arts, kung fu, kung-fu, beat em up",
    "Adventure": "adventure, adventures, swashbuckler",
    "Animation": "animated, animation, animations, cartoon, cartoons, toon, toons",
    "Children": "children, children's, childrens, kids, kid, kiddie, family, family-friendly, kid-friendly, "
    "child-friendly, all ages",
    "Comedy": "comedy, comedies, comédie, comedia, komödie, commedia, comedic, sitcom, spoof, parody,"
    " mockumentary, "
    "stand-up",
    "Crime": "crime, gangster, mafia, mob, mobster",
    "Documentary": "documentary, documentaries, doc, docs, docu, nonfiction, non-fiction",
    "Drama": "drama, dramas, dramatic",
    "Fantasy": "fantasy, fantasies",
    "Film-Noir": "noir, noirs, film-noir",
    "Horror": "horror, horrors, slasher, giallo, horror-comedy",
    "Musical": "musical, musicals",
    "Mystery": "mystery, mysteries, whodunit, whodunnit",
    "Romance": "romance, romances, romantic, love story, love stories, chick flick, chick flicks, chick-flick, click "
    "flick, click flicks",
    "Sci-Fi": "sci-fi, scifi, science-fiction, sf, space opera, cyberpunk",
    "Thriller": "thriller, thrillers, psychological thriller, psych thriller",
    "War": "war",
    "Western": "western, westerns, cowboy, cowboys",
}
_TWO_GENRES = {
    ("Comedy", "Romance"): "romcom, rom-com, romcoms, rom-coms, romantic comedy, romantic comedies, romantic-comedy",
    ("Comedy", "Drama"): "dramedy, dramedies, comedy-drama, comedy-dramas, tragicomedy",
    ("Comedy", "Horror"): "horror-comedy, horror comedies, comedy horror",
    ("Drama", "Romance"): "romantic drama, romantic dramas",
    ("Horror", "Sci-Fi"): "sci-fi horror",
}
GENRE_WORDS: dict[str, tuple[str, ...]] = {
    **{word: (genre,) for genre, words in _GENRE_WORDS.items() for word in words.split(", ")},
    **{word: genres for genres, words in _TWO_GENRES.items() for word in words.split(", ")},
}


def genres_of(word: str) -> tuple[str, ...]:
    """The genres that a word of `GENRE_WORDS` stands for."""
    return GENRE_WORDS[word]


_MOOD_WORDS: dict[Mood, str] = {
    "funny": "funny, funnier, funniest, fun, hilarious, humorous, humourous, comic, laugh, laughs, laughing, silly, "
    "witty, humour, humor, goofy, gut-busting, laugh-out-loud, amusing, uproarious, hysterical, slapstick",
    "dark": "dark, darker, darkest, bleak, bleaker, grim, gritty, grittier, disturbing, depressing, sinister, morbid, "
    "twisted, macabre",
    "light": "light, lighter, lighthearted, light-hearted, easy, easier, easygoing, breezy, cosy, cozy, undemanding, "
    "mindless, fluffy, brain off, no-brainer, low-stakes, frothy, escapist, lightweight, comfort, switch my"
    " brain off, switch off my brain, turn my brain off, turn off my brain, switch off, unwind, zone out, veg"
    " out, not think",
    "tense": "tense, tenser, suspenseful, gripping, thrilling, suspense, nail-biting, nailbiting, nail-biter, "
    "exciting, edge of my seat, edge of your seat, edge of the seat, edge of our seats, pulse-pounding, "
    "heart-pounding, white-knuckle, taut, nerve-wracking",
    "scary": "scary, scarier, scariest, creepy, creepier, frightening, terrifying, spooky, spookier, spine-chilling, "
    "chilling, eerie, scared, scare, scares, nightmare fuel, frightened, bone-chilling, scare me, "
    "scare us",
    "romantic": "romantic, sweet, tender, date night, date movie, date film, lovey-dovey, swoony, first date,"
    " for a date, on a date",
    "sad": "sad, sadder, saddest, tearjerker, tearjerkers, tear-jerker, tear-jerkers, moving, heartbreaking, cry, "
    "crying, melancholy, melancholic, emotional, weepie, weepy, poignant, touching, heart-wrenching, sob, "
    "break my heart, "
    "tears",
    "uplifting": "uplifting, upbeat, feel-good, feelgood, heartwarming, heart-warming, inspiring, inspirational, warm, "
    "happy, happier, cheerful, cheerier, cheer me up, cheer us up, cheering up, cheers me up, hopeful, "
    "comforting, wholesome, life-affirming, joyful, joyous, optimistic, positive, happy ending, restore my faith"
    " in humanity, faith in humanity",
    "clever": "clever, cleverer, smart, smarter, intelligent, mind-bending, mind bender, mind benders, mindbending, "
    "mind-blowing, thought-provoking, cerebral, twisty, plot twists, twist ending, brainy, makes me think, make"
    " me think, blow my mind, blows my mind, "
    "mindfuck",
    "strange": "strange, stranger, weird, weirder, surreal, quirky, offbeat, bizarre, trippy, absurd, eccentric, "
    "wacky, odd, psychedelic",
    "quiet": "quiet, quieter, slow, slow-burn, slow-burner, slower, calm, calmer, gentle, gentler, contemplative, "
    "relaxing, relaxed, meditative, laid-back, slow-paced, soothing, chilled, mellow",
    "epic": "epic, epics, grand, sweeping, spectacular, grandiose",
    "fast": "fast, faster, fast-paced, action-packed, explosive, high-octane, adrenaline, adrenalin, explosions, "
    "energetic",
    "violent": "violent, gory, gorier, bloody, brutal, violence, gore, blood, bloodshed, graphic, bloodier, blood and "
    "guts",
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
    **{"czech": "cs", "hungarian": "hu", "greek": "el", "thai": "th", "bengali": "bn", "english": "en"},
    **{"romanian": "ro", "icelandic": "is", "tamil": "ta", "telugu": "te", "vietnamese": "vi", "indonesian": "id"},
}

COUNTRIES = {
    **{"american": "US", "british": "GB", "english": "GB", "scottish": "GB", "irish": "IE", "canadian": "CA"},
    **{"australian": "AU", "indian": "IN", "mexican": "MX", "brazilian": "BR", "argentinian": "AR", "argentine": "AR"},
    **{"belgian": "BE", "austrian": "AT", "taiwanese": "TW", "new zealand": "NZ", "hong kong": "HK"},
    **{"welsh": "GB", "swiss": "CH", "israeli": "IL", "egyptian": "EG", "chilean": "CL", "colombian": "CO"},
    **{"cuban": "CU", "south african": "ZA", "nigerian": "NG", "argentinean": "AR", "kiwi": "NZ", "aussie": "AU"},
}

REGIONS = {
    **dict.fromkeys(("scandinavian", "nordic", "scandi"), ("SE", "NO", "DK", "FI", "IS")),
    "asian": ("JP", "KR", "CN", "HK", "TW", "TH", "IN", "VN", "ID", "PH", "IR"),
    "east asian": ("JP", "KR", "CN", "HK", "TW"),
    "european": (
        *("FR", "DE", "IT", "ES", "GB", "IE", "SE", "NO", "DK", "FI", "IS", "NL", "BE", "AT", "CH", "PL", "CZ"),
        *("HU", "GR", "PT", "RO", "RU"),
    ),
    "eastern european": ("PL", "CZ", "HU", "RO", "RU", "UA", "RS", "BG"),
    **dict.fromkeys(("latin american", "south american"), ("MX", "AR", "BR", "CL", "CO", "CU", "PE", "UY")),
    "african": ("ZA", "NG", "EG", "SN", "KE", "MA"),
}

CONTINENTS = {  # adjective of `REGIONS`
    **{"asia": "asian", "europe": "european", "africa": "african", "scandinavia": "scandinavian"},
    **{"latin america": "latin american", "south america": "south american", "eastern europe": "eastern european"},
}

PLACES = {
    **{"the us": "US", "the usa": "US", "the states": "US", "america": "US", "hollywood": "US", "the uk": "GB"},
    **{
        "britain": "GB",
        "england": "GB",
        "scotland": "GB",
        "france": "FR",
        "germany": "DE",
        "italy": "IT",
        "spain": "ES",
    },
    **{"japan": "JP", "korea": "KR", "south korea": "KR", "china": "CN", "india": "IN", "russia": "RU", "sweden": "SE"},
    **{"denmark": "DK", "norway": "NO", "finland": "FI", "iceland": "IS", "poland": "PL", "iran": "IR", "mexico": "MX"},
    **{"brazil": "BR", "argentina": "AR", "australia": "AU", "canada": "CA", "ireland": "IE", "hong kong": "HK"},
    **{"taiwan": "TW", "new zealand": "NZ", "thailand": "TH", "turkey": "TR", "israel": "IL", "austria": "AT"},
    **{"belgium": "BE", "the netherlands": "NL", "portugal": "PT", "greece": "GR", "south africa": "ZA"},
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
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "couple": 2, "couple of": 2},
    **{
        "few": 3,
        "handful": 5,
        "handful of": 5,
        "half a dozen": 6,
        "half dozen": 6,
        "dozen": 12,
        "several": 4,
        "hundred": 100,
    },
    **{"half": 30, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}

ORDINALS = {
    **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5},
    **{"sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1},
}

DECADES = {
    **{"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70},
    **{"eighties": 80, "nineties": 90, "ninties": 90, "ninetys": 90, "eightys": 80, "noughties": 0},
    **{"naughties": 0, "aughts": 0, "oughts": 0, "two thousands": 0, "two-thousands": 0, "twenty tens": 10},
    **{"twenty-tens": 10, "2k10s": 10, "2ks": 0},
}
