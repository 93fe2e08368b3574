package app.rostrum.wire.room;

/**
 * What loss and delay are worth, 0 (lost) to 5 (excellent), by what speech survives: see
 * docs/decisions/network-quality.md. Both ends judge alike.
 */
public final class QualityLevel {
  public static final int LOST = 0;

  private QualityLevel() {}

  /**
   * @param loss share of packets lost, 0 to 1
   * @return 1 to 5
   */
  public static int of(double loss, double roundTripMillis, double jitterMillis) {
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
