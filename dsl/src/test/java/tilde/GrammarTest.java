package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types of the DSL offer at each step: programs that make no sense do not compile. */
class GrammarTest {

  @Test
  void whatMakesSenseCompiles() {
    assertThat(errors("net().conv(3, 3).filters(16).same().relu().dense(10).noBias().softmaxCE()"))
        .isEmpty();
    assertThat(
            errors("net().avgPool(3).stride(2).padding(1).globalAvgPool().dense(10).softmaxCE()"))
        .isEmpty();
    assertThat(errors("net().maxPool(2).stride(1).conv(3, 3).softmaxCE().train(null).epochs(3)"))
        .isEmpty();
    assertThat(
            errors("net().conv(3, 3).stride(2).dilation(2).full().valid().padding(1).filters(4)"))
        .isEmpty();
    assertThat(errors("net().depthwiseConv(3, 3).stride(2).same().noBias().dilation(2).relu()"))
        .isEmpty();
    assertThat(
            errors("net().convTranspose(2, 2).stride(2).padding(0, 1, 0, 1).filters(4).noBias()"))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          net().filters(3)                             | filters   | Net
          net().relu().filters(3)                      | filters   | Net
          net().relu().same()                          | same      | Net
          net().conv(3,3).relu().stride(2)             | stride    | Net
          net().depthwiseConv(3,3).filters(3)          | filters   | DepthwiseConvStep
          net().convTranspose(3,3).relu().stride(2)    | stride    | Net
          net().dense(10).filters(3)                   | filters   | DenseStep
          net().dense(10).stride(2)                    | stride    | DenseStep
          net().maxPool(2).noBias()                    | noBias    | MaxPoolStep
          net().relu().padding(1)                      | padding   | Net
          net().globalAvgPool().stride(2)              | stride    | Net
          net().avgPool(2).filters(3)                  | filters   | AvgPoolStep
          net().maxPool(2).padding(1)                  | padding   | MaxPoolStep
          net().conv(3,3).softmaxCE().relu()           | relu      | Model
          net().conv(3,3).softmaxCE().dense(10)        | dense     | Model
          net().conv(3,3).softmaxCE().softmaxCE()      | softmaxCE | Model
          net().conv(3,3).relu().train(null)           | train     | Net
          net().conv(3,3).relu().fit(digits())         | fit       | Net
          net().conv(3,3).relu().predict(zeros(1,8,8)) | predict   | Net
          """)
  void aWordThatHasNoPlaceThereIsNotOffered(String line, String word, String type) {
    List<Diagnostic<? extends JavaFileObject>> errors = errors(line);
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).getCode()).isEqualTo("compiler.err.cant.resolve.location.args");
    assertThat(errors.get(0).getMessage(Locale.ROOT))
        .containsPattern("symbol: +method " + word + "\\(")
        .containsPattern("location: +class tilde[.](Net[.])?" + type + "$");
  }

  private static final String START =
      "import tilde.*; import static tilde.Tilde.*; class Cell { Object cell() { return ";

  private static List<Diagnostic<? extends JavaFileObject>> errors(String line) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-Xlint:none");
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Cell.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return START + line + "; } }";
          }
        };
    // No class is written: analysis alone finds what does not compile.
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, found, options, null, List.of(source));
    try {
      task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .<Diagnostic<? extends JavaFileObject>>map(diagnostic -> diagnostic)
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }
}
