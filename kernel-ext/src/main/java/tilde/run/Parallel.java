package tilde.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at a time. */
final class Parallel {
  private Parallel() {}

  /** The results in the order of {@code work}; what fails is thrown when all are done. */
  static <T> List<T> run(List<Callable<T>> work, int atATime) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(atATime, work.size()));
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unusable("stopped");
    } finally {
      threads.shutdownNow();
    }
  }
}
