package tilde.junit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The notebooks of this project still put out what is stored in them; {@code .ci/run} checks the
 * one that needs MNIST.
 */
class ProjectNotebooksTest {
  @TestFactory
  Stream<DynamicNode> notebooks() {
    return Notebooks.in("../notebooks/01-quickstart.ipynb").check();
  }
}
