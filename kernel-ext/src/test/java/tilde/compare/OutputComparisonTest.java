package tilde.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.notebook.Cell;
import tilde.notebook.CellOutput;
import tilde.notebook.CellOutput.Display;
import tilde.notebook.CellOutput.Result;
import tilde.notebook.CellOutput.Stream;
import tilde.notebook.NotebookReader;

class OutputComparisonTest {
  private static Cell cell(CellOutput... outputs) {
    return Cell.code("a", "x", Set.of()).executed(1, Arrays.asList(outputs));
  }

  private static List<String> differences(Cell stored, Cell now) {
    return OutputComparison.DEFAULT.differences(stored, now).stream()
        .map(difference -> difference.what() + ": " + String.join(" | ", difference.lines()))
        .toList();
  }

  private static Result result(String text) {
    return new Result(Map.of("text/plain", text), 1);
  }

  @Test
  void equalOutputsHaveNoDifference() {
    Cell cell = cell(new Stream("stdout", "a\n"), result("1.5"), new Display(Map.of("x/y", "z")));
    assertThat(differences(cell, cell)).isEmpty();
    assertThat(differences(cell(result("0.5")), cell(result("0.50000001")))).isEmpty();
  }

  @Test
  void aDriftedNumberIsShownWithItsLines() {
    Cell stored = cell(new Stream("stdout", "epoch 1\nloss 0.4183\nend\n"), result("1"));
    Cell now = cell(new Stream("stdout", "epoch 1\nloss 0.4190\nend\n"), result("2"));
    assertThat(differences(stored, now))
        .containsExactly(
            "stdout:   epoch 1 | - loss 0.4183 | + loss 0.4190 |   end",
            "output 1, text/plain: - 1 | + 2");
  }

  @Test
  void howStreamsMixDoesNotCount() {
    Cell stored =
        cell(new Stream("stdout", "a\n"), new Stream("stderr", "e\n"), new Stream("stdout", "b\n"));
    Cell now = cell(new Stream("stderr", "e\n"), new Stream("stdout", "a\nb\n"));
    assertThat(differences(stored, now)).isEmpty();
    assertThat(differences(stored, cell(new Stream("stdout", "a\nb\n"))))
        .containsExactly("stderr: - e |   ");
  }

  @Test
  void missingMoreAndOtherKindsOfOutputsAreNamed() {
    assertThat(differences(cell(result("1")), cell()))
        .containsExactly("output 1: missing now, stored was a result (text/plain)");
    assertThat(differences(cell(), cell(result("1"))))
        .containsExactly("output 1: not stored, there is now a result (text/plain)");
    assertThat(differences(cell(result("1")), cell(new Display(Map.of("text/plain", "1")))))
        .containsExactly("output 1: a result (text/plain) stored, a display (text/plain) now");
    assertThat(
            differences(
                cell(result("1")), cell(new Result(Map.of("text/plain", "1", "a/b", ""), 1))))
        .containsExactly("output 1: text/plain stored, a/b + text/plain now");
  }

  @Test
  void errorsAreComparedByNameAndMessage() {
    CellOutput stored = new CellOutput.Failure("E", "why", List.of("at cell 1"));
    assertThat(differences(cell(stored), cell(new CellOutput.Failure("E", "why", List.of()))))
        .isEmpty();
    assertThat(differences(cell(stored), cell(new CellOutput.Failure("F", "why", List.of()))))
        .containsExactly("output 1: - E: why | + F: why");
  }

  @Test
  void tagsSayWhatIsCompared() {
    OutputComparison all = OutputComparison.DEFAULT;
    OutputComparison tagged = new OutputComparison(Tolerance.DEFAULT, Sanitizer.NONE, true);
    Cell plain = cell(result("1"));
    Cell ignored = Cell.code("a", "x", Set.of("nbval-ignore-output")).executed(1, List.of());
    Cell checked = Cell.code("a", "x", Set.of("nbval-check-output")).executed(1, List.of());
    Cell neverRan = Cell.code("a", "x", Set.of());

    assertThat(List.of(plain, ignored, checked, neverRan).stream().map(all::compares))
        .containsExactly(true, false, true, false);
    assertThat(List.of(plain, ignored, checked, neverRan).stream().map(tagged::compares))
        .containsExactly(false, false, true, false);
    assertThat(all.differences(ignored, plain)).isEmpty();
    assertThat(all.differences(checked, plain)).hasSize(1);
  }

  @Test
  void aCellsMetadataSetsItsTolerance(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a.ipynb"),
            """
            {"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "execution_count": 1,
              "metadata": {"tilde": {"tolerance": 0.1}},
              "outputs": [{"output_type": "stream", "name": "stdout", "text": "loss 1.0"}]}]}
            """);
    Cell stored = NotebookReader.read(file).cells().get(0);
    assertThat(differences(stored, cell(new Stream("stdout", "loss 1.09")))).isEmpty();
    assertThat(differences(stored, cell(new Stream("stdout", "loss 1.2")))).hasSize(1);
  }

  @Test
  void bothSidesAreSanitized() {
    OutputComparison comparison =
        new OutputComparison(Tolerance.DEFAULT, Sanitizer.NONE.with("\\d+ s", "TIME"), false);
    assertThat(comparison.differences(cell(result("took 5 s")), cell(result("took 7 s"))))
        .isEmpty();
  }
}
