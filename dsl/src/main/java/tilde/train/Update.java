package tilde.train;

import java.util.List;
import tilde.layer.Network;

/** From a gradient to the next state: clipping, then the optimizer's step of each parameter. */
final class Update {
  private final Optimizer optimizer;
  private final Clipping clipping;
  private final double[] factors; // on the rate of each parameter; 0 where it is frozen
  private final boolean[] learns; // by gradient: neither frozen nor a statistic

  Update(TrainingSettings settings, Network network) {
    this.optimizer = settings.optimizer();
    this.clipping = settings.clipping();
    this.factors = settings.rates().of(network);
    List<Network.Parameter> parameters = network.parameters();
    this.learns = new boolean[parameters.size()];
    for (int p = 0; p < learns.length; p++) {
      learns[p] = factors[p] > 0 && parameters.get(p).spec().trained();
    }
  }

  /**
   * One step.
   *
   * @param rate the learning rate of this step
   * @param dw the gradient, which clipping changes; of a parameter that no gradient changes, its
   *     next value
   * @param next where the next state goes
   */
  void apply(State now, double rate, float[][] dw, State next) {
    clipping.clip(dw, learns);
    for (int p = 0; p < dw.length; p++) {
      if (learns[p]) {
        long step = now.steps()[p] + 1;
        next.steps()[p] = step;
        optimizer.step(
            step,
            rate * factors[p],
            now.w()[p],
            dw[p],
            now.moments()[p],
            next.w()[p],
            next.moments()[p]);
      } else {
        next.copy(now, p);
        if (factors[p] > 0) {
          System.arraycopy(dw[p], 0, next.w()[p], 0, dw[p].length);
        }
      }
    }
  }
}
