#!/usr/bin/env python3
"""Pages and saves of one server with 64 connections, alone and beside many dossiers; its memory, and its starts.

    benches/load.py JALON [DOSSIERS]

Starts the demonstration of JALON on loopback, asks for its pages with wrk, adds DOSSIERS (200) assessments of 87 answers
and 87 findings through the same forms that people use, asks again, and prints the tables of docs/performance.md.
Only wrk is needed beside Python. Everything lies in a temporary folder, which is removed.
"""
import concurrent.futures
import html
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ADDRESS = ("127.0.0.1", 8195)
BASE = f"http://{ADDRESS[0]}:{ADDRESS[1]}"
CONNECTIONS = 64
SECONDS = int(os.environ.get("SECONDS_EACH", "5"))
DOSSIER = "/fr/work/dossiers/rivemont-igm-2026"
PAGES = [
    ("portal, list of profiles", "/fr", False),
    ("portal, Montréal's profile", "/fr/profiles/montreal-igm-2019", False),
    ("workspace, own dossiers", "/fr/work", True),
    ("workspace, overview of a dossier", DOSSIER, True),
    ("workspace, questionnaire of 87 topics", f"{DOSSIER}/questionnaire", True),
    ("workspace, one topic", f"{DOSSIER}/questionnaire/L1.03", True),
    ("workspace, findings", f"{DOSSIER}/findings", True),
    ("workspace, discussion", f"{DOSSIER}/discussion", True),
    ("workspace, checks", f"{DOSSIER}/checks", True),
    ("workspace, publication", f"{DOSSIER}/publication", True),
]

# What wrk tells at its end.
TELL = """
wrk.headers["Cookie"] = os.getenv("COOKIE")
wrk.headers["Accept-Encoding"] = os.getenv("ENCODING")
function done(summary, latency)
  print(string.format('RESULT {"requests": %d, "seconds": %f, "refused": %d, "broken": %d, "p50": %f, "p95": %f, "p99": %f}',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
"""

# What it sends instead of one page again and again: the next of a list of saves.
SAVE = """
local saves = {}
for line in io.lines(os.getenv("SAVES")) do saves[#saves + 1] = line end
local cookie = os.getenv("COOKIE")
local csrf = os.getenv("CSRF")
local n = 0
function request()
  n = n + 1
  local path, revision, body = string.match(saves[(n - 1) % #saves + 1], "(%S+) (%S+) (%S*)")
  return wrk.format("POST", path,
    { ["Cookie"] = cookie, ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Requested-With"] = "autosave" },
    "csrf=" .. csrf .. "&revision=" .. revision .. "&" .. body)
end
"""


class Browser:
    """One person's session, over one connection that is kept."""

    def __init__(self, cookie="", csrf=""):
        self.connection, self.cookie, self.csrf = http.client.HTTPConnection(*ADDRESS, timeout=60), cookie, csrf

    def ask(self, method, path, fields=None, autosave=False):
        headers = {"Cookie": self.cookie, "Origin": BASE, "Sec-Fetch-Site": "same-origin"}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode({"csrf": self.csrf, **fields})
        if autosave:
            headers["X-Requested-With"] = "autosave"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            self.cookie = cookie.split(";")[0]
        if answer.status >= 400:
            told = re.sub(r"\s+", " ", re.sub(r"(?s)<(script|style|nav|header|footer).*?</\1>|<[^>]+>", " ", text))
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {told.strip()[:400]}")
        return text

    def sign_in(self, who):
        self.ask("POST", "/fr/sign-in", {"email": f"{who}@demo.example", "password": "jalon-demo-2026"})
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/fr/work")).group(1)
        return self


def start(program, data):
    """The server, and the seconds until its first answer."""
    began = time.monotonic()
    server = subprocess.Popen([program, "demo", "--data-dir", data, "--listen", "%s:%d" % ADDRESS],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            Browser().ask("GET", "/fr")
            return server, time.monotonic() - began
        except OSError:
            if server.poll() is not None:
                sys.exit("load.py: the server ended")
            time.sleep(0.01)


def memory(server):
    status = open(f"/proc/{server.pid}/status").read()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def wrk(folder, path, browser=None, saves="", encoding="identity"):
    environment = dict(os.environ, SAVES=saves, ENCODING=encoding, COOKIE=browser.cookie if browser else "",
                       CSRF=urllib.parse.quote(browser.csrf) if browser else "")
    printed = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", f"{folder}/{'save' if saves else 'tell'}.lua", BASE + path],
                             capture_output=True, text=True, check=True, env=environment).stdout
    result = json.loads(re.search(r"RESULT (.*)", printed).group(1))
    if result["refused"] or result["broken"]:
        sys.exit(f"load.py: {path}: {result['refused']} refused, {result['broken']} broken")
    return result


def row(what, result):
    rate = result["requests"] / result["seconds"]
    print(f"| {what} | {rate:,.0f} | {result['p50']:.1f} ms | {result['p95']:.1f} ms | {result['p99']:.1f} ms |", flush=True)


def pages(folder, lead, encoding="identity"):
    print("| what | requests/s | median | p95 | p99 |\n|---|---|---|---|---|")
    for what, path, signed_in in PAGES:
        row(what, wrk(folder, path, lead if signed_in else None, encoding=encoding))


def add_dossiers(count, lead):
    """Assessments with every topic answered and a finding each, saved through the forms of the workspace."""
    admin = Browser().sign_in("admin")
    form = admin.ask("GET", "/fr/admin/dossiers/new")
    account = html.unescape(re.search(r'<option value="([^"]+)"[^>]*>Camille Aubrée', form).group(1))
    slugs = []
    for number in range(count):
        made = admin.ask("POST", "/fr/admin/dossiers/new", {
            "framework": "mgi-local@2019.1", "territory": "rivemont", "title": f"Essai {number}", "period_from": f"{2100 + number}-01-01",
            "period_to": f"{2100 + number}-12-31", "source_language": "fr", "lead": account})
        slugs += re.findall(r"rivemont-[a-z0-9-]*\d+", re.sub(r"(?s)<(nav|header).*?</\1>", "", made))[:1]
    if len(set(slugs)) != count:
        sys.exit(f"load.py: {len(set(slugs))} of {count} dossiers were made")
    page = lead.ask("GET", f"/fr/work/dossiers/{slugs[0]}/questionnaire")
    topics = sorted(set(re.findall(r"questionnaire/(L\d\.\d\d)", page)))
    note = "Un guichet municipal informe les personnes nouvellement arrivées, avec des interprètes, trois jours par semaine. " * 4
    waiting, lock = list(slugs), threading.Lock()

    def work():
        browser = Browser(lead.cookie, lead.csrf)
        while True:
            with lock:
                if not waiting:
                    return
                slug = waiting.pop()
            for topic in topics:
                base = f"/fr/work/dossiers/{slug}"
                browser.ask("POST", f"{base}/questionnaire/{topic}", {"value": "full", "note": note, "language": "fr", "revision": 0}, True)
                browser.ask("POST", f"{base}/findings/new", {
                    "dimension": topic[1], "kind": "well_developed", "topics": topic, "title": f"Constat {topic}",
                    "text": note, "language": "fr", "revision": 0}, True)

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(work) for _ in range(16)]:
            done.result()
    seconds = time.monotonic() - began
    saves = 2 * len(topics) * count
    print(f"{count} dossiers of {len(topics)} answers and as many findings: {saves:,} saves through their forms "
          f"in {seconds:.0f} s, {saves / seconds:,.0f} a second (16 sessions of one Python process).", flush=True)
    return slugs, topics


def people_writing(slugs, topics, lead):
    """CONNECTIONS people, each in a dossier of theirs, whose browser saves what they typed twice a second."""
    taken, lock = [], threading.Lock()
    until = time.monotonic() + 2 * SECONDS

    def write(number):
        browser, base = Browser(lead.cookie, lead.csrf), f"/fr/work/dossiers/{slugs[number % len(slugs)]}/questionnaire"
        topic, revision = topics[number // len(slugs)], 1
        time.sleep(0.5 * number / CONNECTIONS)
        while time.monotonic() < until:
            began = time.monotonic()
            told = browser.ask("POST", f"{base}/{topic}", {"value": "full", "note": f"Texte {revision}", "language": "fr", "revision": revision}, True)
            seconds = time.monotonic() - began
            revision = json.loads(told)["revision"]
            with lock:
                taken.append(seconds * 1000)
            time.sleep(max(0, 0.5 - seconds))

    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(write, number) for number in range(CONNECTIONS)]:
            done.result()
    taken.sort()
    part = lambda share: taken[int(share * (len(taken) - 1))]
    return {"requests": len(taken), "seconds": 2 * SECONDS, "p50": part(0.5), "p95": part(0.95), "p99": part(0.99)}


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    if not shutil.which("wrk"):
        sys.exit("load.py: wrk is missing; on Debian: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("tell", TELL), ("save", TELL + SAVE)):
            with open(f"{folder}/{name}.lua", "w") as script:
                script.write(text)
        server, first = start(program, f"{folder}/data")
        try:
            idle = memory(server)
            lead = Browser().sign_in("lead")
            print(f"First start, with its demonstration: {first:.2f} s. Resident memory: {idle:.0f} MB.\n")
            pages(folder, lead)
            print("\nThe same, compressed as browsers ask for it:\n")
            pages(folder, lead, "gzip")
            print(f"\nResident memory after that: {memory(server):.0f} MB.\n")
            slugs, topics = add_dossiers(count, lead)
            print()
            pages(folder, lead)
            row(f"saves of {CONNECTIONS} people, two a second each", people_writing(slugs, topics, lead))
            # Each answer once more, with other words; neighbours in the list belong to different dossiers.
            with open(f"{folder}/saves", "w") as saves:
                for topic in topics[1 + CONNECTIONS // len(slugs):]:
                    for slug in slugs:
                        saves.write(f"/fr/work/dossiers/{slug}/questionnaire/{topic} 1 value=partial&language=fr&note=Ferm%C3%A9\n")
            result = wrk(folder, "/", lead, f"{folder}/saves")
            if result["requests"] > len(slugs) * len(topics):
                sys.exit("load.py: more saves than answers; take more dossiers")
            row("saves, each as soon as the one before is answered", result)
            print(f"\nResident memory after that: {memory(server):.0f} MB.")
            server.terminate()
            server.wait()
            server, again = start(program, f"{folder}/data")
            print(f"Start with {count} more dossiers: {again:.2f} s; resident memory: {memory(server):.0f} MB.")
        finally:
            server.terminate()
            server.wait()


main()
