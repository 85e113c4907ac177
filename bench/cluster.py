"""How much faster several workers of a Dask cluster read articles than one, on this machine.

    python bench/cluster.py [COUNT]

First the cluster by itself: a stand-in for the language model waits as long as that would compute, so that neither the
number of processors nor other programs matter. Then the real model, with one worker and two. Workers have one thread
each, and have loaded everything before the clock starts. Prints what plans for large archives need: seconds of a
worker, and bytes sent, returned and kept, for each article.
"""

import pickle
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import corpus

from builder.articles import IngestInputs, SentFile, Task, ingest_sent, versions
from builder.core.codec import digest_bytes, encode
from builder.index.tables import INDEX
from builder.settings.config import Config
from builder.settings.decisions import Overrides
from builder.site import build
from builder.store.cluster import BATCH, QUICK, Thing, on_cluster
from builder.store.memo import CACHE
from tests.clusters import MODEL, Cluster, cluster, install_model, until, workers

PAUSE = "0.005"
"""Seconds that the stand-in takes for each of about 14 texts: as long as the real model for an article."""


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sys.path.insert(0, str(install_model(folder / "models")))
        print(f"waiting instead of computing, {count} articles:")
        compare(folder, count, MODEL, (1, 2, 4))
        print(f"with {Config().model}, {count} articles:")
        compare(folder, count, Config().model, (1, 2))
        sizes(tuple(islice(things(BATCH), BATCH)))
        kept(folder / "project", count)


def compare(folder: Path, count: int, model: str, numbers: tuple[int, ...]) -> None:
    """Print the seconds in which so many workers read this many articles."""
    first = 0.0
    for number in numbers:
        with cluster(folder / f"{model}-{number}", number, PAUSE=PAUSE) as made:
            until(partial(has_workers, made, number))
            read(made, model, islice(things(count), 4 * BATCH * number))
            seconds, here = read(made, model, things(count))
        first = first or seconds
        each, own = 1000 * seconds * number / count, 1000 * here / count
        print(
            f"  {number} workers: {seconds:.1f} s, {first / seconds:.2f} times as fast; "
            f"a worker takes {each:.0f} ms for an article, this process {own:.1f}"
        )


def has_workers(made: Cluster, number: int) -> bool:
    return workers(made.address) == number


def read(made: Cluster, model: str, some: Iterable[Thing]) -> tuple[float, float]:
    """Seconds in which a cluster reads these articles, and of this process on a processor meanwhile."""
    began, used = time.perf_counter(), time.process_time()
    for _ in on_cluster(made.address, work(model), partial(versions, model), some):
        pass
    return time.perf_counter() - began, time.process_time() - used


def work(model: str = Config().model) -> "partial[bytes]":
    return partial(ingest_sent, IngestInputs.of(Config(model=model), Overrides()))


def things(count: int) -> Iterable[Thing]:
    """Articles as a build sends them."""
    for article in corpus.articles(count):
        raw = corpus.raw(article).encode()
        name = f"{article.name}.txt"
        yield name, encode(SentFile(Task(name, digest_bytes(raw), b""), raw, {}))


def sizes(some: tuple[Thing, ...]) -> None:
    """Print what one batch takes on its way."""
    given = [raw for _, raw in some]
    there = len(zlib.compress(pickle.dumps((work(), given)), QUICK))
    answer = work()(given)
    back = len(zlib.compress(answer, QUICK))
    for what, size in (("as files", sum(map(len, given))), ("sent", there), ("returned", back), ("kept", len(answer))):
        print(f"{what}: {size / len(some):,.0f} bytes for an article")


def kept(project: Path, count: int) -> None:
    """Print what a project takes on disk once it is built."""
    corpus.write(count, project / "content")
    (project / "dateline.toml").write_text(f'[annotate]\nmodel = "{MODEL}"\n')
    build(project, search="none")
    files = [path for path in (project / "site").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"site/: {len(files) / count:.1f} files and {size / count:,.0f} bytes for an article")
    for name in (INDEX, CACHE):
        print(f"{name}: {(project / name).stat().st_size / count:,.0f} bytes for an article")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
