"""Limits and recommendations of common hosts that the built site exceeds.

Sources, as of November 2026:

- Cloudflare Pages: 20,000 files on the free plan, 100,000 on paid ones, 25 MiB per file
  (https://developers.cloudflare.com/pages/platform/limits/); 2,000 static redirects
  (https://developers.cloudflare.com/pages/configuration/redirects/)
- GitHub Pages: sites of at most 1 GB (https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits);
  files of at most 100 MiB in a repository
  (https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github)
- Netlify: 54,000 files per folder (https://docs.netlify.com/site-deploys/overview/); fewer than 10,000 redirects
  recommended (https://docs.netlify.com/routing/redirects/)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from builder.core.errors import Problem
from builder.index.queries import SiteSize
from builder.settings.config import PublishTarget

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Host:
    """A host, and its limits; 0 for none."""

    name: str
    files: int = 0
    files_in_folder: int = 0
    site_bytes: int = 0
    file_bytes: int = 0
    redirects: int = 0
    fewer_redirects: int = 0
    """It accepts any number, but recommends fewer than this."""
    remark: str = ""
    """What else may help against too many files."""


CLOUDFLARE = Host("Cloudflare Pages", 20_000, file_bytes=25 * MIB, redirects=2_000, remark="paid plans take 100,000")
GITHUB = Host("GitHub Pages", site_bytes=10**9, file_bytes=100 * MIB)
NETLIFY = Host("Netlify", files_in_folder=54_000, fewer_redirects=10_000)
HOSTS = CLOUDFLARE, GITHUB, NETLIFY

HOSTS_OF: Mapping[str, tuple[Host, ...]] = {"github-pages": (GITHUB,), "s3": (), "rsync": (), "folder": HOSTS}
"""The hosts that a target of each kind may mean; a folder may be uploaded anywhere."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """A built site, and what decides where it may go and what would make it smaller."""

    shown: str
    """The folder's name in messages."""
    size: SiteSize
    redirects: int
    """Lines in _redirects."""
    formats: tuple[str, ...]
    targets: tuple[PublishTarget, ...] = ()


def host_limit(site: Hosted) -> Iterator[Problem]:
    """The site keeps the limits of the hosts that it may be published on; of all common ones if it has no target."""
    for host in HOSTS:
        if not site.targets or any(host in HOSTS_OF[target.kind] for target in site.targets):
            yield from (Problem(*row) for row in _exceeded(site, host))


RULES: tuple[Callable[[Hosted], Iterator[Problem]], ...] = (host_limit,)


def _exceeded(site: Hosted, host: Host) -> Iterable[tuple[str, str, int, str]]:
    """What exceeds a limit of the host: message, file, line and hint."""
    size, shown = site.size, site.shown
    fewer = _fewer(site.formats, host.remark)
    if 0 < host.files < size.files:
        yield f"has {size.files:,} files, more than the {host.files:,} that {host.name} allows", f"{shown}/", 0, fewer
    if 0 < host.files_in_folder < size.in_fullest:
        most = f"more than the {host.files_in_folder:,} that {host.name} allows in a folder"
        yield f"has {size.in_fullest:,} files, {most}", f"{shown}/{size.fullest}", 0, fewer
    if 0 < host.site_bytes < size.total:
        most = f"more than the {host.site_bytes:,} that {host.name} allows"
        yield f"has {size.total:,} bytes, {most}", f"{shown}/", 0, fewer
    if 0 < host.file_bytes < size.in_largest:
        most = f"more than the {host.file_bytes:,} that {host.name} allows in a file"
        hint = "make it smaller, or keep it elsewhere and link to it"
        yield f"has {size.in_largest:,} bytes, {most}", f"{shown}/{size.largest}", 0, hint
    shorter = "put a shorter _redirects into content/static; the pages at the old addresses redirect without it"
    if 0 < host.redirects < site.redirects:
        most = f"more than the {host.redirects:,} that {host.name} allows"
        yield f"has {site.redirects:,} redirects, {most}", f"{shown}/_redirects", 0, shorter
    if 0 < host.fewer_redirects <= site.redirects:
        advice = f"{host.name} recommends fewer than {host.fewer_redirects:,}"
        yield f"has {site.redirects:,} redirects; {advice}", f"{shown}/_redirects", 0, shorter


def _fewer(formats: tuple[str, ...], remark: str) -> str:
    """What makes a site smaller."""
    other = f"; {remark}" if remark else ""
    if formats != ("html",):
        return f'set formats = ["html"] under [build] in dateline.toml{other}'
    return f"the site already consists of pages only: choose another host{other}"
