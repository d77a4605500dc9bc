"""Who is watching: an account and what it rated, joined with the training ratings of the user it stands for."""

import dataclasses

from chatbot.conversation import Session
from chatbot.serving import Serving
from data.accounts import Account, Accounts, ListName
from data.keys import Keys
from data.logins import Logins
from data.movies import MovieId
from data.ratings import History


@dataclasses.dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at a browser; `account` is None until there is something of theirs to keep."""

    account: Account | None = None

    @property
    def is_member(self) -> bool:
        """They have signed up."""
        return self.account is not None and self.account.role != "guest"

    @property
    def is_admin(self) -> bool:
        """They may see the lab."""
        return self.account is not None and self.account.role == "admin"

    @property
    def name(self) -> str:
        """How to call them."""
        if self.account is None:
            return "Guest"
        if self.is_member:
            return self.account.name
        return "Guest" if self.account.user_id is None else f"User {self.account.user_id}"


class Viewers:
    """Finds who is watching and what is known of them; holds nothing of any of them."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.logins = Logins(accounts)
        self.keys = Keys(accounts)

    def viewer(self, token: str | None) -> Viewer:
        """Whose session a token is."""
        return Viewer(self.logins.who(token))

    def keeper(self, token: str | None) -> Account:
        """The account of a session; a guest's is made for a browser that has none yet.

        Raises:
            BadInput: the browser has no cookie.
        """
        return self.logins.who(token) or self.logins.guest(token or "")

    def history(self, viewer: Viewer, serving: Serving) -> History:
        """What they rated, oldest first: in training where they stand for one of its users, and on this site."""
        if viewer.account is None:
            return History(None, {})
        known = serving.history(viewer.account.user_id)
        own = self.accounts.ratings(viewer.account.account_id)
        kept = {movie_id: stars for movie_id, stars in known.stars.items() if movie_id not in own}
        return dataclasses.replace(known, stars={**kept, **own}) if own else known

    def session(self, viewer: Viewer, serving: Serving, session: Session) -> Session:
        """The conversation with what is now known of them: ratings, and what they have seen or hidden."""
        if viewer.account is None:
            return session
        marked = self.marked(viewer)
        seen = (*session.wish.seen, *(movie_id for movie_id, name in marked.items() if name == "seen"))
        return dataclasses.replace(
            session,
            history=self.history(viewer, serving),
            wish=session.wish.model_copy(update={"seen": tuple(dict.fromkeys(seen))}),
            hidden=tuple(movie_id for movie_id, name in marked.items() if name == "hidden"),
        )

    def put_aside(self, viewer: Viewer) -> tuple[MovieId, ...]:
        """The movies that they have seen or hidden: no list offers them."""
        return tuple(movie_id for movie_id, name in self.marked(viewer).items() if name != "watchlist")

    def marked(self, viewer: Viewer) -> dict[MovieId, ListName]:
        """Of each movie on one of their lists, the list's name."""
        return {} if viewer.account is None else self.accounts.marks(viewer.account.account_id)
