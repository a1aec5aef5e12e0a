package tilde.run;

import java.util.List;
import tilde.notebook.CellOutput;
import tilde.session.Output;
import tilde.session.Output.ClearOutput;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;

/** A session's outputs as a notebook stores them: the place where the two meet. */
final class StoredOutputs {
  private StoredOutputs() {}

  static List<CellOutput> of(List<Output> outputs) {
    return outputs.stream()
        .filter(o -> !(o instanceof ClearOutput))
        .map(StoredOutputs::of)
        .toList();
  }

  private static CellOutput of(Output output) {
    if (output instanceof Stream stream) {
      return CellOutput.stream(stream.name(), stream.text());
    } else if (output instanceof DisplayData display) {
      return CellOutput.display(display.bundle().data());
    } else if (output instanceof Result result) {
      return CellOutput.result(result.bundle().data(), result.executionCount());
    }
    Failure failure = (Failure) output;
    return CellOutput.error(failure.ename(), failure.evalue(), failure.traceback());
  }
}
