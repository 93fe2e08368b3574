package app.rostrum.globalkeys;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The secret by which an X server knows its user's programs, from the file of those secrets
 * (Xauthority).
 *
 * @see <a href="https://www.x.org/releases/current/doc/man/man7/Xsecurity.7.xhtml">Xsecurity</a>
 */
final class X11Cookie {
  static final String PROTOCOL = "MIT-MAGIC-COOKIE-1";

  private static final int LARGEST_FILE = 1 << 20;

  private X11Cookie() {}

  /**
   * Returns the first secret for the display of that number; empty bytes if there is none, because
   * a server may do without.
   */
  static byte[] of(Path file, int display) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > LARGEST_FILE) {
      return new byte[0];
    }
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      ByteBuffer entries = ByteBuffer.wrap(in.readNBytes(LARGEST_FILE));
      while (entries.hasRemaining()) {
        entries.getShort(); // the family of the address, of which one file seldom has two
        field(entries);
        String number = new String(field(entries), StandardCharsets.US_ASCII);
        String protocol = new String(field(entries), StandardCharsets.US_ASCII);
        byte[] secret = field(entries);
        if (protocol.equals(PROTOCOL)
            && (number.isEmpty() || number.equals(Integer.toString(display)))) {
          return secret;
        }
      }
      return new byte[0];
    } catch (BufferUnderflowException e) {
      throw new EOFException(file + " ends within an entry");
    }
  }

  private static byte[] field(ByteBuffer entries) {
    int length = Short.toUnsignedInt(entries.getShort());
    if (length > entries.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] value = new byte[length];
    entries.get(value);
    return value;
  }
}
