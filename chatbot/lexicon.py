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
    "funny": "funny, funnier, funniest, fun, hilarious, humorous, humourous, comic, laugh, laughs, laughing, "
    "silly, witty, humour, humor, goofy, gut-busting, laugh-out-loud, amusing, uproarious, hysterical, "
    "slapstick, rib-tickling, side-splitting, chuckle, chuckles, giggle, giggles, comical, belly laughs, "
    "belly laugh, zany, good laugh, have a laugh, laughter, crack me up, cracks me up, crack us up, "
    "farcical, tongue-in-cheek, daft, barmy, ridiculous, a laugh, a giggle, knockabout",
    "dark": "dark, darker, darkest, bleak, bleaker, grim, gritty, grittier, disturbing, depressing, sinister, "
    "morbid, twisted, macabre, pitch-black, grisly, nihilistic, harrowing, gloomy, downbeat, "
    "soul-crushing, gruelling, grueling, edgy, murky, brooding, depress, depresses, grimmer, gloomier, "
    "miserable, gloom, doom and gloom, bleakest, disturb, disturbed",
    "light": "light, lighter, lighthearted, light-hearted, easy, easier, easygoing, breezy, cosy, cozy, "
    "undemanding, mindless, dumb, fluffy, brain off, no-brainer, low-stakes, frothy, escapist, lightweight, "
    "comfort, switch my brain off, switch off my brain, turn my brain off, turn off my brain, "
    "switch off, unwind, zone out, veg out, not think, easy-going, brainless, popcorn, fluff, "
    "guilty pleasure, harmless, nice and easy, untaxing, not taxing, silly fun, easy viewing, "
    "easy watching, uncomplicated, unchallenging, switch off my mind, switch my mind off, "
    "not have to think, carefree",
    "tense": "tense, tenser, suspenseful, gripping, thrilling, suspense, nail-biting, nailbiting, nail-biter, "
    "exciting, edge of my seat, edge of your seat, edge of the seat, edge of our seats, pulse-pounding, "
    "heart-pounding, white-knuckle, taut, nerve-wracking, tension, gripped, on edge, high-stakes, "
    "nailbiter, nerve-racking, nerve-shredding, thrill me, thrills, edge of one's seat, heart-stopping, "
    "breathless, tensest, cat and mouse",
    "scary": "scary, scarier, scariest, creepy, creepier, frightening, terrifying, spooky, spookier, "
    "spine-chilling, chilling, eerie, scared, scare, scares, nightmare fuel, frightened, bone-chilling, "
    "scare me, scare us, terrified, terrify, terrify me, petrified, hair-raising, spooked, spooks, "
    "bloodcurdling, blood-curdling, creeped out, creep me out, creep us out, freak me out, freak us out, "
    "unsettling, nightmarish, fright, frights, frighten, scared stiff, scared witless, "
    "scare the pants off, scare the hell out, hide behind the sofa, sleep with the lights on",
    "romantic": "romantic, sweet, tender, date night, date movie, date film, lovey-dovey, swoony, first date, "
    "for a date, on a date, mushy, swoon, dreamy, heart-fluttering",
    "sad": "sad, sadder, saddest, tearjerker, tearjerkers, tear-jerker, tear-jerkers, moving, heartbreaking, "
    "cry, crying, melancholy, melancholic, emotional, weepie, weepy, poignant, touching, "
    "heart-wrenching, heart-touching, sob, break my heart, tears, tear-jerking, tearjerking, weep, ugly cry, bawl, "
    "bawling, bawl my eyes out, tragic, devastating, gut-wrenching, heartrending, heart-rending, "
    "heartstrings, heartbreak, heartbreaker, sobbing, sob story, sobfest, tug at the heartstrings, "
    "wistful, box of tissues, tissues, sorrowful, gut punch",
    "uplifting": "uplifting, upbeat, feel-good, feelgood, heartwarming, heart-warming, inspiring, inspirational, "
    "warm, happy, happier, cheerful, cheerier, cheer me up, cheer us up, cheering up, cheers me up, "
    "hopeful, comforting, wholesome, life-affirming, joyful, joyous, optimistic, positive, happy ending, "
    "restore my faith in humanity, faith in humanity, cheery, sunny, pick-me-up, motivational, "
    "motivating, good vibes, good-natured, make me smile, makes me smile, smile, smiling, "
    "lift my spirits, lifts my spirits, lift our spirits, merry, jolly, feel better, warm-hearted, "
    "warmhearted, feel warm, warm and fuzzy, fuzzy, delightful, charming, soul-warming, triumphant, "
    "empowering",
    "clever": "clever, cleverer, smart, smarter, intelligent, mind-bending, mind bender, mind benders, "
    "mindbending, mind-blowing, thought-provoking, cerebral, twisty, plot twists, twist ending, brainy, "
    "makes me think, make me think, blow my mind, blows my mind, mindfuck, makes you think, "
    "make you think, mind-boggling, brain teaser, brainteaser, twists, big twist, plot twist, "
    "philosophical, layered, ingenious, intellectual, intricate, brain-melting, head-scratcher, "
    "puzzling, keeps you guessing, keep me guessing, keeps me guessing, keep you guessing, with a twist, "
    "deep and meaningful, smartly written, profound",
    "strange": "strange, stranger, weird, weirder, surreal, quirky, offbeat, bizarre, trippy, absurd, eccentric, "
    "wacky, odd, psychedelic, oddball, bonkers, kooky, dreamlike, hallucinatory, wtf, avant-garde, "
    "experimental, lynchian, kafkaesque, freaky, off-the-wall, unconventional, mind-warping, whimsical, "
    "head trip, weirdest, weirdness, off-kilter, unhinged",
    "quiet": "quiet, quieter, slow, slow-burn, slow-burner, slower, calm, calmer, gentle, gentler, contemplative, "
    "relaxing, relaxed, meditative, laid-back, slow-paced, soothing, chilled, mellow, low-key, lowkey, "
    "slow-moving, leisurely, unhurried, peaceful, chill, serene, tranquil, subdued, "
    "slice of life, takes its time, minimalist, gently paced, lyrical",
    "epic": "epic, epics, grand, sweeping, spectacular, grandiose, sprawling, monumental, larger-than-life, "
    "large-scale, majestic, big-scale",
    "fast": "fast, faster, fast-paced, action-packed, explosive, high-octane, adrenaline, adrenalin, explosions, "
    "energetic, quick-paced, pacy, pacey, adrenaline-fuelled, adrenaline-fueled, non-stop, nonstop, "
    "frenetic, kinetic, breakneck, rollercoaster, all-action, thrill ride, rip-roaring, relentless, "
    "full-throttle, turbo-charged, shoot-outs, shootouts, things blowing up, stuff blowing up, "
    "blow things up, blows up, punch-ups, fast-moving",
    "violent": "violent, gory, gorier, bloody, brutal, violence, gore, blood, bloodshed, graphic, bloodier, "
    "blood and guts, gore-fest, splatter, bloodthirsty, carnage, ultraviolent, ultra-violent, savage, "
    "blood-soaked, bloodbath, brutality, dismemberment, gratuitous violence, ultraviolence, torture porn",
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
    **{"serbian": "sr", "croatian": "hr", "ukrainian": "uk", "bulgarian": "bg", "slovak": "sk", "estonian": "et"},
    **{"latvian": "lv", "lithuanian": "lt", "urdu": "ur", "punjabi": "pa", "malayalam": "ml", "marathi": "mr"},
    **{"tagalog": "tl", "farsi": "fa", "catalan": "ca", "afrikaans": "af", "flemish": "nl", "tollywood": "te"},
    **{"kollywood": "ta", "yiddish": "yi", "kannada": "kn", "malay": "ms", "castilian": "es"},
}

COUNTRIES = {
    **{"american": "US", "british": "GB", "english": "GB", "scottish": "GB", "irish": "IE", "canadian": "CA"},
    **{"australian": "AU", "indian": "IN", "mexican": "MX", "brazilian": "BR", "argentinian": "AR", "argentine": "AR"},
    **{"belgian": "BE", "austrian": "AT", "taiwanese": "TW", "new zealand": "NZ", "hong kong": "HK"},
    **{"welsh": "GB", "swiss": "CH", "israeli": "IL", "egyptian": "EG", "chilean": "CL", "colombian": "CO"},
    **{"cuban": "CU", "south african": "ZA", "nigerian": "NG", "argentinean": "AR", "kiwi": "NZ", "aussie": "AU"},
    **{"filipino": "PH", "venezuelan": "VE", "peruvian": "PE", "uruguayan": "UY", "bolivian": "BO", "pakistani": "PK"},
    **{"senegalese": "SN", "kenyan": "KE", "moroccan": "MA", "tunisian": "TN", "algerian": "DZ", "lebanese": "LB"},
    **{"palestinian": "PS", "syrian": "SY", "iraqi": "IQ", "afghan": "AF", "bosnian": "BA", "armenian": "AM"},
    **{"jamaican": "JM", "malaysian": "MY", "singaporean": "SG", "mongolian": "MN", "québécois": "CA", "soviet": "RU"},
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
    "african": ("ZA", "NG", "EG", "SN", "KE", "MA", "TN", "DZ", "ET", "GH"),
    "middle eastern": ("IR", "IL", "EG", "LB", "TR", "PS", "SY", "IQ", "JO", "SA"),
    **dict.fromkeys(("south asian", "indian subcontinent"), ("IN", "PK", "BD", "LK", "NP")),
    **dict.fromkeys(("southeast asian", "south east asian"), ("TH", "VN", "ID", "PH", "MY", "SG", "KH")),
    "north african": ("EG", "MA", "TN", "DZ"),
    "balkan": ("RS", "HR", "BA", "SI", "MK", "BG", "RO", "AL", "ME", "GR"),
    "baltic": ("EE", "LV", "LT"),
    "central european": ("DE", "AT", "CH", "PL", "CZ", "SK", "HU"),
    "mediterranean": ("IT", "ES", "FR", "GR", "PT", "TR"),
}

CONTINENTS = {  # adjective of `REGIONS`
    **{"asia": "asian", "europe": "european", "africa": "african", "scandinavia": "scandinavian"},
    **{"the middle east": "middle eastern", "the balkans": "balkan", "southeast asia": "southeast asian"},
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
    **{
        "hungary": "HU",
        "romania": "RO",
        "the czech republic": "CZ",
        "czechia": "CZ",
        "switzerland": "CH",
        "wales": "GB",
    },
    **{"egypt": "EG", "nigeria": "NG", "chile": "CL", "colombia": "CO", "cuba": "CU", "peru": "PE", "vietnam": "VN"},
    **{"indonesia": "ID", "the philippines": "PH", "ukraine": "UA", "serbia": "RS", "croatia": "HR", "bulgaria": "BG"},
    **{"senegal": "SN", "morocco": "MA", "lebanon": "LB", "pakistan": "PK", "bollywood": "IN", "great britain": "GB"},
    **{"uk": "GB", "usa": "US", "the united kingdom": "GB", "the united states": "US", "the soviet union": "RU"},
    **{"kenya": "KE", "venezuela": "VE", "uruguay": "UY", "holland": "NL", "tibet": "CN", "malaysia": "MY"},
}

LANGUAGE_NAMES = {
    **{"en": "English", "fr": "French", "de": "German", "it": "Italian", "es": "Spanish", "ja": "Japanese"},
    **{"ko": "Korean", "zh": "Chinese", "cn": "Cantonese", "hi": "Hindi", "ru": "Russian", "sv": "Swedish"},
    **{"da": "Danish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "nl": "Dutch", "pl": "Polish"},
    **{"pt": "Portuguese", "fa": "Persian", "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "cs": "Czech"},
    **{"hu": "Hungarian", "el": "Greek", "th": "Thai", "bn": "Bengali", "ro": "Romanian", "is": "Icelandic"},
    **{"ta": "Tamil", "te": "Telugu", "vi": "Vietnamese", "id": "Indonesian", "sr": "Serbian", "hr": "Croatian"},
    **{"uk": "Ukrainian", "bg": "Bulgarian", "sk": "Slovak", "et": "Estonian", "lv": "Latvian", "lt": "Lithuanian"},
    **{"ur": "Urdu", "pa": "Punjabi", "ml": "Malayalam", "mr": "Marathi", "tl": "Tagalog", "ca": "Catalan"},
    **{"af": "Afrikaans", "yi": "Yiddish", "kn": "Kannada", "ms": "Malay"},
}

NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "couple": 2, "couple of": 2},
    **{
        "pair": 2,
        "pair of": 2,
        "trio": 3,
        "trio of": 3,
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
