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
        .filter(output -> !(output instanceof ClearOutput))
        .map(StoredOutputs::of)
        .toList();
  }

  private static CellOutput of(Output output) {
    if (output instanceof Stream stream) {
      return new CellOutput.Stream(stream.name(), TerminalText.shown(stream.text()));
    } else if (output instanceof DisplayData display) {
      return new CellOutput.Display(display.bundle().data());
    } else if (output instanceof Result result) {
      return new CellOutput.Result(result.bundle().data(), result.executionCount());
    }
    Failure failure = (Failure) output;
    return new CellOutput.Failure(failure.ename(), failure.evalue(), failure.traceback());
  }
}
