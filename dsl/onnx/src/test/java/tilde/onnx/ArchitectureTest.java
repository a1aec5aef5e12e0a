package tilde.onnx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The file format knows nothing of networks, and only it knows protobuf. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void bothPackagesHaveClasses() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrder("tilde.onnx", "tilde.onnx.format");
  }

  @Test
  void theFormatSeesOnlyProtobuf() {
    classes()
        .that()
        .resideInAPackage("tilde.onnx.format")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("tilde.onnx.format", "com.google.protobuf", "java..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFormatSeesProtobuf() {
    noClasses()
        .that()
        .resideOutsideOfPackage("tilde.onnx.format")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFacadeIsPublicHere() {
    classes()
        .that()
        .resideInAPackage("tilde.onnx")
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("Onnx")
        .should()
        .bePackagePrivate()
        .check(CLASSES);
  }

  @Test
  void staticsAreFinalAndNothingIsDrawnOrSerialized() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(RandomGenerator.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectOutputStream.class)
        .check(CLASSES);
  }
}
