package app.rostrum.globalkeys;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An X server without a screen, and another program on it that has the keyboard. */
final class XServer implements AutoCloseable {
  private static final int WILD = 65_535;
  private static final int KEY_PRESS = 2;
  private static final int KEY_RELEASE = 3;

  private final Process process;
  private final int number;
  private final Path cookies;
  private final X11Display other;
  private final int xtest;

  private XServer(Process process, int number, Path cookies, X11Display other, int xtest) {
    this.process = process;
    this.number = number;
    this.cookies = cookies;
    this.other = other;
    this.xtest = xtest;
  }

  static XServer start(Path home) throws IOException {
    Path cookies = home.resolve("cookies");
    Files.write(cookies, cookie());
    Process process =
        new ProcessBuilder(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "640x480x24",
                "-nolisten",
                "tcp",
                "-auth",
                cookies.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.inputReader();
    int number = Integer.parseInt(said.readLine());
    X11Display other = X11Display.open(new X11Address("", number), X11Cookie.of(cookies, number));
    var server = new XServer(process, number, cookies, other, other.extension("XTEST"));
    server.takeKeyboard();
    return server;
  }

  private static byte[] cookie() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeShort(WILD);
    out.writeUTF(""); // any address
    out.writeUTF(""); // any display
    out.writeUTF("MIT-MAGIC-COOKIE-1");
    out.writeUTF("0123456789abcdef");
    return bytes.toByteArray();
  }

  /** Lets the other program have the keyboard, and be told of keys. */
  private void takeKeyboard() throws IOException {
    ByteBuffer select = X11Display.buffer(16);
    select.put(0, (byte) 2).putInt(4, other.root()).putInt(8, 1 << 11).putInt(12, 3);
    other.send(select);
    ByteBuffer focus = X11Display.buffer(12);
    focus.put(0, (byte) 42).putInt(4, other.root());
    other.send(focus);
  }

  /** Lets the other program keep all keys to itself, as it does while it shows a menu. */
  void grabKeyboard() throws IOException {
    ByteBuffer grab = X11Display.buffer(16);
    grab.put(0, (byte) 31).putInt(4, other.root()).put(12, (byte) 1).put(13, (byte) 1);
    other.send(grab);
  }

  Map<String, String> environment() {
    return Map.of("DISPLAY", ":" + number, "XAUTHORITY", cookies.toString());
  }

  int keycode(int keysym) throws IOException {
    return other.keycodesOf(keysym).nextSetBit(0);
  }

  void press(int keycode) throws IOException {
    fake(KEY_PRESS, keycode);
  }

  void release(int keycode) throws IOException {
    fake(KEY_RELEASE, keycode);
  }

  private void fake(int event, int keycode) throws IOException {
    ByteBuffer request = X11Display.buffer(36);
    request.put(0, (byte) xtest).put(1, (byte) 2).put(4, (byte) event).put(5, (byte) keycode);
    other.send(request);
  }

  /** Gives a key another meaning. */
  void map(int keycode, int keysym) throws IOException {
    ByteBuffer request = X11Display.buffer(12);
    request.put(0, (byte) 100).put(1, (byte) 1).put(4, (byte) keycode).put(5, (byte) 1);
    other.send(request.putInt(8, keysym));
  }

  /** Waits until the other program has been told that a key went down. */
  void awaitPress(int keycode) throws IOException {
    ByteBuffer event;
    do {
      event = other.next();
    } while (event.get(0) != KEY_PRESS || Byte.toUnsignedInt(event.get(1)) != keycode);
  }

  /** Ends without a word. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    other.close();
  }
}
