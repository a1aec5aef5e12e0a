package tilde.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import tilde.help.Javadoc;
import tilde.help.OurSources;
import tilde.session.Completions.Candidate;

/** Answers what could stand at a place, and what stands there. */
final class CodeHelp {
  private static final long SIGNATURE_MILLIS = 300; // then candidates go without: typing waits

  private final SourceCodeAnalysis analysis;
  private final CellSplitter splitter;
  private final Predicate<String> goesOn;

  CodeHelp(SourceCodeAnalysis analysis, CellSplitter splitter, Predicate<String> goesOn) {
    this.analysis = analysis;
    this.splitter = splitter;
    this.goesOn = goesOn;
  }

  Completions complete(String cell, int cursor) {
    String source = CellPieces.javaOnly(cell, goesOn);
    for (int from : starts(source, cursor)) {
      String code = source.substring(from, cursor);
      int[] anchor = {code.length()};
      List<Suggestion> suggestions =
          analysis.completionSuggestions(code, code.length(), anchor).stream()
              .sorted(Comparator.comparing(s -> !s.matchesType())) // keeps the order otherwise
              .toList();
      if (!suggestions.isEmpty()) {
        String before = code.substring(0, anchor[0]);
        return new Completions(from + anchor[0], cursor, candidates(before, suggestions));
      }
    }
    return new Completions(cursor, cursor, List.of());
  }

  private List<Candidate> candidates(String before, List<Suggestion> suggestions) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNATURE_MILLIS);
    Map<String, String> signatures = new HashMap<>();
    return suggestions.stream()
        .map(Suggestion::continuation)
        .distinct()
        .map(
            text ->
                new Candidate(
                    text,
                    System.nanoTime() > end
                        ? ""
                        : signatures.computeIfAbsent(text, t -> signature(before + t))))
        .toList();
  }

  /** How the name at the end of {@code code} is declared, a line for each of the same name. */
  private String signature(String code) {
    String call = code.endsWith("()") ? code.substring(0, code.length() - 1) : code;
    return analysis.documentation(call, call.length(), true).stream()
        .map(Documentation::signature)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  Optional<Inspection> inspect(String cell, int cursor) {
    String source = CellPieces.javaOnly(cell, goesOn);
    int end = cursor; // the name around the cursor ends there
    while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    boolean onName = end > 0 && Character.isJavaIdentifierPart(source.charAt(end - 1));
    for (int from : starts(source, end)) {
      String code = source.substring(from, end);
      List<Documentation> found = onName ? ofName(code, source.substring(end)) : List.of();
      if (found.isEmpty()) { // the call around the cursor, or before it
        found = documentation(source.substring(from, cursor));
      }
      if (!found.isEmpty()) {
        return Optional.of(inspection(found));
      }
    }
    return Optional.empty();
  }

  private List<Documentation> ofName(String code, String after) {
    boolean called = after.stripLeading().startsWith("(");
    List<Documentation> first = documentation(called ? code + "(" : code);
    return first.isEmpty() ? documentation(called ? code : code + "(") : first;
  }

  private List<Documentation> documentation(String code) {
    return analysis.documentation(code, code.length(), true);
  }

  private static Inspection inspection(List<Documentation> found) {
    List<String> text = new ArrayList<>();
    List<String> markdown = new ArrayList<>();
    for (Documentation one : found) {
      String signature = one.signature();
      text.add(signature);
      markdown.add("```java\n" + signature + "\n```");
      comment(one)
          .ifPresent(
              comment -> {
                text.add(Javadoc.text(comment).indent(2).stripTrailing());
                markdown.add(Javadoc.markdown(comment));
              });
    }
    return new Inspection(String.join("\n\n", text), String.join("\n\n", markdown));
  }

  private static Optional<String> comment(Documentation documentation) {
    return Optional.ofNullable(documentation.javadoc())
        .or(() -> OurSources.comment(documentation.signature()));
  }

  /**
   * Where to start reading: at the snippet around the cursor, or at the cell's start, since JShell
   * takes several statements for one but not several declarations.
   */
  private List<Integer> starts(String source, int cursor) {
    int snippet =
        splitter.split(source.substring(0, cursor)).stream()
            .mapToInt(CellSplitter.Part::offset)
            .max()
            .orElse(0);
    return Stream.of(0, snippet).distinct().toList();
  }
}
