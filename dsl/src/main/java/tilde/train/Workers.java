package tilde.train;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that compute. The caller only waits: if it is interrupted, or killed as JShell does,
 * the work is asked to stop at the next whole step and is waited for.
 */
final class Workers {
  private final ForkJoinPool pool;

  Workers(int threads) {
    // Idle threads end after a while, so that workers need not be closed.
    this.pool =
        new ForkJoinPool(
            threads,
            Workers::newThread,
            null,
            false,
            0,
            threads,
            1,
            blocked -> true, // a thread that waits for another is not replaced
            5,
            TimeUnit.SECONDS);
  }

  /**
   * A thread in the outermost group, which inherits nothing: it may outlive the cell that needed it
   * first, and what it shows belongs to the one that trains. A thread is born into the group of its
   * parent, and JShell's local execution stops all threads of the group that its cell runs in: so
   * the parent is another.
   */
  private static ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    ThreadGroup outermost = outermostGroup();
    return CompletableFuture.supplyAsync(
            () -> ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool),
            birth -> new Thread(outermost, birth, "tilde-parent", 0, false).start())
        .join();
  }

  /** The group that no cell runs in. */
  static ThreadGroup outermostGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /**
   * Runs {@code work} on these threads.
   *
   * @param stop set when the caller no longer wants to wait; {@code work} then ends soon
   */
  <T> T call(Callable<T> work, AtomicBoolean stop) {
    ForkJoinTask<T> task = pool.submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.set(true);
        }
      }
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } finally {
      if (!task.isDone()) {
        stop.set(true);
        task.quietlyJoin();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException failure(Throwable cause) {
    // A fork-join pool wraps what was thrown in another thread in an exception of the same class.
    Throwable origin = cause;
    while (isCopy(origin)) {
      origin = origin.getCause();
    }
    if (origin instanceof Error error) {
      throw error;
    }
    // Thrown anew where the caller waits. What was thrown in the worker only says it again, with
    // the frames of the engine: it is kept aside, where a stack trace printed in full has it.
    RuntimeException thrown;
    if (origin instanceof TrainingStopped) {
      thrown = new TrainingStopped(origin.getMessage(), origin.getCause());
    } else if (origin instanceof IllegalArgumentException) {
      thrown = new IllegalArgumentException(origin.getMessage(), origin.getCause());
    } else if (origin instanceof IllegalStateException) {
      thrown = new IllegalStateException(origin.getMessage(), origin.getCause());
    } else {
      return new IllegalStateException(origin.toString(), origin);
    }
    thrown.addSuppressed(origin);
    return thrown;
  }

  /** Whether it says no more than its cause: an exception that wraps another one is no copy. */
  private static boolean isCopy(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause != null
        && cause.getClass() == thrown.getClass()
        && (thrown.getMessage() == null || thrown.getMessage().equals(cause.toString()));
  }
}
