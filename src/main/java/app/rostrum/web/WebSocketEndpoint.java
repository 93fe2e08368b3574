package app.rostrum.web;

/** Accepts new WebSocket connections on one path. */
@FunctionalInterface
public interface WebSocketEndpoint {
  Receiver onOpen(WebSocketConnection connection);

  /** Returns the largest message in bytes that a new connection takes. */
  default int firstMessages() {
    return 4 << 20;
  }

  /** Receives from one connection. Calls come one at a time and in order, on a virtual thread. */
  interface Receiver {
    void onText(String message);

    void onBinary(byte[] message);

    /** Called last. Code 1005 means a close without code, 1006 a lost connection. */
    void onClose(int code, String reason);
  }
}
