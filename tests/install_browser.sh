#!/bin/sh
# A browser for the tests of the page: one that is there, else Debian's, else Playwright's own. None is no failure here:
# those tests then say that they were skipped, and why.
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 && exit 0
fi
"$1" -m playwright install chromium >/dev/null 2>&1 ||
    echo "no browser could be installed: the tests that need one will be skipped" >&2
