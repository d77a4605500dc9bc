"""Film-makers whom everyone knows and whose films a catalogue may lack, or have without their credits.

Without them, "a Bergman film" would be one by whoever else is called Bergman, and a strange name a misspelt other one.
"""

from collections.abc import Iterable

from retrieval.names import normalised

_NAMES = (
    "Chantal Akerman, Theo Angelopoulos, Michelangelo Antonioni, Ingmar Bergman, Bernardo Bertolucci, Robert Bresson,"
    " Luis Buñuel, John Cassavetes, Claude Chabrol, Jean Cocteau, George Cukor, Michael Curtiz, Jules Dassin,"
    " Jean-Pierre Dardenne, Vittorio De Sica, Jacques Demy, Claire Denis, Carl Theodor Dreyer, Sergei Eisenstein,"
    " Asghar Farhadi, Rainer Werner Fassbinder, Federico Fellini, Miloš Forman, Georges Franju, Samuel Fuller,"
    " Abel Gance, Jean-Luc Godard, D. W. Griffith, Michael Haneke, Howard Hawks, Werner Herzog, Agnieszka Holland,"
    " Hou Hsiao-hsien, John Huston, Aki Kaurismäki, Elia Kazan, Buster Keaton, Abbas Kiarostami, Krzysztof Kieślowski,"
    " Hirokazu Koreeda, Akira Kurosawa, Fritz Lang, Ken Loach, Ernst Lubitsch, Sidney Lumet, Louis Malle,"
    " Joseph L. Mankiewicz, Jean-Pierre Melville, Jiří Menzel, Kenji Mizoguchi, F. W. Murnau, Mikio Naruse,"
    " Ermanno Olmi, Max Ophüls, Nagisa Oshima, Yasujirō Ozu, G. W. Pabst, Pier Paolo Pasolini, Maurice Pialat,"
    " Gillo Pontecorvo, Michael Powell, Otto Preminger, Satyajit Ray, Carol Reed, Jean Renoir, Alain Resnais,"
    " Jacques Rivette, Éric Rohmer, Roberto Rossellini, Volker Schlöndorff, Douglas Sirk, Aleksandr Sokurov,"
    " Josef von Sternberg, Preston Sturges, Andrei Tarkovsky, Jacques Tati, Béla Tarr, François Truffaut, Agnès Varda,"
    " Dziga Vertov, Jean Vigo, Luchino Visconti, Andrzej Wajda, Apichatpong Weerasethakul, Wim Wenders, Billy Wilder,"
    " William Wyler, Edward Yang, Zhang Yimou, Krzysztof Zanussi, Fred Zinnemann"
)
_PARTICLES = frozenset(("de", "von", "van"))
_SHARED = frozenset("denis fuller griffith holland keaton lang powell ray reed yang".split())  # with others


class AbsentPeople:
    """Those of the well-known film-makers who directed no film of a catalogue."""

    def __init__(self, directors: Iterable[str]) -> None:
        """`directors` are all who are credited for a film."""
        known = {normalised(name) for name in directors}
        self._full: dict[str, str] = {}
        self._surnames: dict[str, str] = {}
        for name in _NAMES.split(", "):
            name = name.strip()
            words = normalised(name).split()
            if " ".join(words) in known:
                continue
            self._full["".join(words)] = name
            if words[-1] not in _SHARED:
                self._surnames[words[-1]] = name
            if words[-2] in _PARTICLES:
                self._surnames["".join(words[-2:])] = name

    def full(self, key: str) -> str | None:
        """The person of a full name without spaces and accents."""
        return self._full.get(key)

    def surname(self, key: str) -> str | None:
        """The person of a surname without spaces and accents."""
        return self._surnames.get(key)
