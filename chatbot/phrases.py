"""What Usher says around facts. Each kind of thing has several phrasings; `wording.Voice` chooses one."""

OPENINGS = {
    "tonight": (
        "For tonight:",
        "Here is what I would put on tonight:",
        "My picks for you tonight:",
        "{Count} for tonight:",
        "Tonight I would choose among these:",
    ),
    "wish": (
        "{Wish}:",
        "I looked for {wish}:",
        "My choice of {wish}:",
        "Here are {wish}:",
        "{Wish} - these fit best:",
    ),
    "fits": (
        "These fit what you asked for:",
        "Here is what fits:",
        "This is what I found for you:",
        "{Count} that should suit you:",
    ),
    "like": (
        "If you want something like {titles}:",
        "In the spirit of {titles}:",
        "Not far from {titles}:",
        "{Count} that share something with {titles}:",
    ),
    "more_wish": ("More {wish}:", "Others, still {wish}:", "Then {wish}:", "Next round, {wish}:"),
    "more": ("Some others:", "Then perhaps one of these:", "Other ideas:", "Not those, then. Next:", "{Count} more:"),
    "noted": (
        "With that in mind:",
        "So perhaps one of these:",
        "Then these may be for you:",
        "That leads me to these:",
    ),
    "nearest": ("The nearest I have:", "What comes closest:", "These come near:"),
}
ONE = {
    "tonight": ("Tonight I would put on", "For tonight, take", "My pick for tonight is"),
    "wish": ("For {wish}, I would take", "Out of all {wish}, take", "I looked for {wish} and settled on"),
    "fits": ("That should be", "I would take", "My pick is"),
    "like": ("In the spirit of {titles}, try", "Not far from {titles} is", "If you want something like {titles}, take"),
    "more_wish": ("Still among {wish}, take", "Next among {wish} is", "Then, among {wish}, try"),
    "more": ("Then perhaps", "Instead, take", "Another idea is"),
    "noted": ("With that in mind, take", "Then perhaps", "That leads me to"),
    "nearest": ("What comes closest is", "The nearest I have is", "Near it comes"),
}
LIST = (
    "Of the {total} {wish} that I know, the {count} best known:",
    "{Wish}, the {count} best known of {total}:",
    "I know {total} {wish}. The best known:",
)
LIST_ALL = ("{Wish}, {count} of them:", "{Wish}, the best known first:", "Here are {count} {wish}:")
RECALL = ("That sounds like", "I think you mean", "My best guess is", "This could be", "That should be")
RECALL_OTHERS = (
    "If not, perhaps one of these:",
    "Should that be wrong, it may be one of these:",
    "Others that I thought of:",
    "It could also be one of these:",
)
RECALL_ASKS = ("", "Is it that one?", "", "Did I get it?")
NEWCOMER = (
    "I do not know your taste yet: tell me a film or two that you loved, and the next list will be yours.",
    "Which film did you love lately? With one or two titles the next list will be made for you.",
    "So far I go by what everyone thinks. Name a film or two that you loved, and I go by you.",
    "Is there a film you could watch again and again? Name it, and I know better what to look for.",
)
STUCK = (
    "Is something off with these - too long, too old, too dark?",
    "What is missing so far: something lighter, something newer?",
    "Shall I look further away from what you know?",
)
PLACES = {
    "safest": ("the safe choice", "the safest bet", "the one that can hardly go wrong"),
    "stretch": ("a stretch", "a step further out", "the bolder choice"),
    "short": ("the short one", "for a short evening", "if time is short"),
}
SINCE = ("because {reason}", "since {reason}", "as {reason}")
SECOND = (", and {reason}", "; also, {reason}", "; besides, {reason}")
AGAIN = ("again because {reason}", "once more because {reason}", "likewise because {reason}")
STARS = (
    "{stars} of 5 stars from {raters}",
    "its {raters} average {stars} of 5 stars",
    "{raters}, {stars} of 5 stars on average",
)
TALK = {
    "greeting": (
        "Hello! Tell me what you are in the mood for, or a film you loved, and I will find one.",
        "Good to see you. Say what kind of evening it is, and I look for something light, tense or long.",
        "Hi! A mood, a genre, an actor, half a plot: anything will do to start with.",
    ),
    "how": (
        "All well here, and full of films. Tell me what you are in the mood for.",
        "Very well, thank you; the projector is warm. Name a mood and we begin.",
        "Fine, and ready to look. Tell me what you enjoyed lately.",
    ),
    "thanks": (
        "You are welcome. Enjoy the film!",
        "With pleasure. If it was good, tell me: the next list gets better.",
        "Glad to help. Have a good evening with it.",
    ),
    "bye": (
        "Good night, and enjoy the film!",
        "See you. Tell me next time how it was.",
        "Until the next film.",
    ),
    "who": (
        "I am Usher. I know the films of this catalogue and what audiences made of them, and look for yours.",
        "Usher, a program that finds films: by what people like you liked, and by what the films are about.",
    ),
    "help": (
        "Ask for a mood, a genre, a decade, a length, a person or a film to start from; describe a film whose title"
        " you forgot; say what you loved or hated; or ask about a film on the list.",
        "Say what the film should be like (“a 90s thriller under two hours”, “like the last one, but funnier”), what"
        " you remember of one (“a man relives the same day”), or what you thought of one. I also answer questions"
        " about a film: who is in it, how long it is, why it was not on the list.",
    ),
}
OUT_OF_SCOPE = (
    "That is not something I can help with. Films are: name a mood, a genre or a film you loved, and I will look.",
    "I only know films. Ask me for one to watch tonight, or about one whose title you forgot.",
    "There I am no use, I am afraid. Finding a film for tonight is what I can do.",
    "Outside films I know nothing. Inside, try me with an actor, a decade or half a plot.",
)
UNCLEAR = (
    "I could not make sense of that. Tell me a genre, a mood, a film you liked, or what the film should be about"
    " - for example “a 90s thriller under two hours”.",
    "That went past me. Say it another way: a genre, a mood, an actor, or what happens in the film.",
    "I did not get that. A film you liked, a genre or a few words of plot would help me.",
)
NOTHING = (
    "I found nothing for that.",
    "Nothing in the catalogue answers that.",
)
WHICH_FILM = "I do not know which film you mean: say its title."
NOTED = ("Noted: {opinions}", "Good to know that {opinions}", "I keep in mind that {opinions}")
