package tilde.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tilde.array.Shape;
import tilde.onnx.format.TensorProto;
import tilde.train.Normalization;

/**
 * The steps at the start of a graph that subtract a mean and divide by a deviation.
 *
 * @param count how many they are
 */
record NormalizationSteps(int count, Optional<Normalization> found) {

  static NormalizationSteps of(Source source, List<Step> steps, Shape in) {
    double[] mean = new double[in.channels()];
    double[] std = new double[in.channels()];
    Arrays.fill(std, 1);
    int count = 0;
    if (is(steps, count, "Sub")) {
      mean = numbers(source, steps.get(count++), in);
    }
    if (is(steps, count, "Div")) {
      std = numbers(source, steps.get(count++), in);
      for (double deviation : std) {
        if (!(deviation > 0)) {
          throw source
              .operation(steps.get(count - 1).node())
              .problem("deviations above 0", deviation);
        }
      }
    }
    return new NormalizationSteps(
        count, count == 0 ? Optional.empty() : Optional.of(new Normalization(mean, std)));
  }

  private static boolean is(List<Step> steps, int at, String op) {
    return at < steps.size() && steps.get(at).is(op);
  }

  /** One number a channel, however many axes they have beside it. */
  private static double[] numbers(Source source, Step step, Shape in) {
    Operation at = source.operation(step.node());
    at.done();
    TensorProto tensor = at.constant(1);
    float[] values = at.reals(tensor);
    int behind = in.dims().size() - 1; // axes of one pixel
    List<Integer> dims = tensor.dims();
    boolean channels =
        dims.size() > behind
            && values.length == in.channels()
            && dims.get(dims.size() - 1 - behind) == in.channels();
    if (values.length != 1 && !channels) {
      throw at.problem("one number for each channel of " + in, "'" + tensor.name() + "' " + dims);
    }
    double[] numbers = new double[in.channels()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = values[values.length == 1 ? 0 : c];
    }
    return numbers;
  }
}
