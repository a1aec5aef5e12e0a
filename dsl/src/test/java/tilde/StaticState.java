package tilde;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.text.Format;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import tilde.output.Host;

/** The rule that no static field holds anything that changes; {@link Host} is the one exception. */
final class StaticState {
  static final ArchRule NEVER_CHANGES =
      fields()
          .that()
          .areStatic()
          .and()
          .areNotDeclaredIn(Host.class)
          .should(neverChange())
          .because("a notebook's cells and two models in one program must not meet by accident");

  /** Types of the JDK whose values change, besides collections and java.util.concurrent.atomic. */
  private static final List<Class<?>> HOLDERS =
      List.of(
          ThreadLocal.class,
          Reference.class,
          StringBuilder.class,
          StringBuffer.class,
          Buffer.class,
          Format.class,
          Date.class,
          Calendar.class,
          Executor.class,
          Future.class,
          Thread.class,
          Lock.class,
          ReadWriteLock.class);

  private StaticState() {}

  private static ArchCondition<JavaField> neverChange() {
    return new ArchCondition<>("hold nothing that changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (!field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
          reasonItChanges(field)
              .ifPresent(
                  reason ->
                      events.add(
                          SimpleConditionEvent.violated(
                              field, field.getFullName() + " " + reason)));
        }
      }
    };
  }

  private static Optional<String> reasonItChanges(JavaField field) {
    JavaClass type = field.getRawType();
    if (!field.getModifiers().contains(JavaModifier.FINAL)) {
      return Optional.of("is static but not final");
    }
    if (type.isArray()) {
      return field.getModifiers().contains(JavaModifier.PRIVATE)
          ? Optional.empty()
          : Optional.of("is an array that others can write to: make it private");
    }
    if (type.getPackageName().equals("java.util.concurrent.atomic")
        || HOLDERS.stream().anyMatch(type::isAssignableTo)) {
      return Optional.of("holds a " + type.getSimpleName() + ", which changes");
    }
    if (hasSettableField(type)) {
      return Optional.of("holds a " + type.getSimpleName() + ", which has a field that changes");
    }
    if (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) {
      String value = valueOf(field).getClass().getName();
      return value.matches("java\\.util\\.(ImmutableCollections\\$|Collections\\$(Unm|Emp|Sin)).*")
          ? Optional.empty()
          : Optional.of("holds a " + value + ", which changes: use List.of, Map.copyOf, ...");
    }
    return Optional.empty();
  }

  private static boolean hasSettableField(JavaClass type) {
    return type.getAllFields().stream()
        .filter(f -> f.getOwner().getPackageName().startsWith("tilde"))
        .map(JavaField::getModifiers)
        .anyMatch(m -> !m.contains(JavaModifier.STATIC) && !m.contains(JavaModifier.FINAL));
  }

  private static Object valueOf(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return reflected.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError("cannot read " + field.getFullName(), e);
    }
  }
}
