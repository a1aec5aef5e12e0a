package tilde.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Jupyter's own schema of notebook format 4.5. */
public final class OfficialSchema {
  private static final Schema SCHEMA = load();

  private OfficialSchema() {}

  private static Schema load() {
    try (InputStream in =
        OfficialSchema.class.getResourceAsStream("/nbformat/nbformat.v4.5.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void assertValid(String notebook) {
    assertThat(SCHEMA.validate(notebook, InputFormat.JSON)).isEmpty();
  }

  public static void assertValid(Path notebook) throws IOException {
    assertValid(Files.readString(notebook));
  }

  static boolean isValid(String notebook) {
    return SCHEMA.validate(notebook, InputFormat.JSON).isEmpty();
  }
}
