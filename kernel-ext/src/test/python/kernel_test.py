"""Our own tests of the kernel through Jupyter's client, beyond those of official_kernel_test.py."""

import pathlib
import queue
import tempfile
import time
import unittest

from jupyter_client.manager import start_new_kernel

PATIENCE = 60  # seconds: only a kernel that hangs takes so long


class Cell:
    """What came of a cell."""

    def __init__(self, reply, messages):
        self.reply = reply
        self.status = reply["status"]
        self.messages = messages

    def stream(self, name="stdout"):
        return "".join(
            m["content"]["text"]
            for m in self.messages
            if m["msg_type"] == "stream" and m["content"]["name"] == name
        )

    def of_type(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def result(self):
        return self.of_type("execute_result")[0]["data"]["text/plain"]


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name="tilde")

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def outputs(self, msg_id):
        """The messages of a cell, as they come, until the kernel is idle after it."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            yield message
            content = message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                return

    def reply(self, msg_id):
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def finish(self, msg_id):
        messages = list(self.outputs(msg_id))
        return Cell(self.reply(msg_id), messages)

    def run_cell(self, code, **options):
        return self.finish(self.send(code, **options))

    def interrupt_when_running(self, code):
        """Runs a cell that prints when it is under way, then interrupts it."""
        msg_id = self.send(code)
        messages = []
        started = None
        for message in self.outputs(msg_id):
            messages.append(message)
            if message["msg_type"] == "stream" and started is None:
                started = time.monotonic()
                self.manager.interrupt_kernel()
        self.assertIsNotNone(started, "the cell printed nothing")
        return Cell(self.reply(msg_id), messages), time.monotonic() - started

    # --- outputs

    def test_stdout_is_live(self):
        with tempfile.TemporaryDirectory() as folder:
            gate = pathlib.Path(folder) / "gate"
            msg_id = self.send(
                'System.out.println("before"); while (!Files.exists(Path.of("%s"))) Thread.sleep(5);'
                ' System.out.println("after");' % gate
            )
            heard = []
            for message in self.outputs(msg_id):  # ends only if the first line comes while it runs
                if message["msg_type"] == "stream":
                    heard.append(message["content"]["text"])
                    gate.touch()
        self.assertEqual(heard, ["before\n", "after\n"])
        self.reply(msg_id)

    def test_a_hundred_thousand_prints_are_batched(self):
        start = time.monotonic()
        cell = self.run_cell("for (int i = 0; i < 100_000; i++) System.out.println(i);")
        seconds = time.monotonic() - start
        self.assertEqual(cell.stream(), "".join("%d\n" % i for i in range(100_000)))
        self.assertLess(len(cell.of_type("stream")), 1000)
        print("100,000 prints: %.2f s, %d messages" % (seconds, len(cell.of_type("stream"))))
        self.assertLess(seconds, 20, "the aim is 2 s on a machine that has nothing else to do")

    def test_text_is_unicode(self):
        cell = self.run_cell('System.out.print("\u00e4\u20ac\U0001f600"); "\u00e4\u20ac\U0001f600"')
        self.assertEqual(cell.stream(), "\u00e4\u20ac\U0001f600")
        self.assertEqual(cell.result(), "\u00e4\u20ac\U0001f600")

    def test_output_of_a_background_thread_belongs_to_the_cell_that_started_it(self):
        starter = self.send(
            "var gate = new java.util.concurrent.CountDownLatch(1);"
            "var behind = new Thread(() -> { try { gate.await(); } catch (InterruptedException e) { }"
            ' System.out.println("from behind"); }); behind.start();'
        )
        self.assertEqual(self.finish(starter).stream(), "")
        opener = self.send("gate.countDown(); behind.join();")
        parents = []
        while not parents:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                parents.append(message["parent_header"]["msg_id"])
                self.assertEqual(message["content"]["text"], "from behind\n")
        self.reply(opener)
        self.assertEqual(parents, [starter])

    def test_displays_are_updated_in_place(self):
        cell = self.run_cell(
            'import static tilde.Tilde.*; var changing = live("one"); changing.update("two");'
        )
        shown = cell.of_type("display_data")[0]
        updated = cell.of_type("update_display_data")[0]
        self.assertEqual(shown["data"]["text/plain"], "one")
        self.assertEqual(updated["data"]["text/plain"], "two")
        self.assertEqual(shown["transient"], updated["transient"])

    def test_a_cell_can_clear_its_outputs(self):
        cell = self.run_cell("import static tilde.Tilde.*; clearOutput(true); clearOutput(false);")
        self.assertEqual([c["wait"] for c in cell.of_type("clear_output")], [True, False])

    # --- errors

    def test_an_error_has_its_class_its_message_and_its_cause(self):
        cell = self.run_cell(
            'void f() { throw new IllegalStateException("outer", new java.io.IOException("inner")); }'
            "\nf();"
        )
        (error,) = cell.of_type("error")
        for told in (error, cell.reply):
            self.assertEqual(told["ename"], "java.lang.IllegalStateException")
            self.assertEqual(told["evalue"], "outer")
            traceback = "\n".join(told["traceback"])
            self.assertIn("java.io.IOException: inner", traceback)
            self.assertIn("line 2", traceback)

    def test_an_error_aborts_what_waits_behind_it(self):
        ids = [self.send(code) for code in ("Thread.sleep(300); int z = 1 / 0;", "1", "2")]
        cells = [self.finish(i) for i in ids]
        self.assertEqual([c.status for c in cells], ["error", "aborted", "aborted"])
        self.assertEqual(self.run_cell("3").result(), "3")

    def test_queued_cells_run_in_order(self):
        self.run_cell("var order = new java.util.ArrayList<Integer>();")
        ids = [self.send("order.add(%d);" % i) for i in range(20)]
        self.assertEqual({self.finish(i).status for i in ids}, {"ok"})
        self.assertEqual(self.run_cell("order").result(), str(list(range(20))))

    # --- options of a request

    def test_user_expressions(self):
        cell = self.run_cell(
            "int six = 6;", user_expressions={"good": "six * 7", "bad": "six / 0", "ugly": "nope"}
        )
        values = cell.reply["user_expressions"]
        self.assertEqual(values["good"]["data"]["text/plain"], "42")
        self.assertEqual(values["bad"]["ename"], "java.lang.ArithmeticException")
        self.assertEqual(values["ugly"]["status"], "error")

    def test_silent(self):
        cell = self.run_cell('int quiet = 3; System.out.println("x"); quiet', silent=True)
        self.assertEqual([m["msg_type"] for m in cell.messages], ["status", "status"])
        self.assertEqual(self.run_cell("quiet").result(), "3")

    # --- state

    def test_redefinition_keeps_state(self):
        self.run_cell("var kept = new int[] {1}; int f() { return 1; } class Box { int n = 7; }")
        self.run_cell("var box = new Box(); kept[0] = 5;")
        self.run_cell("int f() { return 2; }")
        self.run_cell("import java.util.zip.*;")
        self.assertEqual(self.run_cell("kept[0] * 100 + box.n * 10 + f()").result(), "572")

    def test_system_exit_ends_no_more_than_the_state(self):
        self.run_cell("int lost = 1;")
        cell = self.run_cell("System.exit(3);")
        self.assertEqual(cell.status, "error")
        self.assertIn("3", cell.reply["evalue"])
        after = self.run_cell("1 + 1")
        self.assertEqual(after.result(), "2")
        self.assertEqual(self.run_cell("lost").status, "error")

    def test_out_of_memory(self):
        cell = self.run_cell(
            "var all = new java.util.ArrayList<long[]>(); while (true) all.add(new long[1 << 24]);"
        )
        self.assertEqual(cell.status, "error")
        self.assertIn("OutOfMemoryError", "\n".join(cell.reply["traceback"]))
        self.assertEqual(self.run_cell("1 + 1").result(), "2")

    # --- interrupts

    def test_a_busy_loop_is_really_stopped(self):
        self.run_cell("var spins = new java.util.concurrent.atomic.AtomicLong();")
        cell, seconds = self.interrupt_when_running(
            'System.out.println("go"); for (;;) spins.incrementAndGet();'
        )
        self.assertEqual(cell.status, "error")
        print("interrupt of a busy loop: %.2f s" % seconds)
        self.assertLess(seconds, 10, "the aim is 1 s on a machine that has nothing else to do")
        before = self.run_cell("spins.get()").result()
        self.run_cell("Thread.sleep(200);")
        self.assertEqual(self.run_cell("spins.get()").result(), before)

    def test_a_sleeping_cell_is_stopped_and_its_queue_with_it(self):
        msg_id = self.send('int slept = 4; System.out.println("go"); Thread.sleep(1_000_000);')
        behind = self.send("1")
        for message in self.outputs(msg_id):
            if message["msg_type"] == "stream":
                self.manager.interrupt_kernel()
        self.assertEqual(self.reply(msg_id)["status"], "error")
        self.assertEqual(self.finish(behind).status, "aborted")
        self.assertEqual(self.run_cell("slept").result(), "4")

    def test_an_interrupt_between_cells_does_nothing(self):
        request = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(request)
        reply = self.client.get_control_msg(timeout=PATIENCE)
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertEqual(self.run_cell("1 + 1").result(), "2")

    def test_training_stops_after_its_step_and_keeps_model_and_history(self):
        self.run_cell(
            "import tilde.*; import static tilde.Tilde.*; var data = digits();"
            "var model = net().conv(3,3).relu().dense(10).softmaxCE();"
        )
        cell, seconds = self.interrupt_when_running(
            "model.train(data).epochs(1_000_000).onEpoch(e -> System.out.println(e)).run();"
        )
        print("interrupt of a training: %.2f s" % seconds)
        self.assertEqual(cell.status, "error")
        steps = self.run_cell("model.history().batchLoss().length").result()
        self.assertGreater(int(steps), 0)
        self.assertEqual(self.run_cell("model.history().batchLoss().length").result(), steps)

    # --- input

    def test_stdin(self):
        msg_id = self.send(
            'System.out.print("your name? "); var in = new Scanner(System.in);'
            'System.out.println("hello " + in.nextLine() + ", " + (in.nextInt() + 1));',
            allow_stdin=True,
        )
        for answer in ("J\u00f6rg", "41"):
            asked = self.client.get_stdin_msg(timeout=PATIENCE)
            self.assertEqual(asked["msg_type"], "input_request")
            self.assertFalse(asked["content"]["password"])
            self.client.input(answer)
        self.assertEqual(self.finish(msg_id).stream(), "your name? hello J\u00f6rg, 42\n")

    def test_a_cell_that_waits_for_input_can_be_interrupted(self):
        msg_id = self.send("System.in.read();", allow_stdin=True)
        self.client.get_stdin_msg(timeout=PATIENCE)
        self.manager.interrupt_kernel()
        self.assertEqual(self.finish(msg_id).status, "error")
        again = self.send("new Scanner(System.in).nextLine()", allow_stdin=True)
        self.client.get_stdin_msg(timeout=PATIENCE)
        self.client.input("second")
        self.assertEqual(self.finish(again).result(), "second")

    def test_no_stdin_is_the_end_of_input(self):
        cell = self.run_cell("System.in.read()", allow_stdin=False)
        self.assertEqual(cell.result(), "-1")
        self.assertIn("does not take input", cell.stream("stderr"))

    # --- the kernel itself

    def test_restart_forgets_state_and_keeps_history(self):
        self.run_cell("int forgotten = 1; // restart test")
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=PATIENCE)
        self.assertEqual(self.run_cell("forgotten").status, "error")
        msg_id = self.client.history(hist_access_type="search", pattern="*// restart test")
        self.assertEqual(self.reply(msg_id)["history"][-1][2], "int forgotten = 1; // restart test")

    def test_nothing_is_left_when_idle(self):
        self.run_cell("1")
        with self.assertRaises(queue.Empty):
            self.client.get_iopub_msg(timeout=0.3)


if __name__ == "__main__":
    unittest.main()
