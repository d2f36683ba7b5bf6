"""Which addresses may be asked: public ones, looked up once, so that a name cannot lead elsewhere meanwhile."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kg.errors import FetchError


def checked(url: str) -> str:
    """The URL where it is one that can be fetched. Raises FetchError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as err:
        raise FetchError(f"not a URL: {err}", where=url, hint="give it as https://host/path") from err
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError("not a URL of a web page", where=url, hint="give it as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise FetchError("a URL with a user's name in it", where=url, hint="give it without")
    return url


def address(url: str, *, private: bool = False) -> str:
    """The IP address to ask for a URL. Raises FetchError for a host that is unknown, or inside this network.

    With ``private`` addresses of this machine and its network are allowed.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        raise FetchError(f"unknown host {host}", where=url, hint="check the URL and the network") from err
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    inside = [one for one in addresses if not _is_public(one)]
    if inside and not private:
        raise FetchError(
            f"{host} is {inside[0]}, an address inside this machine or network",
            where=url,
            hint="--allow-private fetches from there",
        )
    return addresses[0]


def _is_public(one: str) -> bool:
    ip = ipaddress.ip_address(one)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in ipaddress.ip_network("64:ff9b::/96"):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast
