package tilde.maven;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;

/** Fetches libraries from Maven repositories, as the user's own Maven would. */
public final class MavenResolver {
  private static final String RUNTIME = "runtime"; // the scope

  private MavenResolver() {}

  /** A library cannot be had; the message says which and why. */
  public static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1;

    Unresolved(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The jars of these libraries and of all that they need, fetched where they are not there yet.
   *
   * @param coordinates each as {@code group:artifact:version} or {@code
   *     group:artifact:extension:classifier:version}
   */
  public static List<Path> resolve(List<String> coordinates) throws Unresolved {
    List<Dependency> wanted = coordinates.stream().map(MavenResolver::dependency).toList();
    MavenSettings settings = MavenSettings.ofUser();
    try (RepositorySystem maven = new RepositorySystemSupplier().get()) {
      SessionBuilder builder = new SessionBuilderSupplier(maven).get();
      settings.applyTo(builder);
      try (CloseableSession session = builder.build()) {
        CollectRequest collect =
            new CollectRequest()
                .setDependencies(wanted)
                .setRepositories(maven.newResolutionRepositories(session, settings.repositories()));
        return maven
            .resolveDependencies(session, new DependencyRequest(collect, null))
            .getArtifactResults()
            .stream()
            .map(ArtifactResult::getArtifact)
            .map(Artifact::getPath)
            .toList();
      }
    } catch (DependencyResolutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Unresolved(cause.getMessage(), e);
    }
  }

  private static Dependency dependency(String coordinates) {
    try {
      return new Dependency(new DefaultArtifact(coordinates), RUNTIME);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\""
              + coordinates
              + "\" names no library: expected group:artifact:version, such as"
              + " org.jsoup:jsoup:1.21.1",
          e);
    }
  }
}
