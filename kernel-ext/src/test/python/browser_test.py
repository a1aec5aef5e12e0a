"""A user in a browser: the classic Notebook server and headless Chromium, driven by Selenium.

Takes the quickstart, the folder for screenshots from TILDE_SCREENSHOTS, and Debian's names of the two programs.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import nbformat
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[4] / "notebooks"
PATIENCE = 120  # seconds
ENDLESS_TRAINING = """\
var curve = live("the loss curve");
model.train(train).epochs(1_000_000).batchSize(16).optimizer(adam(0.001))
    .onEpoch(e -> curve.update(model.history().lossCurve()))
    .run();"""
AFTERWARDS = 'String.format("%d epochs are kept", model.history().epochs())'


def start_server(folder):
    """Starts the Notebook server; returns the process and its address."""
    log = open(folder / "server.log", "w")
    command = [sys.executable, "-m", "notebook", "--no-browser", "--ip=127.0.0.1", "--allow-root"]
    server = subprocess.Popen(
        command + ["--NotebookApp.token=", "--NotebookApp.password="],
        cwd=folder,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    runtime = pathlib.Path(os.environ["JUPYTER_RUNTIME_DIR"]) / ("nbserver-%d.json" % server.pid)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if runtime.exists():
            return server, json.loads(runtime.read_text())["url"]
        time.sleep(0.1)
    server.terminate()
    raise AssertionError("no Notebook server:\n" + (folder / "server.log").read_text())


class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tilde-browser-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        quickstart = nbformat.read(NOTEBOOKS / "01-quickstart.ipynb", as_version=4)
        quickstart.metadata.kernelspec = {"name": "tilde", "display_name": "Java (Tilde)"}
        for source in (ENDLESS_TRAINING, AFTERWARDS):
            quickstart.cells.append(nbformat.v4.new_code_cell(source))
        nbformat.write(quickstart, folder / "quickstart.ipynb")
        cls.server, cls.url = start_server(folder)
        cls.addClassCleanup(cls.server.wait)
        cls.addClassCleanup(cls.server.terminate)

        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in ("--headless=new", "--no-sandbox", "--window-size=1200,1600"):
            options.add_argument(flag)
        options.add_argument("--disable-dev-shm-usage")
        options.add_argument("--user-data-dir=" + str(folder / "chromium"))
        cls.browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        cls.addClassCleanup(cls.browser.quit)

    def wait(self, condition, what):
        try:
            WebDriverWait(self.browser, PATIENCE, 0.2).until(condition)
        except TimeoutException:
            self.screenshot("failed")
            self.fail("no " + what)

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def cell(self, index):
        return self.browser.find_elements(By.CSS_SELECTOR, "#notebook-container > .cell")[index]

    def kernel_is(self, state):
        return self.js(
            "var k = Jupyter.notebook && Jupyter.notebook.kernel;"
            "return !!k && k.is_connected() && document.querySelector('#kernel_indicator_icon')"
            ".className.indexOf('kernel_%s_icon') >= 0;" % state
        )

    def picture(self, index):
        """The picture that a cell shows, None if there is none; the browser has decoded it."""
        return self.js(
            "var i = arguments[0].querySelector('.output img');"
            "return i && i.complete && i.naturalWidth > 100 ? i.src : null;",
            self.cell(index),
        )

    def screenshot(self, name):
        folder = pathlib.Path(os.environ.get("TILDE_SCREENSHOTS", self.folder.name))
        folder.mkdir(parents=True, exist_ok=True)
        self.browser.save_screenshot(str(folder / (name + ".png")))

    def test_quickstart(self):
        self.browser.get(self.url + "notebooks/quickstart.ipynb")
        self.wait(lambda _: self.kernel_is("idle"), "idle kernel")
        count = self.js("return Jupyter.notebook.ncells()")
        training, afterwards = count - 2, count - 1
        self.screenshot("1-opened")

        self.js("document.querySelector('#run_all_cells a').click()")
        self.wait(lambda _: self.picture(training), "live picture")
        self.no_cell_has_failed_before(training)
        first = self.picture(training)
        self.assertTrue(self.kernel_is("busy"))
        self.wait(lambda _: self.picture(training) not in (first, None), "update of the picture")
        self.scroll_to(training)
        self.screenshot("2-live-loss-curve")

        self.js("arguments[0].click()", self.button("interrupt-kernel"))
        self.wait(lambda _: "Interrupted" in self.cell(training).text, "interrupted training")
        self.wait(lambda _: self.kernel_is("idle"), "idle kernel after the interrupt")
        self.assertTrue(self.picture(training), "the picture is gone")
        self.screenshot("3-interrupted")

        self.js("Jupyter.notebook.execute_cells([arguments[0]])", afterwards)
        self.wait(lambda _: "epochs are kept" in self.cell(afterwards).text, "state afterwards")
        self.wait(lambda _: self.kernel_is("idle"), "idle kernel")
        self.js("Jupyter.notebook.save_notebook()")
        self.wait(lambda _: not self.js("return Jupyter.notebook.dirty"), "saved notebook")
        self.scroll_to(afterwards)
        self.screenshot("4-afterwards")
        for index in range(count):
            if self.picture(index):
                self.scroll_to(index)
                self.screenshot("cell-%02d" % index)
        self.check_saved()

    def no_cell_has_failed_before(self, end):
        for index in range(end):
            errors = self.cell(index).find_elements(By.CSS_SELECTOR, ".output_error")
            self.assertEqual(errors, [], self.cell(index).text)

    def scroll_to(self, index):
        self.js("arguments[0].scrollIntoView()", self.cell(index))

    def button(self, action):
        return self.browser.find_element(
            By.CSS_SELECTOR, "button[data-jupyter-action='jupyter-notebook:%s']" % action
        )

    def check_saved(self):
        saved = nbformat.read(pathlib.Path(self.folder.name) / "quickstart.ipynb", as_version=4)
        nbformat.validate(saved)
        pictures = [
            o for c in saved.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})
        ]
        self.assertGreaterEqual(len(pictures), 3, "loss curve, gradients, live loss curve")


if __name__ == "__main__":
    unittest.main()
