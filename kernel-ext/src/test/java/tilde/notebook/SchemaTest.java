package tilde.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is valid by Jupyter's own schema, whatever 4.x was read. */
class SchemaTest {
  @TempDir Path directory;

  private Notebook read(String content) throws IOException {
    return NotebookReader.read(Files.writeString(directory.resolve("a.ipynb"), content));
  }

  private static String old(int minor) {
    return """
        {"nbformat": 4, "nbformat_minor": %d, "metadata": {"kernelspec": {"name": "java",
          "display_name": "Java", "extra": 1}, "mine": [1]},
         "cells": [
          {"cell_type": "markdown", "metadata": {"tags": ["a"]}, "source": "# one\\ntwo",
           "attachments": {"a.png": {"image/png": "AQID"}}},
          {"cell_type": "raw", "metadata": {"format": "text/x"}, "source": []},
          {"cell_type": "code", "metadata": {"collapsed": true}, "source": ["int x = 1;"],
           "execution_count": 3, "outputs": [
            {"output_type": "stream", "name": "stdout", "text": "a\\nb"},
            {"output_type": "display_data", "data": {"text/plain": "x", "application/json": {"a": 1}},
             "metadata": {"image/png": {"width": 3}}},
            {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}]}]}
        """
        .formatted(minor);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void everyFormat4IsWrittenAsValid45(int minor) throws IOException {
    OfficialSchema.assertValid(NotebookWriter.text(read(old(minor))));
  }

  @Test
  void theSchemaIsInForce() {
    assertThat(OfficialSchema.isValid(old(4))).isFalse(); // no ids
    assertThat(OfficialSchema.isValid("{}")).isFalse();
  }

  @Test
  void everyKindOfOutputIsValidAndReadBackAsItWas() throws IOException {
    Map<String, Object> data =
        Map.of(
            "text/plain", "a\nb",
            "text/html", "<b>x</b>",
            "image/png", new byte[] {1, 2, 3},
            "image/svg+xml", "<svg/>",
            "application/json", "{\"a\":[1,2.50]}");
    List<CellOutput> outputs =
        List.of(
            new CellOutput.Stream("stderr", "one\ntwo"),
            new CellOutput.Display(data),
            new CellOutput.Result(Map.of("text/plain", ""), 7),
            new CellOutput.Failure("E", "why", List.of("E: why", "  at cell 1")));
    Notebook notebook = read(old(4));
    List<Cell> cells = new ArrayList<>(notebook.cells());
    cells.set(2, cells.get(2).executed(7, outputs));
    cells.add(Cell.code("new", "int y;", Set.of("injected-parameters")));

    String written = NotebookWriter.text(notebook.withCells(cells));

    OfficialSchema.assertValid(written);
    Cell executed = read(written).cells().get(2);
    assertThat(executed.executionCount()).hasValue(7);
    assertThat(executed.outputs()).usingRecursiveFieldByFieldElementComparator().isEqualTo(outputs);
    assertThat(read(written).cells().get(3).tags()).containsExactly("injected-parameters");
  }

  @Test
  void whatIsStoredButBrokenIsNamed() throws IOException {
    for (String output :
        List.of(
            "1",
            "{}",
            "{\"output_type\": \"stream\", \"name\": \"stdout\"}",
            "{\"output_type\": \"display_data\", \"data\": []}",
            "{\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"\"}",
            "{\"output_type\": \"pyout\", \"data\": {}}")) {
      String content =
          "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": ["
              + output
              + "]}]}";
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(content))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("a.ipynb: cell 1, output 1 must be a");
    }
  }
}
