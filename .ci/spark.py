#!/usr/bin/env python3
"""The October report on Spark while workers are lost: three workers on this machine, of which one is killed during a
scan, one after a shuffle, then all. Each run must end with the exact result or one error, and the bundle before stays.

By hand, since it starts eight Java machines and takes some minutes: `.ci/spark.py target/debug/hfreport`; a word behind
it chooses the cases whose names have it. Needs Java 17
(`apt install openjdk-17-jre-headless`); Spark and the driver come from PyPI into `target/spark`.
"""

import contextlib
import filecmp
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = os.path.join(HOME, "target", "spark")
VERSIONS = ["pyspark==4.3.0", "adbc-driver-spark==0.3.0"]
DRIVER = os.path.join(PACKAGES, "adbc_driver_spark", "libadbc_driver_spark.so")
SPARK = os.path.join(PACKAGES, "pyspark")
ROWS = os.path.join(HOME, "data", "hub_2025-10-01.parquet")
SCANS, SHUFFLES, TIMEOUT = 24, 200, 60

SPEC = """version: 1
extends: october_2025.yaml
sources: {models: {path: %s, database: %s}}
"""
# Some hundred rows wait for a moment each, so that there is a moment in which a worker can be lost.
QUERY = (
    "SELECT * FROM parquet.`%s` WHERE CASE WHEN pmod(hash(model), 750) = 0 "
    "THEN reflect('java.lang.Thread', 'sleep', CAST(60 AS BIGINT)) END IS DISTINCT FROM 'x'"
)


def install():
    if not os.path.exists(DRIVER):
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", PACKAGES, *VERSIONS],
            check=True,
        )


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Cluster:
    """A master, three workers, and a server of Spark Connect."""

    def __init__(self, folder):
        self.folder, self.processes = folder, {}
        self.port, self.pages = free_port(), free_port()
        master, page = free_port(), free_port()
        home = "127.0.0.1"
        deploy = "org.apache.spark.deploy"
        address = f"spark://{home}:{master}"
        self.start("master", "spark-class", f"{deploy}.master.Master", "--host", home,
                   "--port", master, "--webui-port", page)
        wait("the master", lambda: listens(master))
        for at in range(3):
            self.start(f"worker {at + 1}", "spark-class", f"{deploy}.worker.Worker", "--host", home, "--cores", 1,
                       "--memory", "1g", "--webui-port", free_port(), "--work-dir", f"{folder}/work{at}", address)
        settings = {
            "spark.executor.memory": "512m", "spark.driver.memory": "1g", "spark.ui.port": self.pages,
            "spark.connect.grpc.binding.port": self.port, "spark.sql.shuffle.partitions": SHUFFLES,
            "spark.sql.adaptive.enabled": "false", "spark.sql.files.openCostInBytes": 1 << 27,
        }
        given = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        self.start("connect", "spark-submit", "--master", address, *given, "--class",
                   "org.apache.spark.sql.connect.service.SparkConnectServer")
        wait("Spark Connect", lambda: listens(self.port))
        wait("three executors", lambda: len(self.ask("executors")) == 4)

    def start(self, name, program, *arguments):
        log = open(os.path.join(self.folder, name.replace(" ", "") + ".log"), "w")
        command = [os.path.join(SPARK, "bin", program), *map(str, arguments)]
        environment = dict(os.environ, SPARK_HOME=SPARK, SPARK_LOCAL_IP="127.0.0.1")
        self.processes[name] = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    def ask(self, what):
        """What the page of the application says."""
        root = f"http://127.0.0.1:{self.pages}/api/v1/applications"
        try:
            with urllib.request.urlopen(root, timeout=5) as answer:
                name = json.load(answer)[0]["id"]
            with urllib.request.urlopen(f"{root}/{name}/{what}", timeout=5) as answer:
                return json.load(answer)
        except (OSError, IndexError, ValueError):
            return []

    def stages(self):
        stages = self.ask("stages?status=active")
        return [(it["numTasks"], it["numCompleteTasks"]) for it in stages]

    def kill(self, name):
        """Ends a worker and its executor at once."""
        worker = self.processes.pop(name)
        for process in family(worker.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        worker.wait()

    def end(self):
        for name in list(self.processes):
            self.kill(name)


def family(process):
    """A process and what it has started."""
    found = [process]
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/children") as children:
                for child in children.read().split():
                    found += family(int(child))
    return found


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def wait(what, is_there, seconds=180):
    end = time.time() + seconds
    while not is_there():
        if time.time() > end:
            sys.exit(f"{what}: not there after {seconds} s")
        time.sleep(0.1)


def is_in_scan(cluster):
    return any(tasks == SCANS and 2 < done < tasks - 3 for tasks, done in cluster.stages())


def is_after_shuffle(cluster):
    return any(tasks == SHUFFLES and 0 < done < tasks - 20 for tasks, done in cluster.stages())


def run(program, root, cluster=None, moment=None, killed=()):
    """Runs the report; returns its exit code, what it says, and how long it took."""
    begun = time.time()
    command = [program, "run", "reports/spark.yaml", "--format", "json,csv", "--driver", f"spark={DRIVER}"]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    note = ""
    if moment:
        while process.poll() is None and not moment(cluster):
            time.sleep(0.02)
        if process.poll() is None:
            note = f"stage (tasks, done) {cluster.stages()}"
            for name in killed:
                cluster.kill(name)
    said = process.communicate()[1]
    return process.returncode, said, time.time() - begun, note


def same_file(name, *folders):
    return filecmp.cmp(*(os.path.join(folder, name) for folder in folders), shallow=False)


def same(one, other):
    """Whether two folders have the same files, byte by byte."""
    compared = filecmp.dircmp(one, other)
    folders = [(os.path.join(one, name), os.path.join(other, name)) for name in compared.common_dirs]
    return (
        not compared.left_only
        and not compared.right_only
        and all(same_file(name, one, other) for name in compared.common_files)
        and all(same(*pair) for pair in folders)
    )


def main():
    program = os.path.abspath(sys.argv[1])
    install()
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "root")
        for name in ("reports", "data"):
            shutil.copytree(os.path.join(HOME, name), os.path.join(root, name))
        open(os.path.join(root, "hfreport.toml"), "w").close()
        split = os.path.join(folder, "rows")
        script = os.path.join(folder, "split.py")
        with open(script, "w") as file:
            file.write("from pyspark.sql import SparkSession\n"
                       "spark = SparkSession.builder.master('local[2]').getOrCreate()\n"
                       f"spark.read.parquet({ROWS!r}).repartition({SCANS}).write.parquet({split!r})\n")
        paths = dict(os.environ, PYTHONPATH=PACKAGES, SPARK_LOCAL_IP="127.0.0.1")
        subprocess.run([sys.executable, script], env=paths, check=True, stderr=subprocess.DEVNULL)
        spec, out = os.path.join(root, "reports", "spark.yaml"), os.path.join(root, "out", "2025-10-01")
        with open(spec, "w") as file:
            file.write(SPEC % ("../data/hub_2025-10-01.parquet", "null"))
        code, said, took, _ = run(program, root)
        print(f"in a file: exit code {code}, {took:.1f} s {said}")
        reference = os.path.join(folder, "reference")
        shutil.copytree(out, reference)
        workers = [f"worker {at}" for at in (1, 2, 3)]
        failed = code != 0
        for title, moment, killed in [
            ("nothing happens", None, []),
            ("one worker is killed during a scan", is_in_scan, workers[:1]),
            ("one worker is killed after a shuffle", is_after_shuffle, workers[:1]),
            ("all workers are killed during a scan", is_in_scan, workers),
        ]:
            if not all(word in title for word in sys.argv[2:]):
                continue
            logs = os.path.join(folder, title.replace(" ", "_"))
            os.mkdir(logs)
            before = os.path.join(logs, "before")
            shutil.copytree(out, before)
            cluster = Cluster(logs)
            try:
                database = (f"{{driver: spark, uri: \"sc://127.0.0.1:{cluster.port}\", timeout: {TIMEOUT}, "
                            f"query: \"{QUERY % split}\"}}")
                with open(spec, "w") as file:
                    file.write(SPEC % ("null", database))
                code, said, took, note = run(program, root, cluster, moment, killed)
                missed = bool(moment) and not note
            finally:
                cluster.end()
            errors = said.count("error[")
            if code:
                right = errors == 1 and same(out, before)
                result = "one error, the bundle before stays" if right else "WRONG"
            else:
                right = same(f"{out}/tables", f"{reference}/tables") and same_file("report.json", out, reference)
                result = "the numbers of the file" if right else "OTHER NUMBERS"
            print(f"{title}: {result}, {took:.1f} s {note}")
            if said:
                print(said.rstrip())
            failed |= missed or not right
            sys.stdout.flush()
    sys.exit(failed)


main()
