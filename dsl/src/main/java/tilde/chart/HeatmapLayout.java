package tilde.chart;

/**
 * Where the panels of a heatmap stand in its picture, in pixels. Every number is a square of whole
 * pixels.
 *
 * @param count how many panels are shown, from the first on, row by row
 * @param columns panels in a row
 * @param shownHeight rows shown of each panel
 * @param shownWidth columns shown of each panel
 * @param cell pixels of a number's side
 * @param label pixels above each panel for its label
 */
record HeatmapLayout(int count, int columns, int shownHeight, int shownWidth, int cell, int label) {
  private static final int MOST_PANELS = 64;
  private static final int LONGEST_SIDE = 1024; // more rows or columns of a panel are left out
  private static final int LARGEST_GRID = 2048; // pixels; more panels are left out
  private static final int GRID_WIDTH = 880; // what the cells grow to fill
  private static final int GRID_HEIGHT = 480;
  private static final int LARGEST_CELL = 40;
  private static final int LONGEST_GROUP = 16; // channels kept in one row
  private static final int GAP = 8;
  private static final int LABEL = 14;

  static HeatmapLayout of(Panels all) {
    int h = Math.min(all.height(), LONGEST_SIDE);
    int w = Math.min(all.width(), LONGEST_SIDE);
    int label = all.stack().isEmpty() ? 0 : LABEL;
    int mostColumns = Math.max(1, LARGEST_GRID / (w + GAP));
    int mostRows = Math.max(1, LARGEST_GRID / (h + GAP + label));
    int count = Math.min(Math.min(all.count(), MOST_PANELS), mostColumns * mostRows);
    int channels = all.channels();
    // A row of panels holds whole filters where it can.
    int group = channels <= Math.min(mostColumns, LONGEST_GROUP) ? channels : 1;
    count -= count > group ? count % group : 0;
    int columns = columns(count, (double) w / Math.max(1, h), group, mostColumns, mostRows);
    int rows = rows(count, columns);
    int wide = (GRID_WIDTH / columns - GAP) / Math.max(1, w);
    int high = (GRID_HEIGHT / Math.max(1, rows) - GAP - label) / Math.max(1, h);
    int cell = Math.max(1, Math.min(LARGEST_CELL, Math.min(wide, high)));
    return new HeatmapLayout(count, columns, h, w, cell, label);
  }

  /**
   * The number of columns, some groups wide, that makes a grid about 1.6 times as wide as high with
   * few holes; a single group is preferred, because then columns are channels.
   */
  private static int columns(int count, double aspect, int group, int mostColumns, int mostRows) {
    double ideal = Math.sqrt(1.6 * Math.max(1, count) / aspect);
    int best = group;
    double least = Double.POSITIVE_INFINITY;
    for (int columns = group; columns <= Math.min(count, mostColumns); columns += group) {
      int rows = rows(count, columns);
      double holes = (rows * columns - count) / (double) count;
      double table = group > 1 && columns == group ? -0.5 : 0;
      double cost = Math.abs(Math.log(columns / ideal)) + 6 * holes + table;
      if (rows <= mostRows && cost < least) {
        least = cost;
        best = columns;
      }
    }
    return best;
  }

  private static int rows(int count, int columns) {
    return (count + columns - 1) / columns;
  }

  /** The pixels all panels take, without a gap at the right. */
  int width() {
    return columns * (shownWidth * cell + GAP) - GAP;
  }

  /** The pixels all panels take with their labels, without a gap at the bottom. */
  int height() {
    return rows(count, columns) * (label + shownHeight * cell + GAP) - GAP;
  }

  /** The left edge of the panel at a place in the grid, from the left of the grid. */
  int x(int place) {
    return place % columns * (shownWidth * cell + GAP);
  }

  /** The upper edge of the panel at a place in the grid, from the top of the grid. */
  int y(int place) {
    return label + place / columns * (label + shownHeight * cell + GAP);
  }
}
