"""Words for what a movie is about rather than for its genre: they become words to search for.

Most themes need no entry, since whatever no rule understands is searched as it stands. Here are those that hold a word
with a meaning of its own ("cold war", "road movie"), that imply a genre, or that a description would say differently.
"""

# what people say: what is searched for, and the genres it implies
THEMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "biopic": ("biography true story", ()),
    "biographical": ("biography true story", ()),
    "based on a true story": ("based on a true story", ()),
    "road movie": ("road trip", ()),
    "road film": ("road trip", ()),
    "caper": ("heist caper", ()),
    "period drama": ("period costume historical", ("Drama",)),
    "period romance": ("period costume historical", ("Romance",)),
    "period piece": ("period costume historical", ()),
    "costume drama": ("period costume historical", ("Drama",)),
    "courtroom drama": ("courtroom", ("Drama",)),
    "legal drama": ("courtroom lawyer trial", ("Drama",)),
    "legal thriller": ("courtroom lawyer trial", ("Thriller",)),
    "sport": ("sports", ()),
    "sporty": ("sports", ()),
    "creature feature": ("monster creature", ()),
    "kaiju": ("giant monster kaiju", ()),
    "cop": ("police cop", ()),
    "buddy cop": ("buddy cop police", ()),
    "coming of age": ("coming of age", ()),
    "teen": ("teenager high school", ()),
    "teen movie": ("teenager high school", ()),
    "spaghetti western": ("spaghetti", ("Western",)),
    "gangster": ("gangster", ("Crime",)),
    "mafia": ("mafia", ("Crime",)),
    "mob": ("mafia mob", ("Crime",)),
    "mobster": ("mafia mob", ("Crime",)),
    "slasher": ("slasher", ("Horror",)),
    "giallo": ("giallo", ("Horror",)),
    "body horror": ("body horror", ("Horror",)),
    "folk horror": ("folk horror", ("Horror",)),
    "mockumentary": ("mockumentary", ("Comedy",)),
    "stand-up": ("stand-up", ("Comedy",)),
    "spoof": ("spoof parody", ("Comedy",)),
    "parody": ("parody spoof", ("Comedy",)),
    "screwball comedy": ("screwball", ("Comedy",)),
    "space opera": ("space opera", ("Sci-Fi",)),
    "cyberpunk": ("cyberpunk", ("Sci-Fi",)),
    "swashbuckler": ("swashbuckler pirate sword", ("Adventure",)),
    "kung fu": ("kung fu martial arts", ("Action",)),
    "martial arts": ("martial arts", ("Action",)),
    "psychological thriller": ("psychological", ("Thriller",)),
    "psych thriller": ("psychological", ("Thriller",)),
    "whodunit": ("whodunit murder detective", ("Mystery",)),
    "whodunnit": ("whodunit murder detective", ("Mystery",)),
    "neo-noir": ("neo-noir", ()),
    "neo noir": ("neo-noir", ()),
    "cold war": ("cold war", ()),
    "star wars": ("star wars", ()),
    "civil war": ("civil war", ("War",)),
    "vietnam war": ("vietnam war", ("War",)),
    "world war two": ("world war ii", ("War",)),
    "world war 2": ("world war ii", ("War",)),
    "world war ii": ("world war ii", ("War",)),
    "second world war": ("world war ii", ("War",)),
    "ww2": ("world war ii", ("War",)),
    "wwii": ("world war ii", ("War",)),
    "world war one": ("world war i", ("War",)),
    "world war i": ("world war i", ("War",)),
    "first world war": ("world war i", ("War",)),
    "ww1": ("world war i", ("War",)),
    "true crime": ("true crime", ("Crime",)),
    "crime family": ("crime family", ("Crime",)),
    "xmas": ("christmas", ()),
    "festive": ("christmas", ()),
    "fairytale": ("fairy tale", ()),
    "end of the world": ("apocalypse end of the world", ()),
    "chosen family": ("chosen family", ()),
    "family secrets": ("family secrets", ()),
    "family saga": ("family saga", ()),
    "family drama": ("family", ("Drama",)),
    "family business": ("family business", ()),
    "valentine's day": ("valentine's day", ("Romance",)),
    "valentines day": ("valentine's day", ("Romance",)),
    "family reunion": ("family reunion", ()),
    "dysfunctional family": ("dysfunctional family", ()),
}

# themes that are titles too: alone and in lower case they are the theme
PLAIN_THEMES = frozenset(
    "alien animal assassin boxing cat christmas clown cop courtroom dance detective dinosaur dog dragon ghost"
    " halloween heist "
    "hitman horse kidnapping magic monster ninja pirate prison racing revenge robot samurai shark spy submarine"
    " superhero "
    "survival vampire viking wedding werewolf witch zombie".split()
)
