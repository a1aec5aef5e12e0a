package tilde.onnx.format;

/**
 * An ONNX file cannot be written or read; the message says where, what was expected, and what came.
 */
public final class OnnxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param message names the file, or the layer
   */
  public OnnxException(String message) {
    super(message);
  }

  /** With what was found out below. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
