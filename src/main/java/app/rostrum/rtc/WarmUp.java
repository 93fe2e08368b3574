package app.rostrum.rtc;

/** Takes the cost of first use at the start of a process. */
final class WarmUp {
  private WarmUp() {}

  static void run() {
    DtlsIdentity unused = DtlsIdentity.ofProcess();
  }
}
