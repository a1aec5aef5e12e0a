package tilde.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/** The user's {@code settings.xml}: local repository, mirrors, proxies, passwords, repositories. */
final class MavenSettings {
  private static final RemoteRepository CENTRAL =
      new RemoteRepository.Builder("central", "default", "https://repo.maven.apache.org/maven2")
          .build();

  private final Settings settings;
  private final Path home;

  private MavenSettings(Settings settings, Path home) {
    this.settings = settings;
    this.home = home;
  }

  /** Those of the user, and of the Maven that {@code MAVEN_HOME} names, if it names one. */
  static MavenSettings ofUser() throws MavenResolver.Unresolved {
    Path home = Path.of(System.getProperty("user.home"), ".m2");
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    request.setUserSettingsFile(home.resolve("settings.xml").toFile());
    Optional.ofNullable(System.getenv("MAVEN_HOME"))
        .map(maven -> new File(maven, "conf/settings.xml"))
        .ifPresent(request::setGlobalSettingsFile);
    request.setSystemProperties(System.getProperties());
    try {
      return new MavenSettings(
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings(),
          home);
    } catch (SettingsBuildingException e) {
      throw new MavenResolver.Unresolved("settings.xml of Maven: " + e.getMessage(), e);
    }
  }

  /** Maven Central, and those of the active profiles. */
  List<RemoteRepository> repositories() {
    List<RemoteRepository> all = new ArrayList<>();
    activeProfiles()
        .flatMap(profile -> profile.getRepositories().stream())
        .map(r -> new RemoteRepository.Builder(r.getId(), "default", r.getUrl()).build())
        .forEach(all::add);
    if (all.stream().noneMatch(repository -> repository.getId().equals(CENTRAL.getId()))) {
      all.add(CENTRAL);
    }
    return all;
  }

  private Stream<Profile> activeProfiles() {
    return settings.getProfiles().stream()
        .filter(
            profile ->
                settings.getActiveProfiles().contains(profile.getId())
                    || profile.getActivation() != null
                        && profile.getActivation().isActiveByDefault());
  }

  void applyTo(SessionBuilder session) {
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    DefaultProxySelector proxies = new DefaultProxySelector();
    for (Proxy proxy : settings.getProxies()) {
      if (proxy.isActive()) {
        proxies.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                authentication(proxy.getUsername(), proxy.getPassword())),
            proxy.getNonProxyHosts());
      }
    }
    DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      servers.add(server.getId(), authentication(server.getUsername(), server.getPassword()));
    }
    String local = settings.getLocalRepository();
    session
        .withLocalRepositoryBaseDirectories(
            local == null ? home.resolve("repository") : Path.of(local))
        .setMirrorSelector(mirrors)
        .setProxySelector(proxies)
        .setAuthenticationSelector(servers)
        .setOffline(settings.isOffline())
        .setSystemProperties(System.getProperties());
  }

  private static Authentication authentication(String name, String password) {
    return name == null
        ? null
        : new AuthenticationBuilder().addUsername(name).addPassword(password).build();
  }
}
