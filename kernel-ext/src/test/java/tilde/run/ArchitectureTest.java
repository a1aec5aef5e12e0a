package tilde.run;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floor plan of the notebook's side: session and notebook apart, joined by run. */
class ArchitectureTest {
  /** Each package, and the others of this module that it may use. */
  private static final Map<String, List<String>> FLOOR_PLAN =
      Map.ofEntries(
          uses("tilde.wire"),
          uses("tilde.user", "tilde.wire"),
          uses("tilde.help"),
          uses("tilde.maven"),
          uses("tilde.session", "tilde.wire", "tilde.user", "tilde.help", "tilde.maven"),
          uses("tilde.notebook"),
          uses("tilde.compare", "tilde.notebook"),
          uses("tilde.html", "tilde.notebook"),
          uses("tilde.jupyter", "tilde.session"),
          uses(
              "tilde.run",
              "tilde.session",
              "tilde.notebook",
              "tilde.compare",
              "tilde.html",
              "tilde.jupyter"),
          uses("tilde.junit", "tilde.run", "tilde.session", "tilde.notebook", "tilde.compare"));

  private static Map.Entry<String, List<String>> uses(String room, String... others) {
    return Map.entry(room, List.of(others));
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyPackageOfTheFloorPlanHasClasses() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName)).containsAll(FLOOR_PLAN.keySet());
  }

  @Test
  void everyClassHasAPlaceInTheFloorPlan() {
    classes().should().resideInAnyPackage(roomsAndBelow()).allowEmptyShould(true).check(CLASSES);
  }

  @Test
  void packagesUseOnlyWhatTheFloorPlanSays() {
    FLOOR_PLAN.forEach(
        (room, uses) ->
            ignores(
                room,
                FLOOR_PLAN.keySet().stream()
                    .filter(other -> !other.equals(room) && !uses.contains(other))
                    .toList()));
  }

  @Test
  void onlyTildeJunitNeedsJUnit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("tilde.junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..")
        .check(CLASSES);
  }

  @Test
  void theUserJvmKnowsOnlyTheWayToItsSession() {
    seesOnly("tilde.user", "tilde.wire", "tilde.output");
    seesOnly("tilde.wire", "tilde.output");
  }

  @Test
  void whatTheSessionUsesStandsAlone() {
    seesOnly("tilde.help");
    seesOnly("tilde.maven");
  }

  @Test
  void onlyTheJupyterKernelUsesZeroMq() {
    noClasses()
        .that()
        .resideOutsideOfPackage("tilde.jupyter..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.zeromq..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheSessionUsesJShell() {
    noClasses()
        .that()
        .resideOutsideOfPackages("tilde.session..", "tilde.user..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jshell..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineEndsTheProgram() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("tilde.run.Main")
        .and()
        .resideOutsideOfPackage("tilde.user..") // which is a program of its own
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void noStaticStateCanChange() {
    fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(CLASSES);
    noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(resideInAPackage("java.util.concurrent..").or(assignableTo(ThreadLocal.class)))
        .because("two sessions in one program must not meet by accident")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** Of our own packages, only these. */
  private static void seesOnly(String one, String... seen) {
    List<String> allowed = Stream.concat(Stream.of(one), Stream.of(seen)).toList();
    noClasses()
        .that()
        .resideInAPackage(one + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tilde..")
                .and(
                    not(
                        resideInAnyPackage(
                            allowed.stream().map(p -> p + "..").toArray(String[]::new)))))
        .check(CLASSES);
  }

  private static void ignores(String one, List<String> others) {
    noClasses()
        .that()
        .resideInAPackage(one + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.stream().map(other -> other + "..").toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String[] roomsAndBelow() {
    return FLOOR_PLAN.keySet().stream().map(room -> room + "..").toArray(String[]::new);
  }
}
