package app.rostrum.wire.room;

/**
 * Quality levels of connections, 0 (lost) to 5 (excellent), by what speech survives: see
 * docs/decisions/network-quality.md. Both ends use the same scale.
 */
public final class QualityLevel {
  /** The level of a lost connection. */
  public static final int LOST = 0;

  private QualityLevel() {}

  /**
   * Rates a connection.
   *
   * @param loss share of packets lost, 0 to 1
   * @return 1 to 5
   */
  public static int rate(double loss, double roundTripMillis, double jitterMillis) {
    if (loss < 0.01 && roundTripMillis < 150 && jitterMillis < 50) {
      return 5;
    }
    if (loss < 0.03 && roundTripMillis < 250 && jitterMillis < 100) {
      return 4;
    }
    if (loss < 0.08 && roundTripMillis < 400 && jitterMillis < 200) {
      return 3;
    }
    return loss < 0.2 && roundTripMillis < 800 && jitterMillis < 400 ? 2 : 1;
  }
}
