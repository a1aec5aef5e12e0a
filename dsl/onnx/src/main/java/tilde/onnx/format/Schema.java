package tilde.onnx.format;

/** The numbers of the fields in onnx.proto3 that are read and written here. */
final class Schema {
  static final int MODEL_IR_VERSION = 1;
  static final int MODEL_PRODUCER = 2;
  static final int MODEL_GRAPH = 7;
  static final int MODEL_OPSET = 8;
  static final int MODEL_METADATA = 14;
  static final int MODEL_FUNCTIONS = 25;

  static final int OPSET_DOMAIN = 1;
  static final int OPSET_VERSION = 2;

  static final int ENTRY_KEY = 1;
  static final int ENTRY_VALUE = 2;

  static final int GRAPH_NODE = 1;
  static final int GRAPH_NAME = 2;
  static final int GRAPH_INITIALIZER = 5;
  static final int GRAPH_INPUT = 11;
  static final int GRAPH_OUTPUT = 12;
  static final int GRAPH_SPARSE = 15;

  static final int NODE_INPUT = 1;
  static final int NODE_OUTPUT = 2;
  static final int NODE_NAME = 3;
  static final int NODE_OP = 4;
  static final int NODE_ATTRIBUTE = 5;
  static final int NODE_DOC = 6;
  static final int NODE_DOMAIN = 7;

  static final int ATTRIBUTE_NAME = 1;
  static final int ATTRIBUTE_REAL = 2;
  static final int ATTRIBUTE_WHOLE = 3;
  static final int ATTRIBUTE_TEXT = 4;
  static final int ATTRIBUTE_TENSOR = 5;
  static final int ATTRIBUTE_WHOLES = 8;
  static final int ATTRIBUTE_TYPE = 20;

  static final int TYPE_REAL = 1;
  static final int TYPE_WHOLE = 2;
  static final int TYPE_TEXT = 3;
  static final int TYPE_TENSOR = 4;
  static final int TYPE_WHOLES = 7;

  static final int TENSOR_DIMS = 1;
  static final int TENSOR_TYPE = 2;
  static final int TENSOR_SEGMENT = 3;
  static final int TENSOR_FLOATS = 4;
  static final int TENSOR_INT32S = 5;
  static final int TENSOR_INT64S = 7;
  static final int TENSOR_NAME = 8;
  static final int TENSOR_RAW = 9;
  static final int TENSOR_DOUBLES = 10;
  static final int TENSOR_LOCATION = 14;

  static final int VALUE_NAME = 1;
  static final int VALUE_TYPE = 2;

  static final int TYPE_OF_TENSOR = 1;
  static final int TENSOR_TYPE_ELEMENT = 1;
  static final int TENSOR_TYPE_SHAPE = 2;
  static final int SHAPE_AXIS = 1;
  static final int AXIS_SIZE = 1;
  static final int AXIS_SYMBOL = 2;

  private Schema() {}
}
