package app.rostrum.web;

/** Takes new WebSocket connections of one path. */
@FunctionalInterface
public interface WebSocketEndpoint {
  Receiver onOpen(WebSocketConnection connection);

  /** Hears one connection. Calls come one at a time and in order, on a virtual thread. */
  interface Receiver {
    void onText(String message);

    void onBinary(byte[] message);

    /** The last call. 1005 means a close without code, 1006 a connection that was lost. */
    void onClose(int code, String reason);
  }
}
