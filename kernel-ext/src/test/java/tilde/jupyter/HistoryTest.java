package tilde.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.jupyter.History.Entry;

class HistoryTest {
  @TempDir private Path folder;

  private final List<String> log = new ArrayList<>();
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("tilde").resolve("history.jsonl");
  }

  @Test
  void isKeptAcrossSessions() {
    History first = open();
    first.add(1, "int x = 1;");
    first.add(2, "x\n+ 1 // \u00e4 \ud83d\ude00");
    History second = open();
    second.add(1, "2");

    assertThat(second.session()).isEqualTo(2);
    assertThat(second.entries())
        .containsExactly(
            new Entry(1, 1, "int x = 1;"),
            new Entry(1, 2, "x\n+ 1 // \u00e4 \ud83d\ude00"),
            new Entry(2, 1, "2"));
    assertThat(log).isEmpty();
  }

  @Test
  void sessionsAtTheSameTimeHaveTheirOwnNumbers() {
    History one = open();
    History other = open();

    assertThat(List.of(one.session(), other.session())).containsExactly(1, 2);
    one.add(1, "a");
    other.add(1, "b");
    one.add(2, "c");
    assertThat(open().entries()).extracting(Entry::source).containsExactly("a", "b", "c");
    assertThat(one.entries()).extracting(Entry::source).containsExactly("b", "a", "c");
  }

  @Test
  void aLineCutOffByAKilledKernelIsSkipped() throws IOException {
    open().add(1, "whole");
    Files.writeString(file, "\n{\"session\":1,\"line\":2,\"sou", StandardOpenOption.APPEND);
    History next = open();
    next.add(1, "next");

    assertThat(open().entries()).extracting(Entry::source).containsExactly("whole", "next");
  }

  @Test
  void isBoundedAndKeepsTheNewest() throws IOException {
    History history = new History(new HistoryFile(file, 2000), log::add);
    for (int i = 1; i <= 500; i++) {
      history.add(i, "cell " + i);
      assertThat(Files.size(file)).isLessThanOrEqualTo(2000);
    }

    List<Entry> later = open().entries();
    assertThat(later).hasSizeBetween(10, 60).last().isEqualTo(new Entry(1, 500, "cell 500"));
    assertThat(later.get(0).line()).isEqualTo(501 - later.size());
    assertThat(history.entries()).hasSize(500); // its own session in full
  }

  @Test
  void oneHugeCellDoesNotPushOutTheOthers() throws IOException {
    History history = open();
    history.add(1, "small");
    history.add(2, "x".repeat(10_000_000));

    assertThat(Files.size(file)).isLessThan(1000);
    assertThat(open().entries()).extracting(Entry::source).containsExactly("small");
  }

  @Test
  void whereItCannotBeWrittenThereIsStillThisSession() throws IOException {
    Files.writeString(folder.resolve("tilde"), "a file where the folder should be");
    History history = open();
    history.add(1, "1");
    history.add(2, "2");

    assertThat(history.entries()).containsExactly(new Entry(1, 1, "1"), new Entry(1, 2, "2"));
    assertThat(log).singleElement().asString().startsWith("history is not kept: ");
  }

  @Test
  void answersTheLastCells() {
    History history = withCells();

    assertThat(asked(history, "{'hist_access_type': 'tail', 'n': 2}"))
        .isEqualTo("[[2,1,\"b = 1\"],[2,2,\"a * 2\"]]");
    assertThat(asked(history, "{'hist_access_type': 'tail', 'n': 1, 'output': true}"))
        .isEqualTo("[[2,2,[\"a * 2\",null]]]");
    assertThat(asked(history, "{'hist_access_type': 'tail', 'n': 100}")).contains("a = 1");
    assertThat(asked(history, "{'hist_access_type': 'tail', 'n': -1}")).isEqualTo("[]");
  }

  @Test
  void answersTheCellsOfASession() {
    History history = withCells();
    String thisSession = "[[2,1,\"b = 1\"],[2,2,\"a * 2\"]]";

    assertThat(asked(history, "{'hist_access_type': 'range', 'session': 0}"))
        .isEqualTo(thisSession);
    assertThat(asked(history, "{'hist_access_type': 'range', 'session': 2, 'stop': null}"))
        .isEqualTo(thisSession);
    assertThat(
            asked(history, "{'hist_access_type': 'range', 'session': -1, 'start': 2, 'stop': 3}"))
        .isEqualTo("[[1,2,\"a * 2\"]]");
    assertThat(asked(history, "{'hist_access_type': 'range', 'session': 7}")).isEqualTo("[]");
  }

  @Test
  void findsCellsByPattern() {
    History history = withCells();

    assertThat(asked(history, "{'hist_access_type': 'search', 'pattern': 'a*'}"))
        .isEqualTo("[[1,1,\"a = 1\"],[1,2,\"a * 2\"],[2,2,\"a * 2\"]]");
    assertThat(asked(history, "{'hist_access_type': 'search', 'pattern': 'a*', 'unique': true}"))
        .isEqualTo("[[1,1,\"a = 1\"],[2,2,\"a * 2\"]]");
    assertThat(asked(history, "{'hist_access_type': 'search', 'pattern': '? = 1', 'n': 1}"))
        .isEqualTo("[[2,1,\"b = 1\"]]");
    assertThat(asked(history, "{'hist_access_type': 'search', 'pattern': '\\\\E.'}"))
        .isEqualTo("[]");
  }

  private History withCells() {
    History earlier = open();
    earlier.add(1, "a = 1");
    earlier.add(2, "a * 2");
    History history = open();
    history.add(1, "b = 1");
    history.add(2, "a * 2");
    return history;
  }

  private History open() {
    History history = new History(new HistoryFile(file), log::add);
    history.session();
    return history;
  }

  private static String asked(History history, String content) {
    Fields fields = Fields.parse("history_request", content.replace('\'', '"'));
    Message request = new Message(List.of(), "history_request", new JsonObject(), fields);
    JsonObject reply = new HistoryHandler(history).answer(request);
    assertThat(reply.get("status")).isEqualTo(JsonParser.parseString("\"ok\""));
    return reply.get("history").toString();
  }
}
