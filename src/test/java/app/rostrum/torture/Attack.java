package app.rostrum.torture;

/** An attack, bounded in time and count. It fails by what others notice of it. */
interface Attack {
  String name();

  /**
   * Returns the share of sound that others have to hear, 0 to 1. On a busy machine they miss some
   * by themselves.
   */
  default double leastSound() {
    return 0.8;
  }

  /**
   * Attacks, lets newcomers come meanwhile, and returns how often it was tried with what result.
   */
  String run(AttackedServer server) throws Exception;
}
