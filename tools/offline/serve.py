"""Show the book in your browser, from this folder: `python serve.py`, with Python 3.8 or later."""

import functools
import http.server
import sys
import webbrowser
from pathlib import Path

BOOK = Path(__file__).resolve().parent / "book"


class Handler(http.server.SimpleHTTPRequestHandler):
    # Some systems call scripts plain text, and browsers then refuse to run them.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript",
        ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    }

    def log_message(self, *args):
        pass


def main():
    # Nobody but this computer reaches 127.0.0.1; port 0 is any that is free.
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(BOOK))) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"The book is at {address} (Ctrl+C stops it)", flush=True)
        if "--no-browser" not in sys.argv[1:]:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
