package tilde.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.output.MimeBundle;

/** MIME bundles as fields of messages. */
public final class Bundles {
  private Bundles() {}

  /** Type and content in turn. */
  public static List<Object> toField(MimeBundle bundle) {
    List<Object> field = new ArrayList<>();
    bundle
        .data()
        .forEach(
            (type, content) -> {
              field.add(type);
              field.add(content instanceof byte[] ? content : content.toString());
            });
    return field;
  }

  /** The bundle of which a field was made. */
  public static MimeBundle ofField(List<?> field) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (int i = 0; i < field.size(); i += 2) {
      data.put((String) field.get(i), field.get(i + 1));
    }
    return new MimeBundle(data);
  }
}
