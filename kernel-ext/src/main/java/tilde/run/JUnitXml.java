package tilde.run;

import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tilde.file.AtomicFile;

/** Results in the XML that JUnit's runners write and CI servers show. */
final class JUnitXml {
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");
  private static final Set<Outcome> FAILURES = Set.of(Outcome.FAILED, Outcome.DIFFERENT);
  private static final Set<Outcome> ERRORS = Set.of(Outcome.TIMED_OUT, Outcome.DIED);
  private static final Set<Outcome> SKIPPED = Set.of(Outcome.SKIPPED, Outcome.NOT_RUN);

  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /**
   * Writes a file.
   *
   * @throws Unusable if it cannot be written
   */
  static void write(List<NotebookReport> reports, Path file) {
    byte[] content = text(reports).getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(file, (OutputStream out) -> out.write(content));
    } catch (UncheckedIOException e) {
      throw new Unusable("--junit-xml: " + e.getMessage());
    }
  }

  private static String text(List<NotebookReport> reports) {
    StringWriter text = new StringWriter();
    try {
      new JUnitXml(XMLOutputFactory.newFactory().createXMLStreamWriter(text)).suites(reports);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // a string takes everything
    }
    return text.toString();
  }

  private void suites(List<NotebookReport> reports) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    for (NotebookReport report : reports) {
      suite(report);
    }
    line();
    xml.writeEndElement();
    line();
    xml.writeEndDocument();
  }

  private void suite(NotebookReport report) throws XMLStreamException {
    List<CellReport> cells = report.cells();
    line();
    xml.writeStartElement("testsuite");
    attribute("name", report.notebook().toString());
    attribute("tests", String.valueOf(cells.size()));
    attribute("failures", count(cells, FAILURES));
    attribute("errors", count(cells, ERRORS));
    attribute("skipped", count(cells, SKIPPED));
    attribute(
        "time",
        seconds(
            cells.stream().map(cell -> cell.run().time()).reduce(Duration.ZERO, Duration::plus)));
    for (CellReport cell : cells) {
      test(report.notebook(), cell);
    }
    line();
    xml.writeEndElement();
  }

  private void test(Path notebook, CellReport cell) throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    attribute("classname", notebook.toString());
    attribute("name", cell.run().name());
    attribute("time", seconds(cell.run().time()));
    if (SKIPPED.contains(cell.outcome())) {
      xml.writeEmptyElement("skipped");
    } else if (cell.outcome() != Outcome.OK) {
      xml.writeStartElement(ERRORS.contains(cell.outcome()) ? "error" : "failure");
      attribute("type", cell.run().failure().map(failure -> failure.ename()).orElse("difference"));
      attribute("message", cell.problem().lines().findFirst().orElse(""));
      xml.writeCharacters(clean(cell.problem()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value));
  }

  private static String clean(String text) {
    return NOT_XML.matcher(text).replaceAll("\uFFFD");
  }

  private static String count(List<CellReport> cells, Set<Outcome> outcomes) {
    return String.valueOf(cells.stream().filter(cell -> outcomes.contains(cell.outcome())).count());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }
}
