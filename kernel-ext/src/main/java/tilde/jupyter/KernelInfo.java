package tilde.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Answers what kernel this is. */
final class KernelInfo implements RequestHandler {
  @Override
  public JsonObject answer(Message request) {
    String version = version();
    JsonObject language = new JsonObject();
    language.addProperty("name", "java");
    language.addProperty("version", System.getProperty("java.version"));
    language.addProperty("mimetype", "text/x-java");
    language.addProperty("file_extension", ".java");
    language.addProperty("pygments_lexer", "java");
    language.addProperty("codemirror_mode", "text/x-java");

    JsonObject reply = Replies.status(Replies.OK);
    reply.addProperty("protocol_version", Wire.PROTOCOL);
    reply.addProperty("implementation", "tilde");
    reply.addProperty("implementation_version", version);
    reply.add("language_info", language);
    reply.addProperty("banner", "Tilde " + version + ", Java " + Runtime.version());
    reply.add("help_links", new JsonArray());
    return reply;
  }

  private static String version() {
    String version = KernelInfo.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
