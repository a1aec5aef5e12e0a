package tilde;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Networks of every layer and refinement; public, so that cells can compare with them. */
public final class NetCases {
  private NetCases() {}

  /** All of them, the same in every call. */
  public static List<Net> all() {
    List<Net> nets = new ArrayList<>();
    for (Net start : List.of(Tilde.net(), Tilde.net(2, 31, 29))) {
      nets.add(start);
      steps(start).forEach(nets::add);
      steps(start).forEach(step -> nets.add(step.relu().maxPool(2).flatten().dense(7)));
      steps(start).forEach(step -> steps(step).forEach(nets::add));
      moreSteps(start).forEach(nets::add);
      moreSteps(start).forEach(step -> nets.add(step.leakyRelu(0.125).layerNorm().dense(7)));
    }
    nets.add(Tilde.net(64).dense(10).noBias().relu().dense(2));
    return List.copyOf(nets);
  }

  /** One more layer, in each way it can be refined. */
  private static Stream<Net> steps(Net net) {
    return Stream.of(
        net.conv(3, 3),
        net.conv(5, 1).filters(16),
        net.conv(1, 4).stride(2),
        net.conv(2, 3).dilation(2).noBias(),
        net.conv(3, 3).same(),
        net.conv(3, 3).same().valid(),
        net.conv(3, 2).full().filters(1),
        net.conv(3, 3).padding(2),
        net.conv(5, 5).filters(4).stride(3).dilation(2).padding(4, 0, 3, 1).noBias(),
        net.depthwiseConv(3, 3),
        net.depthwiseConv(1, 2).stride(2).dilation(3).same().noBias(),
        net.depthwiseConv(3, 1).padding(1, 0, 2, 3),
        net.convTranspose(2, 2).stride(2).filters(3),
        net.convTranspose(3, 2).dilation(2).full().noBias(),
        net.convTranspose(3, 3).padding(0, 1, 2, 0),
        net.relu(),
        net.maxPool(2),
        net.maxPool(3, 2),
        net.maxPool(2).stride(1));
  }

  /** The same, of layers that are too many to follow all of the others. */
  private static Stream<Net> moreSteps(Net net) {
    return Stream.of(
        net.leakyRelu(),
        net.leakyRelu(1e-4),
        net.gelu(),
        net.silu(),
        net.sigmoid(),
        net.tanh(),
        net.softmax(),
        net.avgPool(2),
        net.avgPool(3, 2).padding(1),
        net.avgPool(4).stride(2).padding(2),
        net.globalAvgPool(),
        net.upsample(2),
        net.layerNorm(),
        net.batchNorm(),
        net.batchNorm().momentum(0.25).epsilon(1e-4),
        net.dropout(0.5),
        net.residual(n -> n.relu()),
        net.residual(n -> n.conv(3, 3).stride(2).same().batchNorm().dropout(0.1)),
        net.residual(n -> n.residual(m -> m.conv(1, 1).residual(k -> k.relu())).relu()));
  }
}
