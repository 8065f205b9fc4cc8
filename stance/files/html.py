"""The main text of web pages, by trafilatura."""

from stance.files.decoding import InputError


def main_text(page: bytes) -> dict[str, str]:
    """Return `text`, `title`, `author`, `published`, `source` and `url` of a page, empty where it does not tell.

    The author of a page is its reporter, who is not the source of what nobody else is quoted for; so it is left out.

    Raises:
        InputError: Nothing can be read, or the extra `html` is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise InputError(
            "is HTML, which needs trafilatura; install it with: pip install 'actor-stance[html]'"
        ) from None
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    except Exception as error:  # whatever a page makes the parser raise
        raise InputError(f"cannot be read as HTML ({type(error).__name__}: {error}).") from None
    if found is None:
        return {"text": ""}
    names = {"text": "text", "title": "title", "published": "date", "source": "sitename", "url": "url"}
    return {key: str(getattr(found, name) or "") for key, name in names.items()}
