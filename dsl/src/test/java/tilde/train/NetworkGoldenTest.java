package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Golden;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.Network;
import tilde.loss.Targets;

/** Whole networks against PyTorch: scores, loss, all gradients, and five steps on one batch. */
class NetworkGoldenTest {
  private static final double TOLERANCE = 1e-5; // five steps of float32 against float64

  private static Network network(String name) {
    return name.startsWith("first net") ? Nets.first() : Nets.deeper();
  }

  private static Learner start(Golden net, Engine engine) {
    Learner learner = Nets.learner(network(net.text("name")), engine);
    List<Network.Parameter> parameters = learner.network().parameters();
    Map<Integer, float[]> values = new HashMap<>();
    for (int p = 0; p < parameters.size(); p++) {
      assertThat(parameters.get(p).spec().shapeArray())
          .isEqualTo(net.shape(parameters.get(p).name()));
      values.put(p, net.floats(parameters.get(p).name()));
    }
    learner.setParameters(values);
    return learner;
  }

  private static Examples examples(Golden net) {
    int[] x = net.shape("x");
    Shape sample = Shape.of(Arrays.copyOfRange(x, 1, x.length));
    int classes = net.shape("logits")[1];
    return new Examples(sample, net.floats("x"), Targets.ofLabels(net.ints("labels"), classes));
  }

  private static void assertClose(String what, float[] actual, double[] expected) {
    assertThat(actual).as(what).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", what, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"first net", "deeper net"})
  void scoresLossAndGradients(String name) {
    Golden net = Golden.named("network", name);
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      Learner learner = start(net, engine);
      Examples batch = examples(net);
      assertClose("scores", learner.scores(batch), net.doubles("logits"));
      Learner.Gradients gradients = learner.gradients(batch);
      assertThat(gradients.loss()).isCloseTo(net.number("loss"), within(1e-6));
      assertClose("dx", gradients.input(), net.doubles("grad.x"));
      List<Network.Parameter> parameters = learner.network().parameters();
      for (int p = 0; p < parameters.size(); p++) {
        String parameter = parameters.get(p).name();
        assertClose(
            "d" + parameter, gradients.parameters().get(p), net.doubles("grad." + parameter));
      }
    }
  }

  static List<Golden> trainings() {
    return Golden.cases("network").stream()
        .filter(golden -> golden.entries().has("optimizer"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void fiveSteps(Golden training) {
    String name = training.text("name");
    Golden net = Golden.named("network", name.substring(0, name.indexOf(',')));
    double rate = training.number("lr");
    Optimizer optimizer =
        training.text("optimizer").equals("sgd")
            ? new Sgd(rate, training.number("momentum"), training.flag("nesterov"))
            : new Adam(
                rate, training.number("beta1"), training.number("beta2"), training.number("eps"));
    Learner learner = start(net, Engine.chosen());
    // One batch an epoch: shuffling changes no more than the order of its sum.
    TrainingSettings settings = new TrainingSettings(5, 5, optimizer, 1, 2);
    TrainingLog log = learner.train(settings, examples(net), null, Nets.silent());
    double[] losses = training.doubles("losses");
    for (int step = 0; step < 5; step++) {
      assertThat(log.batches().get(step).loss()).isCloseTo(losses[step], within(TOLERANCE));
    }
    List<Network.Parameter> parameters = learner.network().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      String parameter = parameters.get(p).name();
      assertClose(parameter, learner.parameters().get(p), training.doubles(parameter));
    }
  }
}
