package tilde.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import tilde.Tensor;

/** Runs ONNX files in ONNX Runtime. */
final class RuntimeRun {
  private RuntimeRun() {}

  /** The only output of a file for a batch. */
  static Tensor of(Path file, Tensor x) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options);
          OnnxTensor input = tensor(environment, x);
          OrtSession.Result result =
              session.run(Map.of(session.getInputNames().iterator().next(), input))) {
        OnnxTensor y = (OnnxTensor) result.get(0);
        FloatBuffer values = y.getFloatBuffer();
        float[] data = new float[values.remaining()];
        values.get(data);
        long[] shape = y.getInfo().getShape();
        return Tensor.of(data, java.util.Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
      }
    } catch (OrtException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor x) throws OrtException {
    long[] shape = java.util.Arrays.stream(x.shape()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(x.toArray()), shape);
  }
}
