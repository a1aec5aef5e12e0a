package tilde.user;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Knows to which cell the output of a thread belongs: to the one that started it. */
final class CellOfThread {
  private final InheritableThreadLocal<Integer> startedBy = new InheritableThreadLocal<>();
  private volatile int running;

  /** From now on {@code cell} runs, on the calling thread. */
  void start(int cell) {
    running = cell;
    startedBy.set(cell); // threads inherit it
  }

  int current() {
    Integer cell = isShared(Thread.currentThread()) ? null : startedBy.get();
    return cell == null ? running : cell;
  }

  /** Threads of the common pool outlive the cell that happened to use it first. */
  private static boolean isShared(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }
}
