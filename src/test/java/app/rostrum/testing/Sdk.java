package app.rostrum.testing;

/** A version of an official SDK, installed in {@code src/test/conformance}. */
public enum Sdk {
  VIDEO_2_36("twilio-video", "2.36.0", "twilio-video"),
  VIDEO_2_22("twilio-video", "2.22.1", "twilio-video-2.22"),
  SYNC_4_0("twilio-sync", "4.0.1", "twilio-sync"),
  SYNC_3_3("twilio-sync", "3.3.10", "twilio-sync-3.3"),
  SYNC_3_1("twilio-sync", "3.1.0", "twilio-sync-3.1"),
  CONVERSATIONS_3_0("@twilio/conversations", "3.0.1", "@twilio/conversations"),
  CONVERSATIONS_2_6("@twilio/conversations", "2.6.5", "conversations-2.6"),
  CONVERSATIONS_2_1("@twilio/conversations", "2.1.0", "conversations-2.1"),
  HELPER("twilio", "6.2.0", "twilio");

  private final String product;
  private final String version;
  private final String module;

  Sdk(String product, String version, String module) {
    this.product = product;
    this.version = version;
    this.module = module;
  }

  public String product() {
    return product;
  }

  public String version() {
    return version;
  }

  /** Returns the name by which JavaScript requires it. */
  public String module() {
    return module;
  }

  @Override
  public String toString() {
    return product + " " + version;
  }
}
