package app.rostrum.globalkeys;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * A connection to an X server with the few requests that hearing a key takes, in the protocol's own
 * bytes. It stands beside the toolkit's connection, with which Xlib would make it share handlers of
 * errors that end the process. One thread at a time, except for {@link #close}.
 *
 * @see <a href="https://www.x.org/releases/current/doc/xproto/x11protocol.html">X11 protocol</a>
 * @see <a href="https://gitlab.freedesktop.org/xorg/proto/xorgproto">XInput 2, XI2proto.txt</a>
 */
final class X11Display implements AutoCloseable {
  static final int MAPPING_NOTIFY = 34;
  static final int GENERIC_EVENT = 35;

  /** Set in the number of an event that another program has made up. */
  static final int MADE_UP = 0x80;

  private static final int HEADER = 32;
  private static final int LARGEST_MESSAGE = 1 << 20;
  private static final int ERROR = 0;
  static final int REPLY = 1;

  private final SocketChannel channel;
  private int sequence;
  private int root;
  private int firstKeycode;
  private int keycodes;

  private X11Display(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects to a server.
   *
   * @param cookie the secret; empty for none
   */
  static X11Display open(X11Address address, byte[] cookie) throws IOException {
    var display = new X11Display(SocketChannel.open(address.socket()));
    try {
      display.greet(cookie);
      return display;
    } catch (IOException | RuntimeException e) {
      display.close();
      throw e;
    }
  }

  private void greet(byte[] cookie) throws IOException {
    byte[] protocol =
        cookie.length == 0 ? new byte[0] : X11Cookie.PROTOCOL.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer hello = buffer(12 + padded(protocol.length) + padded(cookie.length));
    hello.put((byte) 'l').put((byte) 0).putShort((short) 11).putShort((short) 0);
    hello.putShort((short) protocol.length).putShort((short) cookie.length).putShort((short) 0);
    hello.put(protocol).position(12 + padded(protocol.length)).put(cookie).position(0);
    write(hello.limit(hello.capacity()));
    ByteBuffer answer = read(8);
    int accepted = answer.get(0);
    ByteBuffer setup = read(4 * Short.toUnsignedInt(answer.getShort(6)));
    if (accepted != 1) {
      throw new IOException("the X server refuses the connection");
    }
    need(setup, 32);
    int vendor = padded(Short.toUnsignedInt(setup.getShort(16)));
    int formats = 8 * Byte.toUnsignedInt(setup.get(21));
    need(setup, 32 + vendor + formats + 4);
    firstKeycode = Byte.toUnsignedInt(setup.get(26));
    keycodes = Byte.toUnsignedInt(setup.get(27)) - firstKeycode + 1;
    root = setup.getInt(32 + vendor + formats);
  }

  int root() {
    return root;
  }

  /** Returns the number by which requests name an extension; 0 if the server does not have it. */
  int extension(String name) throws IOException {
    ByteBuffer request = buffer(8 + padded(name.length()));
    request.put(0, (byte) 98).putShort(4, (short) name.length());
    request.put(8, name.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer reply = ask(request);
    return reply.get(8) == 0 ? 0 : Byte.toUnsignedInt(reply.get(9));
  }

  /**
   * Returns whether the server tells of raw key events whoever has grabbed the keyboard: XInput 2.1
   * and newer.
   *
   * @param xinput the number of the extension
   */
  boolean tellsRawKeys(int xinput) throws IOException {
    ByteBuffer request = buffer(8);
    request.put(0, (byte) xinput).put(1, (byte) 47).putShort(4, (short) 2).putShort(6, (short) 1);
    ByteBuffer reply = ask(request);
    int major = Short.toUnsignedInt(reply.getShort(8));
    return major > 2 || major == 2 && reply.getShort(10) >= 1;
  }

  /** Asks for the raw key events of all keyboards. */
  void selectRawKeys(int xinput) throws IOException {
    ByteBuffer request = buffer(20);
    request.put(0, (byte) xinput).put(1, (byte) 46).putInt(4, root).putShort(8, (short) 1);
    short allMasters = 1;
    request.putShort(12, allMasters).putShort(14, (short) 1);
    request.putInt(16, 1 << RawKeyEvent.PRESS | 1 << RawKeyEvent.RELEASE);
    send(request);
  }

  /** Asks for the meaning of the keys, which comes as a reply. */
  void requestMapping() throws IOException {
    ByteBuffer request = buffer(8);
    request.put(0, (byte) 101).put(4, (byte) firstKeycode).put(5, (byte) keycodes);
    send(request);
  }

  /** Returns the keycodes with a keysym of their own, not by a modifier. */
  BitSet keycodesOf(int keysym) throws IOException {
    requestMapping();
    return keycodesOf(keysym, reply());
  }

  /** As {@link #keycodesOf(int)}, from a reply to {@link #requestMapping}. */
  BitSet keycodesOf(int keysym, ByteBuffer mapping) {
    int each = Byte.toUnsignedInt(mapping.get(1));
    var found = new BitSet();
    for (int i = 0;
        each > 0 && i < keycodes && HEADER + 4 * (i + 1) * each <= mapping.limit();
        i++) {
      if (mapping.getInt(HEADER + 4 * i * each) == keysym) {
        found.set(firstKeycode + i);
      }
    }
    return found;
  }

  private ByteBuffer ask(ByteBuffer request) throws IOException {
    send(request);
    return reply();
  }

  /** Reads until the reply to the last request, past events. */
  private ByteBuffer reply() throws IOException {
    while (true) {
      ByteBuffer message = next();
      int type = Byte.toUnsignedInt(message.get(0));
      if (type == ERROR) {
        throw new IOException("the X server answers with error " + message.get(1));
      }
      if (type == REPLY && Short.toUnsignedInt(message.getShort(2)) == (sequence & 0xffff)) {
        return message;
      }
    }
  }

  /** Sends a request whose length is filled in here. */
  void send(ByteBuffer request) throws IOException {
    sequence++;
    write(request.putShort(2, (short) (request.capacity() / 4)).position(0));
  }

  /** Waits for a reply, an error or an event. */
  ByteBuffer next() throws IOException {
    ByteBuffer header = read(HEADER);
    int type = Byte.toUnsignedInt(header.get(0));
    if (type != REPLY && (type & ~MADE_UP) != GENERIC_EVENT) {
      return header;
    }
    int more = header.getInt(4);
    if (more < 0 || more > (LARGEST_MESSAGE - HEADER) / 4) {
      throw new IOException(
          "the X server sends a message of " + Integer.toUnsignedString(more) + " words");
    }
    ByteBuffer whole = buffer(HEADER + 4 * more);
    whole.put(header).put(read(4 * more));
    return whole.flip();
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int bytes) {
    return (bytes + 3) / 4 * 4;
  }

  private static void need(ByteBuffer message, int bytes) throws IOException {
    if (message.limit() < bytes) {
      throw new EOFException("the X server's greeting is too short");
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer into = buffer(bytes);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException("the X server has closed the connection");
      }
    }
    return into.flip();
  }

  /** Closes the connection; a thread that waits for a message gets an exception. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed it is.
    }
  }
}
