#!/usr/bin/env python3
"""The same page with hfreport and with other tools, from the same files: what each needs and what comes out.

    python3 benches/rivals/measure.py [PROGRAM]      # hfreport as it is released; default: target/release/hfreport

Each tool is installed from PyPI or npm, in the versions that its folder names, into target/rivals/ and builds its page once for
warmth and then three times. Needs Python with venv, npm and Chromium. A table in Markdown is printed; docs/rivals.md has it.

- lines and characters of the sources, with rows.sql where it is read; empty lines do not count
- installed: packages, and the size of their files on disk; Python, Node.js and their package managers are not counted
- build: wall time of the command and time of the processor, the medians of three; the second depends less on what else the machine does
- to mail: the files of the page
- read from disk: what text of the page stands there when Chromium opens it without a network (the three shares of the
  sentence, how many of the 50 entities of the bars, how many of the 15 countries of the table that the sentence does not name), and what stands there without any script
- same bytes: whether all builds are the same, file by file
"""
import hashlib
import html.parser
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLACE = ROOT / "target" / "rivals"
SHARES = ["92,48", "56,44", "63,16"]
ROUNDS = 3


def run(*command, **options):
    done = subprocess.run([str(it) for it in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{command}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(name):
    """A virtual environment with what the folder of the tool asks for: its folder."""
    folder = PLACE / name / "environment"
    if not folder.exists():
        run(sys.executable, "-m", "venv", folder)
        run(folder / "bin/pip", "install", "--quiet", "--no-compile", "--requirement", HERE / name / "requirements.txt")
    return folder


def project(name):
    """A copy of the folder of the tool, where its pages are built, with what npm installs for it: the copy."""
    folder = PLACE / name / "work"
    shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
    if not (folder / "node_modules").exists():
        run("npm", "install", "--silent", "--no-audit", "--no-fund", cwd=folder)
    return folder


def modules(folder):
    """How many packages npm has installed there."""
    return len(json.loads((folder / "node_modules/.package-lock.json").read_text("utf-8"))["packages"])


class Tool:
    """A tool that is one program of Python."""

    def __init__(self, name, title, sources):
        self.name, self.title = name, title
        self.sources = [HERE / source for source in sources]

    def install(self):
        self.environment = environment(self.name)

    def packages(self):
        """How many packages, and where their files are."""
        found = list(self.environment.glob("lib/python*/site-packages/*.dist-info"))
        ours = [it for it in found if not it.name.startswith(("pip-", "setuptools-"))]
        return len(ours), [self.environment / "lib"]

    def size(self):
        count, folders = self.packages()
        # What every environment has is no part of the tool.
        own = lambda path: not re.search(r"site-packages/(pip|setuptools|pkg_resources|_distutils_hack)|__pycache__", str(path))
        files = (it for folder in folders for it in folder.rglob("*") if it.is_file() and not it.is_symlink() and own(it))
        return count, sum(it.stat().st_size for it in files)

    def page(self, out):
        """The files of the page."""
        return [it for it in out.rglob("*") if it.is_file()]

    def lines(self):
        texts = [source.read_text("utf-8") for source in self.sources]
        return sum(1 for text in texts for line in text.splitlines() if line.strip()), sum(map(len, texts))


class Script(Tool):
    """A page that a script of its own writes."""

    def build(self, out):
        run(self.environment / "bin/python", HERE / self.name / "page.py", out)


class Marimo(Tool):
    def build(self, out):
        work = PLACE / "marimo/work"
        work.mkdir(exist_ok=True)
        run(self.environment / "bin/marimo", "export", "html", HERE / "marimo/notebook.py", "--no-include-code", "--force", "--output", out / "index.html", cwd=work)
        shutil.rmtree(HERE / "marimo/__marimo__", ignore_errors=True)


class Observable(Tool):
    def install(self):
        super().install()
        self.work = project(self.name)

    def packages(self):
        count, folders = super().packages()
        return count + modules(self.work), [*folders, self.work / "node_modules"]

    def build(self, out):
        # Data are loaded anew, as for a new month; what it has made of its libraries stays.
        shutil.rmtree(self.work / "src/.observablehq/cache/rows.json", ignore_errors=True)
        (self.work / "src/.observablehq/cache/rows.json").unlink(missing_ok=True)
        path = f"{self.environment}/bin:{os.environ['PATH']}"
        run("npx", "observable", "build", cwd=self.work, env={**os.environ, "RIVALS": str(HERE), "PATH": path})
        shutil.copytree(self.work / "dist", out, dirs_exist_ok=True)


class Malloy(Tool):
    def install(self):
        self.work = project(self.name)

    def packages(self):
        return modules(self.work), [self.work / "node_modules"]

    def build(self, out):
        run("node", "page.js", ROOT / "data", out, cwd=self.work)


class Hfreport(Tool):
    def install(self):
        self.program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/hfreport").resolve()

    def size(self):
        return 1, self.program.stat().st_size

    def build(self, out):
        run(self.program, "run", "report.yaml", "--quiet", "--out", out, cwd=HERE)

    def page(self, out):
        # Tables, pictures and a workbook stand beside the page, which needs none of them.
        return [out / "index.html"]


TOOLS = [
    Hfreport("hfreport", "hfreport", ["report.yaml"]),
    Script("plotly", "Plotly and great_tables", ["plotly/page.py", "rows.sql"]),
    Script("ggsql", "ggsql", ["ggsql/page.py", "rows.sql"]),
    Marimo("marimo", "marimo", ["marimo/notebook.py", "rows.sql"]),
    Observable("observable", "Observable Framework", ["observable/src/index.md", "observable/src/rows.json.py", "observable/observablehq.config.js", "rows.sql"]),
    Malloy("malloy", "Malloy", ["malloy/page.malloy", "malloy/page.js"]),
]


class Text(html.parser.HTMLParser):
    """What of a page is text to read."""

    HIDDEN = {"script", "style", "template", "title"}

    def __init__(self, page):
        super().__init__()
        self.depth, self.parts = 0, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.depth += tag in self.HIDDEN

    def handle_endtag(self, tag):
        self.depth -= tag in self.HIDDEN

    def handle_data(self, data):
        if not self.depth:
            self.parts.append(data)


def names(file, column):
    lines = (ROOT / "data" / file).read_text("utf-8").splitlines()
    at = lines[0].split(",").index(column)
    return sorted({line.split(",")[at] for line in lines[1:]})


def readable(page):
    """What of the page can be read."""
    text = "".join(Text(page).parts)
    shares = all(share in text for share in SHARES)
    # Not the newcomer of December, and not the country that the sentence names.
    entities = sum(name in text for name in names("accounts.csv", "entity") if name != "Answer.AI")
    countries = sum(name in text for name in names("countries.csv", "name_fr") if name != "États-Unis")
    if not shares and entities + countries == 0:
        return "nothing"
    return f"{'shares' if shares else 'no share'}, {entities} entities, {countries} countries"


def opened(path):
    """The page after its scripts have run, without a network."""
    return run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
               "--virtual-time-budget=20000", "--dump-dom", f"file://{path}")


def processor():
    """Seconds of the processor that ended children have had."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def digests(folder):
    return {it.relative_to(folder): hashlib.sha256(it.read_bytes()).hexdigest() for it in sorted(folder.rglob("*")) if it.is_file()}


def measured(tool):
    PLACE.joinpath(tool.name).mkdir(parents=True, exist_ok=True)
    tool.install()
    out = PLACE / tool.name / "out"
    times, worked, made = [], [], []
    for _ in range(ROUNDS + 1):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        begun, before = time.monotonic(), processor()
        tool.build(out)
        times.append(time.monotonic() - begun)
        worked.append(processor() - before)
        made.append(digests(out))
    files = tool.page(out)
    size = sum(it.stat().st_size for it in files)
    count, installed = tool.size()
    page = out / "index.html"
    return [
        tool.title,
        "{} / {:,}".format(*tool.lines()),
        f"{count} / {installed / 1e6:.0f}",
        f"{statistics.median(times[1:]):.2f} / {statistics.median(worked[1:]):.2f}",
        f"{len(files)} {'file' if len(files) == 1 else 'files'}, {size / 1e3:,.0f} KB",
        readable(opened(page)),
        readable(page.read_text("utf-8")),
        "yes" if all(it == made[0] for it in made) else "no",
    ]


def main():
    heads = ["", "lines / characters", "packages / MB installed", "build: wall / processor, s", "to mail", "read from disk, no network", "without scripts", "same bytes"]
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr)
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    for tool in TOOLS:
        print("| " + " | ".join(measured(tool)) + " |", flush=True)
    print(f"load after: {os.getloadavg()[0]:.2f}", file=sys.stderr)


main()
