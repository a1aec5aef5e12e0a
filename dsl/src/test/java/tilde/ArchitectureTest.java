package tilde;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floor plan, as rules: which package sees which, and what no class of the library does. */
class ArchitectureTest {
  /**
   * Each package with the packages it may see; the facade, package {@code tilde}, sees them all.
   */
  private static final Map<String, List<String>> FLOOR_PLAN =
      Map.ofEntries(
          entry("random", List.of()),
          entry("array", List.of("random")),
          entry("layer", List.of("random", "array")),
          entry("loss", List.of("random", "array")),
          entry("train", List.of("random", "array", "layer", "loss")),
          entry("insight", List.of("random", "array", "layer", "loss", "train")),
          entry("file", List.of()),
          entry("data", List.of("random", "file")),
          entry("io", List.of("random", "file", "array", "layer", "loss", "train", "data")),
          entry("fetch", List.of("file", "output")),
          entry("output", List.of()),
          entry("chart", List.of("output", "file")));

  private static final String FACADE = "tilde";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyPackageOfTheFloorPlanHasClasses() {
    assertThat(CLASSES.stream().map(ArchitectureTest::room))
        .contains(FACADE)
        .containsAll(FLOOR_PLAN.keySet());
  }

  @Test
  void everyClassHasAPlaceInTheFloorPlan() {
    assertThat(CLASSES)
        .isNotEmpty()
        .allSatisfy(
            c ->
                assertThat(room(c))
                    .as("package of %s", c.getName())
                    .isIn(Stream.concat(Stream.of(FACADE), FLOOR_PLAN.keySet().stream()).toList()));
  }

  @Test
  void packagesSeeOnlyWhatTheFloorPlanAllows() {
    LayeredArchitecture plan =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer(FACADE)
            .definedBy("tilde");
    for (String room : FLOOR_PLAN.keySet()) {
      plan = plan.layer(room).definedBy("tilde." + room + "..");
    }
    for (Map.Entry<String, List<String>> room : FLOOR_PLAN.entrySet()) {
      plan =
          room.getValue().isEmpty()
              ? plan.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : plan.whereLayer(room.getKey())
                  .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    plan.check(CLASSES);
  }

  @Test
  void onlyChartDrawsWithXChart() {
    noClasses()
        .that()
        .resideOutsideOfPackage("tilde.chart..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.knowm..")
        .check(CLASSES);
  }

  @Test
  void noStaticStateCanChange() {
    StaticState.NEVER_CHANGES.check(CLASSES);
  }

  @Test
  void randomNumbersComeOnlyFromOurOwnGenerator() {
    noClasses()
        .should()
        .dependOnClassesThat(assignableTo(RandomGenerator.class))
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(StrictMath.class, "random")
        .orShould()
        .callMethod(Collections.class, "shuffle", List.class)
        .because("results follow from the seed alone, on every JDK")
        .check(CLASSES);
  }

  @Test
  void theLibraryNeverEndsTheProgramItRunsIn() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void nothingIsSerializedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat(
            belongToAnyOf(
                Serializable.class,
                Externalizable.class,
                ObjectInputStream.class,
                ObjectOutputStream.class))
        .because("files are in formats that other programs read too")
        .check(CLASSES);
  }

  /** The first package name below {@code tilde}, or the facade's. */
  private static String room(JavaClass c) {
    return Arrays.stream(c.getPackageName().split("\\.")).skip(1).findFirst().orElse(FACADE);
  }
}
