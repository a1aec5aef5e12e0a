package tilde.onnx;

import java.util.List;
import java.util.Map;
import tilde.Tensor;
import tilde.Tilde;
import tilde.array.Border;
import tilde.layer.AvgPool;
import tilde.layer.BatchNorm;
import tilde.layer.Conv;
import tilde.layer.ConvTranspose;
import tilde.layer.Dense;
import tilde.layer.DepthwiseConv;
import tilde.layer.Dropout;
import tilde.layer.Flatten;
import tilde.layer.Gelu;
import tilde.layer.GlobalAvgPool;
import tilde.layer.Layer;
import tilde.layer.LayerNorm;
import tilde.layer.LeakyRelu;
import tilde.layer.MaxPool;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.layer.Relu;
import tilde.layer.Residual;
import tilde.layer.Sigmoid;
import tilde.layer.Silu;
import tilde.layer.Softmax;
import tilde.layer.Tanh;
import tilde.layer.Upsample;
import tilde.layer.Window;
import tilde.onnx.GraphBuilder.Call;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;

/** Writes layers as nodes of a graph: one, or a few where ONNX has no operator for it. */
final class LayerWriter {
  private final GraphBuilder graph;
  private final Map<String, Tensor> parameters;

  LayerWriter(GraphBuilder graph, Map<String, Tensor> parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * Writes one layer at work.
   *
   * @param y the name its output is to have
   * @param x the value it works on
   * @param skip its second input, or null
   * @return the name that its output has
   */
  String write(Network.Node node, String y, String x, String skip) {
    Layer layer = node.layer();
    if (layer instanceof Conv conv) {
      return convolution(node, "Conv", conv.window(), 1, y, x);
    } else if (layer instanceof DepthwiseConv conv) {
      return convolution(node, "Conv", conv.window(), node.in().channels(), y, x);
    } else if (layer instanceof ConvTranspose conv) {
      return convolution(node, "ConvTranspose", conv.window(), 1, y, x);
    } else if (layer instanceof Dense) {
      return dense(node, y, x);
    } else if (layer instanceof BatchNorm norm) {
      return call(node, "BatchNormalization")
          .real("epsilon", norm.epsilon())
          .real("momentum", 1 - norm.momentum()) // theirs is the share of what was there before
          .of(y, inputs(node, x));
    } else if (layer instanceof LayerNorm) {
      return call(node, "LayerNormalization")
          .whole("axis", 1)
          .real("epsilon", LayerNorm.EPSILON)
          .of(y, inputs(node, x));
    } else if (layer instanceof Residual residual) {
      return residual(node, residual, y, x, skip);
    } else if (layer instanceof Dropout) {
      return x; // nothing drops outside training
    }
    return withoutWeights(node, y, x);
  }

  private String withoutWeights(Network.Node node, String y, String x) {
    Layer layer = node.layer();
    if (layer instanceof MaxPool pool) {
      return pool(node, "MaxPool", pool.height(), pool.width(), pool.stride()).of(y, x);
    } else if (layer instanceof AvgPool pool) {
      long zeros = pool.padding();
      return pool(node, "AveragePool", pool.height(), pool.width(), pool.stride())
          .wholes("pads", zeros, zeros, zeros, zeros)
          .whole("count_include_pad", 1)
          .of(y, x);
    } else if (layer instanceof GlobalAvgPool) {
      String pixel = call(node, "GlobalAveragePool").of(node.name() + ".pixel", x);
      return graph.call(node.name() + ".flatten", "Flatten").whole("axis", 1).of(y, pixel);
    } else if (layer instanceof Upsample upsample) {
      return resize(node, upsample.factor(), y, x);
    } else if (layer instanceof Flatten) {
      return call(node, "Flatten").whole("axis", 1).of(y, x);
    } else if (layer instanceof Softmax) {
      return call(node, "Softmax").whole("axis", 1).of(y, x);
    }
    return function(node, y, x);
  }

  private String function(Network.Node node, String y, String x) {
    Layer layer = node.layer();
    if (layer instanceof Relu) {
      return call(node, "Relu").of(y, x);
    } else if (layer instanceof LeakyRelu leaky) {
      return call(node, "LeakyRelu").real("alpha", leaky.slope()).of(y, x);
    } else if (layer instanceof Sigmoid) {
      return call(node, "Sigmoid").of(y, x);
    } else if (layer instanceof Tanh) {
      return call(node, "Tanh").of(y, x);
    } else if (layer instanceof Silu) {
      return call(node, "Mul").of(y, x, help(node, "sigmoid", "Sigmoid", x));
    } else if (layer instanceof Gelu) {
      return gelu(node, y, x);
    }
    throw new OnnxException(
        node
            + " has no operator in ONNX, expected layers of Tilde's own vocabulary: leave a layer"
            + " of your own out, or make it of those");
  }

  /** The main node of a layer. */
  private Call call(Network.Node node, String op) {
    return graph.call(node.name(), op).saying(node.layer().dsl());
  }

  /** A node that helps a layer; its value has its name. */
  private String help(Network.Node node, String suffix, String op, String... inputs) {
    String name = node.name() + "." + suffix;
    return graph.call(name, op).of(name, inputs);
  }

  /** A value and then the parameters of a layer. */
  private String[] inputs(Network.Node node, String x) {
    List<ParameterSpec> specs = node.parameters();
    String[] inputs = new String[specs.size() + 1];
    inputs[0] = x;
    for (int i = 0; i < specs.size(); i++) {
      inputs[i + 1] = parameter(node.name() + "." + specs.get(i).name(), specs.get(i).shape());
    }
    return inputs;
  }

  private String parameter(String name, List<Integer> shape) {
    return graph.initializer(TensorProto.of(name, shape, parameters.get(name).toArray()));
  }

  private String convolution(
      Network.Node node, String op, Window window, int groups, String y, String x) {
    String w = node.name() + ".w";
    float[] flipped = Tilde.flip(parameters.get(w)).toArray(); // theirs is a cross-correlation
    graph.initializer(TensorProto.of(w, node.parameters().get(0).shape(), flipped));
    Border zeros = window.padding().around(window.kh(), window.kw(), window.dilation());
    return call(node, op)
        .wholes("kernel_shape", window.kh(), window.kw())
        .wholes("strides", window.stride(), window.stride())
        .wholes("dilations", window.dilation(), window.dilation())
        .wholes("pads", zeros.top(), zeros.left(), zeros.bottom(), zeros.right())
        .whole("group", groups)
        .of(y, inputs(node, x));
  }

  private String dense(Network.Node node, String y, String x) {
    String flat = x;
    if (node.in().isImage()) {
      String name = node.name() + ".flatten";
      flat = graph.call(name, "Flatten").whole("axis", 1).of(name, x);
    }
    return call(node, "Gemm").whole("transB", 1).of(y, inputs(node, flat));
  }

  private Call pool(Network.Node node, String op, int height, int width, int stride) {
    return call(node, op).wholes("kernel_shape", height, width).wholes("strides", stride, stride);
  }

  private String resize(Network.Node node, int factor, String y, String x) {
    String scales = node.name() + ".scales";
    graph.initializer(TensorProto.of(scales, List.of(4), 1, 1, factor, factor));
    return call(node, "Resize")
        .text("mode", "nearest")
        .text("coordinate_transformation_mode", "asymmetric")
        .text("nearest_mode", "floor")
        .of(y, x, "", scales);
  }

  /** {@code x (1 + erf(x / sqrt(2))) / 2}: the operator itself came with opset 20. */
  private String gelu(Network.Node node, String y, String x) {
    String scaled = help(node, "scaled", "Div", x, graph.constant("sqrt2", StrictMath.sqrt(2)));
    String erf = help(node, "erf", "Erf", scaled);
    String twice = help(node, "twice", "Add", erf, graph.constant("one", 1));
    String product = help(node, "product", "Mul", x, twice);
    return call(node, "Mul").of(y, product, graph.constant("half", 0.5));
  }

  private String residual(
      Network.Node node, Residual residual, String y, String body, String skip) {
    String way =
        residual.projectionLayer(node.in()).map(conv -> projected(node, conv, skip)).orElse(skip);
    return call(node, "Add").of(y, body, way);
  }

  /** The 1x1 convolution; for vectors it is a matrix. */
  private String projected(Network.Node node, Conv conv, String x) {
    String w = node.name() + ".w";
    List<Integer> shape = node.parameters().get(0).shape();
    String name = node.name() + ".projection";
    if (node.in().isImage()) {
      long stride = conv.window().stride();
      return graph
          .call(name, "Conv")
          .wholes("kernel_shape", 1, 1)
          .wholes("strides", stride, stride)
          .of(name, x, parameter(w, shape));
    }
    return graph
        .call(name, "Gemm")
        .whole("transB", 1)
        .of(name, x, parameter(w, shape.subList(0, 2)));
  }
}
