package tilde.array;

/**
 * The inner loops in use, chosen once, and why. Both implementations give equal bits; they differ
 * in speed only.
 */
public final class Engine {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String FLAG = "--add-modules " + MODULE;
  private static final Engine PLAIN =
      new Engine(new PlainKernels(), "plain", "asked for by -Dtilde.engine=plain");
  private static final Engine CHOSEN = choose();

  private final Kernels kernels;
  private final String name;
  private final String reason;

  private Engine(Kernels kernels, String name, String reason) {
    this.kernels = kernels;
    this.name = name;
    this.reason = reason;
  }

  /**
   * The engine for this Java process: vector where that is possible, unless {@code
   * -Dtilde.engine=plain}.
   */
  public static Engine chosen() {
    return CHOSEN;
  }

  /** The plain engine, to compare with. */
  public static Engine plain() {
    return PLAIN;
  }

  private static Engine choose() {
    String wish = System.getProperty("tilde.engine", "auto");
    if (wish.equals("plain")) {
      return PLAIN;
    }
    if (!wish.equals("auto")) {
      throw new IllegalArgumentException("-Dtilde.engine is plain or auto, got " + wish);
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Engine(
          PLAIN.kernels,
          "plain",
          "the module "
              + MODULE
              + " is missing: start java with "
              + FLAG
              + " (jshell: -R"
              + FLAG.replace(" ", "=")
              + ") for several times the speed");
    }
    if (!VectorKernels.worthwhile()) {
      return new Engine(
          PLAIN.kernels, "plain", "this processor has no vectors of 128 bits or more");
    }
    return new Engine(
        new VectorKernels(),
        "vector",
        "the module " + MODULE + " is there, " + VectorKernels.bits() + " bits");
  }

  Kernels kernels() {
    return kernels;
  }

  /** {@code vector} or {@code plain}. */
  public String name() {
    return name;
  }

  /** Why this engine was chosen, and which flag is missing if a faster one could be. */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return name + ": " + reason;
  }
}
