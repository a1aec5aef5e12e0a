"""Every test of Jupyter's own suite for kernels, jupyter_kernel_test (Debian: python3-jupyter-kernel-test)."""

import unittest

import jupyter_kernel_test


class OfficialKernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "tilde"
    language_name = "java"
    file_extension = ".java"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oh");'
    completion_samples = [{"text": '"abc".toUpp', "matches": {"toUpperCase("}}]
    complete_code_samples = [
        "1 + 1",
        "int x = 1;",
        "for (int i = 0; i < 3; i++) { System.out.println(i); }",
        "int twice(int n) { return 2 * n; }",
        "class Point { int x; }",
        "// a comment",
        "",
    ]
    incomplete_code_samples = [
        "for (int i = 0; i < 3; i++) {",
        "int twice(int n) {",
        "Math.max(1,",
        "/* a comment",
        'String s = """\nabc',
    ]
    invalid_code_samples = ["int = 5;", "import 7bad", "class 3 {}"]
    code_page_something = "Math.abs?"
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"Jup" + "yter"', "result": "Jupyter"},
        {"code": "6 * 7 + 1", "result": "43"},
    ]
    code_display_data = [
        {"code": 'tilde.Tilde.show("shown");', "mime": "text/plain"},
        {
            "code": "tilde.Tilde.show(new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB));",
            "mime": "image/png",
        },
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "tilde.Tilde.clearOutput(true);"


if __name__ == "__main__":
    unittest.main()
