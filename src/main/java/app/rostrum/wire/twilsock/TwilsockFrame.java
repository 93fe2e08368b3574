package app.rostrum.wire.twilsock;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A Twilsock frame, which is one binary WebSocket message:
 *
 * <pre>
 * TWILSOCK V3.0 &lt;header bytes&gt;\r\n
 * &lt;header JSON&gt;\r\n
 * &lt;payload&gt;
 * </pre>
 *
 * Both lengths count UTF-8 bytes. Anything after the payload is ignored: the real service appends a
 * line end.
 *
 * @param header without {@code payload_size}, which {@link #encode} adds
 */
public record TwilsockFrame(JsonObject header, byte[] payload) {
  private static final byte[] PROTOCOL = "TWILSOCK V3.0 ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_LENGTH_DIGITS = 8;
  private static final byte[] NO_PAYLOAD = new byte[0];
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** Returns a frame without a payload. */
  public static TwilsockFrame of(JsonObject header) {
    return new TwilsockFrame(header, NO_PAYLOAD);
  }

  /**
   * Reads a frame.
   *
   * @throws TwilsockFormatException if the bytes are no frame
   */
  public static TwilsockFrame parse(byte[] message) throws TwilsockFormatException {
    for (int i = 0; i < PROTOCOL.length; i++) {
      if (i >= message.length || message[i] != PROTOCOL[i]) {
        throw new TwilsockFormatException("the message does not start with TWILSOCK V3.0");
      }
    }
    int at = PROTOCOL.length;
    int headerLength = 0;
    int digits = 0;
    while (at < message.length && message[at] >= '0' && message[at] <= '9') {
      headerLength = headerLength * 10 + (message[at] - '0');
      at++;
      if (++digits > MAX_LENGTH_DIGITS) {
        throw new TwilsockFormatException("the header length is too large");
      }
    }
    if (digits == 0) {
      throw new TwilsockFormatException("the header length is missing");
    }
    at = lineEnd(message, at);
    if (headerLength > message.length - at) {
      throw new TwilsockFormatException("the header is cut off");
    }
    JsonObject header =
        JsonFields.parseObject(new String(message, at, headerLength, StandardCharsets.UTF_8))
            .orElseThrow(() -> new TwilsockFormatException("the header is not a JSON object"));
    at = lineEnd(message, at + headerLength);
    long payloadLength = JsonFields.number(header, "payload_size", 0);
    if (payloadLength < 0 || payloadLength > message.length - at) {
      throw new TwilsockFormatException("the payload is cut off");
    }
    byte[] payload = new byte[(int) payloadLength];
    System.arraycopy(message, at, payload, 0, payload.length);
    return new TwilsockFrame(header, payload);
  }

  private static int lineEnd(byte[] message, int at) throws TwilsockFormatException {
    if (at + 1 >= message.length || message[at] != '\r' || message[at + 1] != '\n') {
      throw new TwilsockFormatException("a line end is missing");
    }
    return at + 2;
  }

  /** Returns the frame's bytes, with nothing after the payload. */
  public byte[] encode() {
    JsonObject whole = header.deepCopy();
    whole.addProperty("payload_size", payload.length);
    byte[] json = GSON.toJson(whole).getBytes(StandardCharsets.UTF_8);
    byte[] length = (json.length + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[PROTOCOL.length + length.length + json.length + 2 + payload.length];
    int at = 0;
    System.arraycopy(PROTOCOL, 0, message, at, PROTOCOL.length);
    at += PROTOCOL.length;
    System.arraycopy(length, 0, message, at, length.length);
    at += length.length;
    System.arraycopy(json, 0, message, at, json.length);
    at += json.length;
    message[at++] = '\r';
    message[at++] = '\n';
    System.arraycopy(payload, 0, message, at, payload.length);
    return message;
  }

  /** Returns the payload as a JSON object; empty if it is anything else. */
  public Optional<JsonObject> json() {
    return JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8));
  }

  /** Leaves out header values and payload, which may hold tokens and personal data. */
  @Override
  public String toString() {
    return "TwilsockFrame[" + header.keySet() + ", " + payload.length + " bytes]";
  }
}
