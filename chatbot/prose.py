"""Words that begin a sentence, or stand with a capital inside one, and name nothing that would need evidence."""

from chatbot.lexicon import GENRE_WORDS, MOOD_WORDS
from chatbot.scan import FILLER

STARTERS = (
    FILLER
    | GENRE_WORDS.keys()
    | MOOD_WORDS.keys()
    | frozenset(
        (
            "above according acted action add adding admittedly against aimed alas already alternatively although "
            "always amid among anchored and apart are arguably around as aside assuming at audiences bear "
            "beautiful beautifully based because before begin behind being below besides between beyond big bonus "
            "brilliant bring brings built but by call catch certainly charming check choose clearly clever come "
            "comfort comic coming compared consider count crisp critics curl dark deadpan deep dense despite "
            "directed direction director discover does don't dry each edge elegant enjoy enjoyable equal equally "
            "especially essentially even eventually every exactly excellent exciting expect expertly explore fair "
            "fans fast featuring film films final finally first five folks following for four fresh from full fun "
            "funny further genre genres gentle gently genuinely get give given gives go good gorgeous grab great "
            "gripping had happy hard heads hearty held hence here high highlight highly hilarious hope hopefully "
            "how however i if imagine impeccable in indeed inside instead intense inventive is it join just keep "
            "know knowing language last later lean length less let light like likewise listen lively long look "
            "looking lovely luckily made make many marvellous matching maybe meanwhile meet memorable mind moody "
            "more moreover moving much music my naturally near neither nevertheless next nice no nobody none "
            "nonetheless nor not note noted nothing now of offbeat okay on once one only open opt option or "
            "original other otherwise our out outside over overall overview paced packed part perfect perhaps "
            "picture playful please plenty plot plus pop possibly prefer premise press pure put quick quiet "
            "quietly quirky rather rating raw ready reason reasons relax remember rest rich right riveting "
            "romantic running runtime sadly said same save say score second see set settle several shall sharp "
            "sharply short should similar simple simply since six slick slow small smart so soft some sometimes "
            "soon sorry speaking spend spoiler stark starring stars start stay steady still story strange "
            "stripped strong stunning style stylish such superb sure surely surprisingly suspenseful sweet "
            "synopsis take taught taut tell tender tense terrific thanks that the their then there therefore "
            "these they third this those though thoughtful three through throughout thus tight tightly time tip "
            "title to together tone tonight too top total touching tough treat trust try turn two ultimately "
            "unexpected unforgettable unfortunately unlike until up upbeat uplifting very visually vivid want "
            "warm watch we welcome well what when whenever where whether which while who whoever whole whose why "
            "wide wild with within without witty wonderful word worth would wrap yes yet you your"
        ).split()
    )
)
SUBJECTS = frozenset(  # words that begin a sentence and may have a verb behind them
    (
        "acting action all also and another anyone anything as audiences both but cast dialogue direction "
        "director each either everyone everything fans film films first five for four genre he here how "
        "humor humour i if it language last length like maybe mine music neither next nobody none not "
        "nothing one or overview pacing people perhaps plot premise rating reason runtime score second she so "
        "someone something story style suspense tension that there these they third this those three title "
        "tone tonight two viewers we what whatever where which whichever who why with year you yours"
    ).split()
)
ABROAD = frozenset(  # German, French and Spanish words that begin a sentence
    (
        "aber además al algo alle alors als am an après aquí así attention au auch auf aussi avec aún beaucoup "
        "beide bien bon bonne bonsoir buena bueno cada ce ceci cela certains ces cet cette chacun claro comme "
        "como con cualquiera cuál da dabei danach dann dans das davon dazu de dein deine del dem den denn der des "
        "después deux die dies diese dieser dieses doch dos drei du ein eine einen einer eines el ella ellas elle "
        "elles ellos en enfin ensuite er erst es esa ese est esta estas este esto estos et für gern gut habe hast "
        "hay heute hier ich ihr il ils im in ist ja je keiner keines la laquelle las le lequel les leur lieber "
        "los lust magst mais man me mein meine mes mi mis mit mon muy más möchtest nach ne nein nicht ninguna no "
        "noch nos nous nun ob oder on otra ou par para parfait perfecta perfecto perfekt pero peut-être plus "
        "plutôt por pour prefieres primero préférez préférez-vous puedes puis que quel quelle qui quieres quizá "
        "regie sa schau schön se sehr sein seine si sie sieh sin so sobre soll son souhaitez-vous spannend su sur "
        "sí te tienes tipp todas todo todos tous tout toutes tres trois très tu tus un una und une uno unter ver "
        "veux-tu viel vielleicht voici voilà von vor voulez-vous vous wenn wer wie willst wir wird y ya zu zuerst "
        "zum zwei"
    ).split()
)
NOUNS = frozenset(  # German nouns of talk about films, which have a capital wherever they stand
    (
        "Abend Action Anfang Anschauen Art Atmosphäre Auswahl Bild Bilder Dieb Drama Dramen Ende Etwas Familie "
        "Film Filme Filmen Filmes Frage Frau Freund Freunde Gefühl Geschichte Hauptrolle Hauptrollen Humor Idee "
        "Jahr Jahre Jahren Jahres Kinder Kino Klassiker Komödie Komödien Krimi Kriminalfilm Kürzeres Laune Leben "
        "Leichteres Liebe Liste Lust Lustiges Länge Mal Mann Menschen Minute Minuten Mischung Musik Nacht Neueres "
        "Polizist Prise Regie Regisseur Rolle Rollen Romanze Schluss Spannendes Spannung Spaß Stimmung Stunde "
        "Stunden Stück Tag Tage Thriller Tipp Tipps Ton Unterhaltung Vergnügen Viel Vorschlag Vorschläge Wahl "
        "Welt Western Wettermoderator Wunsch Zeit Zuschauer"
    ).split()
)
CAPITALISED = frozenset(  # words with a capital anywhere
    (
        "April August Bon December February Film-Noir Friday I I'd I'll I'm I've January July June March May "
        "Monday November OK October Saturday Sci-Fi September Sunday TV Thursday Tuesday Usher Wednesday"
    ).split()
)
LABELS = frozenset(
    (
        "actors best cast comedy crime directed director first fit fits for genre genres good if it language last "
        "length match mood my note option overview pick picks plot premise rating reason recommendation "
        "recommendations running runtime second starring stars story suggestion suggestions synopsis the third "
        "this time title tone tonight top vibe want watch why works year you your"
    ).split()
)
EMPHASIS = FILLER | MOOD_WORDS.keys() | LABELS | frozenset("exactly same perfect perfectly feel absolutely".split())
