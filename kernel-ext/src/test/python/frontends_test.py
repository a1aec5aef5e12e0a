"""The kernel in nbclient and nbconvert, with every notebook of the project, and in the console."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbformat
from nbclient import NotebookClient

HAS_MNIST = pathlib.Path(os.environ.get("TILDE_DATA", ""), "mnist", "train-images-idx3-ubyte").exists()
NOTEBOOKS = [
    file
    for file in sorted((pathlib.Path(__file__).resolve().parents[4] / "notebooks").glob("*.ipynb"))
    if HAS_MNIST or "mnist()" not in file.read_text()
]
SECONDS_A_CELL = 600


def nbconvert(*arguments):
    command = [sys.executable, "-m", "nbconvert", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)


class NotebooksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_there_are_notebooks(self):
        self.assertTrue(NOTEBOOKS)

    def test_nbclient(self):
        for file in NOTEBOOKS:
            with self.subTest(file.name):
                notebook = nbformat.read(file, as_version=4)
                NotebookClient(notebook, kernel_name="tilde", timeout=SECONDS_A_CELL).execute()
                self.check(notebook)

    def test_nbconvert(self):
        for file in NOTEBOOKS:
            with self.subTest(file.name):
                nbconvert(
                    *("--to", "notebook", "--execute", file, "--output-dir", self.folder),
                    "--ExecutePreprocessor.kernel_name=tilde",
                    "--ExecutePreprocessor.timeout=%d" % SECONDS_A_CELL,
                )
                executed = self.folder / file.name
                self.check(nbformat.read(executed, as_version=nbformat.NO_CONVERT))
                nbconvert("--to", "html", executed)
                page = executed.with_suffix(".html").read_text()
                self.assertIn("data:image/png;base64,", page)

    def check(self, notebook):
        """A valid file in which every code cell ran without an error."""
        nbformat.validate(notebook)
        code = [c for c in notebook.cells if c.cell_type == "code"]
        self.assertEqual([c.execution_count for c in code], list(range(1, len(code) + 1)))
        outputs = [output for cell in code for output in cell.outputs]
        self.assertNotIn("error", [output.output_type for output in outputs])
        self.assertTrue(any("image/png" in output.get("data", {}) for output in outputs))


class ConsoleTest(unittest.TestCase):
    def test_console(self):
        command = [sys.executable, "-m", "jupyter_console", "--kernel=tilde", "--simple-prompt"]
        done = subprocess.run(
            command, input="int x = 6;\n7 * x\n", capture_output=True, text=True, timeout=120
        )
        self.assertIn("Out[2]: 42", done.stdout)


if __name__ == "__main__":
    unittest.main()
