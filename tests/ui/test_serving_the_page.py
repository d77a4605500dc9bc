import socket

import pytest

from chatbot.ui.page import listen
from data.errors import BadInput, UsherError


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsherError, match=f"port {port} on 127.0.0.1 is in use: .* --port") as refused:
            listen("127.0.0.1", port)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_not_this_machine_is_bad_input(host: str) -> None:
    with pytest.raises(BadInput, match=f"cannot serve on host '{host}': .* --host"):
        listen(host, 0)


def test_a_listening_port_takes_connections_at_once() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname(), timeout=1):
        pass
