package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.Model;
import tilde.Tensor;
import tilde.layer.Custom;
import tilde.layer.Dropout;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.Residual;

/** Random networks run elsewhere as they do here, and come back as they left. */
class RandomModelsTest {
  @TempDir Path folder;

  /** By their seeds. */
  private static Map<Long, Model> models(int count) {
    Map<Long, Model> models = new LinkedHashMap<>();
    for (long seed = 0; models.size() < count; seed++) {
      Model model = RandomModels.of(seed);
      if (RandomModels.isSmall(model)) {
        models.put(seed, model);
      }
    }
    return models;
  }

  @Test
  void fiftyRunInOnnxRuntimeAndComeBackEqual() {
    check(models(50));
  }

  @Test
  @Tag("nightly")
  void aThousandRunInOnnxRuntimeAndComeBackEqual() {
    check(models(1000));
  }

  private void check(Map<Long, Model> models) {
    assertSoftly(softly -> models.forEach((seed, model) -> check(softly, seed, model)));
  }

  private void check(SoftAssertions softly, long seed, Model model) {
    Path file = folder.resolve(seed + ".onnx");
    Onnx.save(model, file);
    String what = "seed " + seed + ": " + model;
    for (int samples : new int[] {1, 3}) {
      Tensor x = RandomModels.samples(model, seed, samples);
      softly
          .assertThat(Closeness.distance(RuntimeRun.of(file, x), model.scores(x)))
          .as(what)
          .isLessThanOrEqualTo(1e-5);
    }
    Model back = Onnx.load(file);
    softly
        .assertThat(written(back.net().layers()))
        .as(what)
        .isEqualTo(written(model.net().layers()));
    softly.assertThat(back.loss()).as(what).isEqualTo(model.loss());
    softly.assertThat(back.normalization()).as(what).isEqualTo(model.normalization());
    assertSameBits(back, model);
  }

  private static void assertSameBits(Model back, Model model) {
    assertThat(back.parameters().keySet()).isEqualTo(model.parameters().keySet());
    model
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(back.parameter(name).toArray()).as(name).isEqualTo(value.toArray()));
  }

  /** All layers but dropout, which is not written; a body of nothing else comes back as one. */
  private static List<Layer> written(List<Layer> all) {
    return all.stream()
        .filter(layer -> !(layer instanceof Dropout))
        .map(layer -> layer instanceof Residual residual ? written(residual) : layer)
        .toList();
  }

  private static Layer written(Residual residual) {
    List<Layer> body = written(residual.body());
    return new Residual(body.isEmpty() ? List.of(new Dropout(0)) : body);
  }

  @Test
  void theyHaveAllLayersOfTheVocabulary() {
    Set<String> there =
        new ClassFileImporter()
            .importPackagesOf(Layer.class).stream()
                .filter(c -> c.isAssignableTo(Layer.class) && !c.isInterface())
                .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(c -> !c.isEquivalentTo(Custom.class) && c.isTopLevelClass())
                .map(c -> c.getSimpleName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    assertThat(RandomModels.kinds()).hasSize(20).containsExactlyInAnyOrderElementsOf(there);
    Set<String> drawn =
        models(50).values().stream()
            .flatMap(model -> model.network().orElseThrow().nodes().stream())
            .map(Network.Node::layer)
            .map(Layer::kind)
            .collect(Collectors.toSet());
    assertThat(drawn).containsAll(there);
  }
}
