"""The rows of articles that were seen before, so that a daily feed is not classified again every day."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

from stance.batch.seal import seal, unseal
from stance.batch.work import Done, Outcome, Part, content
from stance.batch.workers import Workers
from stance.types import Article


class Cache:
    """Rows by what they depend on: an article's text, title and author, the model and the settings.

    The file is an SQLite data base, which a kill leaves whole. Several runs may share it. Rows that were damaged since
    are made again.

    Args:
        path: The file; made where there is none.

    Raises:
        ValueError: The file is something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.hits = 0

    def __enter__(self) -> Self:
        try:
            self._base = sqlite3.connect(self._path, timeout=60)
            self._base.execute("CREATE TABLE IF NOT EXISTS seen (key BLOB PRIMARY KEY, done TEXT) WITHOUT ROWID")
        except sqlite3.Error as error:
            raise ValueError(f"{self._path} cannot be used as a cache ({error}); name another file.") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def map(self, workers: Workers, parts: Iterable[Part]) -> Iterator[Outcome]:
        """Yield the outcome of each part in order; only what was never seen goes to `workers`.

        Raises:
            OSError: The file cannot be read or written any more, such as on a full disk.
        """
        waiting: list[tuple[Part, list[bytes | None], dict[bytes, Done]]] = []

        def unseen() -> Iterator[Part]:
            for part in parts:
                keys = [self._key(workers, item) if isinstance(item, Article) else None for item in part.items]
                known = self._known([key for key in keys if key is not None])
                waiting.append((part, keys, known))
                yield Part(
                    part.number,
                    tuple(item for item, key in zip(part.items, keys, strict=True) if key not in known),
                )

        for outcome in workers.map(unseen()):
            part, keys, known = waiting.pop(0)
            self.hits += sum(key in known for key in keys)
            new = iter(outcome.done)
            done = [known[key] if key is not None and key in known else next(new) for key in keys]
            self._keep((key, each) for key, each in zip(keys, done, strict=True) if key not in known)
            named = (
                _renamed(each, item.id) if isinstance(item, Article) and isinstance(each, Done) else each
                for item, each in zip(part.items, done, strict=True)
            )
            yield Outcome(part.number, part.digest, tuple(named), outcome.shown)

    @staticmethod
    def _key(workers: Workers, article: Article) -> bytes:
        own = content(article)
        decided = [workers.settings, own.text, own.title, own.author]
        return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).digest()

    def _known(self, keys: list[bytes]) -> dict[bytes, Done]:
        marks = ",".join("?" * len(keys))
        try:
            found = self._base.execute(f"SELECT key, done FROM seen WHERE key IN ({marks})", keys).fetchall()  # noqa: S608
        except sqlite3.Error as error:
            raise OSError(f"{self._path}: {error}; if that stays so, name another cache.") from None
        read = {key: _read(text) for key, text in found}
        return {key: done for key, done in read.items() if done is not None}

    def _keep(self, new: Iterable[tuple[bytes | None, object]]) -> None:
        rows = [
            (key, seal(json.dumps([each.sentences, each.silent, each.rows])))
            for key, each in new
            if key is not None and isinstance(each, Done)
        ]
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            raise OSError(f"{self._path}: {error}; if that stays so, name another cache.") from None


def _read(text: object) -> Done | None:
    """Return what was kept of an article; None where it was damaged."""
    try:
        sentences, silent, rows = json.loads(unseal(str(text)))
    except ValueError:
        return None
    return Done(sentences, silent, tuple(rows))


def _renamed(done: Done, article: str) -> Done:
    """Return the rows under the id that the article has this time."""
    rows = (json.dumps({**json.loads(row), "article": article}, ensure_ascii=False) for row in done.rows)
    return replace(done, rows=tuple(rows))
