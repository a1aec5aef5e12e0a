package tilde.train;

import java.util.concurrent.RecursiveTask;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;

/** Sums by a fixed binary tree, in parallel: the tree depends on the number of leaves only. */
final class Tree<T> extends RecursiveTask<T> {
  private static final long serialVersionUID = 1;

  private final int from;
  private final int to;
  private final transient IntFunction<T> leaf;
  private final transient BinaryOperator<T> sum;

  private Tree(int from, int to, IntFunction<T> leaf, BinaryOperator<T> sum) {
    this.from = from;
    this.to = to;
    this.leaf = leaf;
    this.sum = sum;
  }

  /** The sum of {@code leaves} leaves; called on a thread of a fork-join pool. */
  static <T> T sum(int leaves, IntFunction<T> leaf, BinaryOperator<T> sum) {
    if (leaves < 1) {
      throw new IllegalArgumentException("there is nothing to compute: give at least one sample");
    }
    return new Tree<>(0, leaves, leaf, sum).compute();
  }

  @Override
  protected T compute() {
    if (to - from == 1) {
      return leaf.apply(from);
    }
    int middle = (from + to) >>> 1;
    Tree<T> right = new Tree<>(middle, to, leaf, sum);
    right.fork();
    T left;
    try {
      left = new Tree<>(from, middle, leaf, sum).compute();
    } finally {
      right.quietlyJoin(); // nothing may run on when this call has ended
    }
    return sum.apply(left, right.join());
  }
}
