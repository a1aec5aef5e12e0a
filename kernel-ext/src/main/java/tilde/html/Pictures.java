package tilde.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tilde.notebook.Cell;

/** Brings the pictures that Markdown names into the page; those on the net stay links. */
final class Pictures {
  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "svg", "image/svg+xml",
          "webp", "image/webp");
  private static final String ATTACHMENT = "attachment:";

  private final Path folder;

  Pictures(Path folder) {
    this.folder = folder;
  }

  /** The address for the page: the picture itself if it lies in the cell or beside the notebook. */
  String address(String written, Cell cell) {
    if (written.startsWith(ATTACHMENT)) {
      return cell.attachment(written.substring(ATTACHMENT.length()))
          .map(picture -> Html.dataUri(picture.getKey(), picture.getValue()))
          .orElse(written);
    }
    String ending = written.substring(written.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.get(ending);
    try {
      Path file = folder.resolve(written);
      if (type != null && Files.isRegularFile(file)) {
        return Html.dataUri(type, Files.readAllBytes(file));
      }
    } catch (InvalidPathException | IOException notAFileToRead) {
      return written;
    }
    return written;
  }
}
