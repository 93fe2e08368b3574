package app.rostrum.torture;

/** An attack, bounded in time and count. It fails by what others notice of it. */
interface Attack {
  String name();

  /**
   * Attacks, lets newcomers come meanwhile, and returns how often it was tried with what result.
   */
  String run(AttackedServer server) throws Exception;
}
