package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.adam;
import static tilde.Tilde.adamW;
import static tilde.Tilde.digits;
import static tilde.Tilde.labelSmoothing;
import static tilde.Tilde.load;
import static tilde.Tilde.net;
import static tilde.Tilde.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.file.FileFormatException;
import tilde.layer.Layer;
import tilde.train.Optimizer;

/** Models in files: what is loaded is what was saved, and trains on as if it had not been. */
class ModelFileTest {
  private static final Dataset SOME = digits().take(120);

  @TempDir Path folder;

  private String file() {
    return folder.resolve("m.tilde").toString();
  }

  private Model savedAndLoaded(Model model, OwnLayer... own) {
    model.save(file());
    return load(file(), own);
  }

  private static void assertSame(Model found, Model expected) {
    assertThat(found.net()).isEqualTo(expected.net()).hasToString(expected.net().toString());
    assertThat(found).hasToString(expected.toString());
    assertThat(found.parameters()).isEqualTo(expected.parameters());
    assertThat(found.normalization()).isEqualTo(expected.normalization());
    assertThat(found.history().csv()).isEqualTo(expected.history().csv());
    assertThat(found.history().batchCsv()).isEqualTo(expected.history().batchCsv());
  }

  @Test
  void everyLayerComesBackEqual() {
    Set<Layer> seen = new HashSet<>();
    for (Net net : NetCases.all()) {
      if (seen.addAll(net.layers())) { // each setting once or twice, not with each neighbour
        assertThat(savedAndLoaded(net.mse()).net()).isEqualTo(net).hasToString(net.toString());
      }
    }
    assertThat(seen).hasSizeGreaterThan(35);
  }

  @Test
  void everyLossComesBackEqual() {
    Net net = net(4).dense(2);
    Stream.of(
            net.softmaxCE(),
            net.softmaxCE(labelSmoothing(0.1).classWeights(1, 1.0 / 3)),
            net.sigmoidCE(),
            net.mse(),
            net.hinge())
        .forEach(model -> assertSame(savedAndLoaded(model), model));
  }

  private static Model residual() {
    return net(1, 8, 8)
        .conv(3, 3)
        .filters(3)
        .same()
        .noBias()
        .batchNorm()
        .relu()
        .residual(n -> n.conv(3, 3).filters(5).stride(2).same().batchNorm())
        .layerNorm()
        .dropout(0.3)
        .dense(10)
        .softmaxCE();
  }

  static List<Optimizer> optimizers() {
    return List.of(
        adam(0.01),
        adamW(0.01).betas(0.8, 0.99).weightDecay(0.1),
        sgd(0.1).momentum(0.9).nesterov().weightDecay(1e-4),
        sgd(0.1),
        Tilde.rmsProp(0.01),
        Tilde.adagrad(0.05));
  }

  /** Of 120 normalised digits, with all that could differ: batch norm, dropout, frozen layers. */
  private static Training training(Model model, Optimizer optimizer) {
    return model
        .train(SOME.normalize())
        .epochs(2)
        .batchSize(50)
        .optimizer(optimizer)
        .seed(3)
        .clipNorm(2)
        .rate("conv1", 0.5)
        .validate(SOME.take(30));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void trainingGoesOnToTheSameBits(Optimizer optimizer) {
    Model whole = residual();
    training(whole, optimizer).freeze("dense1").run();
    Model loaded = savedAndLoaded(whole);
    assertSame(loaded, whole);
    training(whole, optimizer).run();
    training(loaded, optimizer).run();
    assertSame(loaded, whole);
    assertThat(loaded.predict(SOME.images())).hasToString(whole.predict(SOME.images()).toString());
    assertThat(loaded.evaluate(SOME)).hasToString(whole.evaluate(SOME).toString());
  }

  @Test
  void trainingGoesOnToTheSameBitsAfterEarlyStopping() {
    UnaryOperator<Model> train =
        model -> {
          model
              .train(SOME)
              .epochs(9)
              .batchSize(20)
              .optimizer(adam(0.05))
              .validate(SOME.take(30))
              .earlyStopping(1)
              .run();
          return model;
        };
    Model whole = train.apply(residual());
    Model loaded = savedAndLoaded(whole);
    assertSame(train.apply(loaded), train.apply(whole));
  }

  @Test
  void trainingGoesOnToTheSameBitsAfterItBlewUp() {
    Model whole = residual();
    assertThatThrownBy(
            () -> whole.train(SOME.normalize()).onBatch(e -> fail(e.batch())).batchSize(50).run())
        .hasMessageContaining("enough");
    Model loaded = savedAndLoaded(whole);
    training(whole, adam(0.01)).run();
    training(loaded, adam(0.01)).run();
    assertSame(loaded, whole);
  }

  private static void fail(int batch) {
    if (batch == 2) {
      throw new IllegalStateException("enough");
    }
  }

  @Test
  void anUntrainedModelStillDrawsFromTheSeedOfItsTraining() {
    Model loaded = savedAndLoaded(residual());
    Model whole = residual();
    training(whole, adam(0.01)).run();
    training(loaded, adam(0.01)).run();
    assertSame(loaded, whole);
  }

  @Test
  void aModelWithoutAnInputShapeTakesItFromItsFirstData() {
    Model loaded = savedAndLoaded(net().conv(3, 3).relu().dense(10).softmaxCE());
    assertThat(loaded).hasToString("net().conv(3, 3).relu().dense(10).softmaxCE()");
    loaded.train(SOME).epochs(1).run();
    assertSame(savedAndLoaded(loaded), loaded);
  }

  @Test
  void classNamesTravel() {
    Dataset named = Dataset.of(Tilde.randn(0, 4, 3), new int[] {0, 1, 0, 1}, List.of("ä \"", "b"));
    Model model = net(3).dense(2).softmaxCE();
    model.train(named).epochs(1).run();
    String predicted = model.predict(named.images()).toString();
    assertThat(predicted).containsAnyOf("ä \"", "b");
    assertThat(savedAndLoaded(model).predict(named.images())).hasToString(predicted);
  }

  @Test
  void savingDuringTrainingGivesTheLastWholeStep() throws Exception {
    Model model = residual();
    CountDownLatch begun = new CountDownLatch(3);
    Thread trainer =
        new Thread(
            () ->
                model
                    .train(SOME)
                    .batchSize(10)
                    .epochs(40)
                    .optimizer(adam(0.01))
                    .onBatch(e -> begun.countDown())
                    .run());
    trainer.start();
    begun.await();
    for (int i = 0; i < 20; i++) {
      Model saved = savedAndLoaded(model);
      // of each saved state a fresh model can say what it is: that after as many steps
      int steps = saved.history().batchLoss().length;
      Model copy = model.copy();
      assertThat(copy.history().batchLoss().length).isGreaterThanOrEqualTo(steps);
      Model again = residual();
      if (i % 10 == 0) {
        assertThatThrownBy(
                () ->
                    again
                        .train(SOME)
                        .batchSize(10)
                        .epochs(40)
                        .optimizer(adam(0.01))
                        .onBatch(e -> stopAt(again, steps))
                        .run())
            .hasMessageContaining("so far");
        assertThat(saved.parameters()).isEqualTo(again.parameters());
      }
    }
    trainer.join();
  }

  private static void stopAt(Model model, int steps) {
    if (model.history().batchLoss().length >= steps) {
      throw new IllegalStateException("so far");
    }
  }

  // ---- layers of one's own

  private record Scale(double by) implements OwnLayer {
    @Override
    public String name() {
      return "scale";
    }

    @Override
    public Map<String, Tensor> parameters(int... in) {
      return Map.of("g", Tensor.full(by, 1));
    }

    @Override
    public Tensor forward(Tensor x, Map<String, Tensor> w) {
      return x.times(w.get("g").get(0));
    }

    @Override
    public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
      return new Back(dy.times(w.get("g").get(0)), Map.of("g", Tensor.full(dy.times(x).sum(), 1)));
    }
  }

  @Test
  void aLayerOfOnesOwnIsPassedWhenLoading() {
    Model model = net(1, 8, 8).residual(n -> n.layer(new Scale(2))).dense(10).softmaxCE();
    model.train(SOME).epochs(1).run();
    assertSame(savedAndLoaded(model, new Scale(2)), model);
    assertThatThrownBy(() -> load(file()))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file()
                + ": the network has a layer of your own named \"scale\", which a file cannot hold:"
                + " pass it when loading, e.g. load(\""
                + file()
                + "\", scale)");
    assertThatThrownBy(() -> load(file(), new Scale(1), new Scale(2)))
        .hasMessageContaining("cannot hold: expected one of this name, got 2");
  }

  @Test
  void twoLayersOfOneNameCannotBeSaved() {
    Model model = net(3).layer(new Scale(2)).layer(new Scale(3)).softmaxCE();
    assertThatThrownBy(() -> model.save(file()))
        .hasMessage(
            "cannot save the network: it has two layers of your own that are named scale, and a"
                + " file knows them by their names: give them different ones");
    assertThat(Path.of(file())).doesNotExist();
  }

  @Test
  void anOptimizerOfOnesOwnCannotBeSaved() {
    Optimizer own = new Own(sgd(0.1));
    Model model = net(1, 8, 8).dense(10).softmaxCE();
    model.train(SOME).epochs(1).optimizer(own).run();
    assertThatThrownBy(() -> model.save(file()))
        .hasMessageContaining(
            "$Own, a class of your own: expected an implementation of Optimizer that comes with Tilde");
  }

  private record Own(Optimizer inner) implements Optimizer {
    @Override
    public String dsl() {
      return "own()";
    }

    @Override
    public double learningRate() {
      return inner.learningRate();
    }

    @Override
    public int moments() {
      return inner.moments();
    }

    @Override
    public void step(
        long step, double rate, float[] w, float[] dw, float[][] m, float[] newW, float[][] newM) {
      inner.step(step, rate, w, dw, m, newW, newM);
    }
  }

  // ---- what goes wrong

  @Test
  void aFolderThatIsNotThereIsToldAndAnOldFileStays() throws IOException {
    Model model = net(3).dense(2).softmaxCE();
    assertThatThrownBy(() -> model.save(folder.resolve("no/m.tilde")))
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> load(file())).hasMessageContaining("there is no such file");
    Files.writeString(Path.of(file()), "<html>not found</html>");
    assertThatThrownBy(() -> load(file()))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("offset 0: expected a header of at most");
  }

  @Test
  void aNumberThatChangedOnTheDiskIsNoticed() throws IOException {
    net(3).dense(2).softmaxCE().save(file());
    byte[] bytes = Files.readAllBytes(Path.of(file()));
    bytes[bytes.length - 30] ^= 1; // somewhere in the weights, which stay finite
    Files.write(Path.of(file()), bytes);
    assertThatThrownBy(() -> load(file()))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("the file was damaged after it was saved");
  }
}
