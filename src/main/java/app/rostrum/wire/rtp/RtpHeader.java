package app.rostrum.wire.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of an RTP header in a buffer without parsing the rest, and writes headers in place:
 * for the code that runs once per packet and listener.
 */
public final class RtpHeader {
  static final int FIXED_LENGTH = 12;
  private static final int ONE_BYTE_PROFILE = 0xBEDE;
  private static final int MAX_CSRCS = 15;

  /** The position of a header extension element's value in a packet. */
  record Element(int position, int size) {}

  private RtpHeader() {}

  /** Returns the payload type of at least two bytes; 64 to 95 are RTCP packets (RFC 5761). */
  public static int payloadType(byte[] data, int offset) {
    return data[offset + 1] & 0x7F;
  }

  /** Returns the sequence number of a packet with a whole header. */
  public static int sequenceNumber(byte[] data, int offset) {
    return ((data[offset + 2] & 0xFF) << 8) | (data[offset + 3] & 0xFF);
  }

  /** Returns the SSRC, unsigned, of a packet with a whole header. */
  public static long ssrc(byte[] data, int offset) {
    return ByteBuffer.wrap(data).getInt(offset + 8) & 0xFFFFFFFFL;
  }

  /**
   * Returns the length of the header with contributing sources and extensions.
   *
   * @throws RtpException if this is no RTP packet
   */
  public static int length(byte[] data, int offset, int length) throws RtpException {
    if (length < FIXED_LENGTH || (data[offset] & 0xC0) != 0x80) {
      throw new RtpException("not RTP");
    }
    int header = FIXED_LENGTH + 4 * (data[offset] & 0x0F);
    if ((data[offset] & 0x10) != 0) {
      if (header + 4 > length) {
        throw new RtpException("header runs over the end");
      }
      int words = ((data[offset + header + 2] & 0xFF) << 8) | (data[offset + header + 3] & 0xFF);
      header += 4 + 4 * words;
    }
    if (header > length) {
      throw new RtpException("header runs over the end");
    }
    return header;
  }

  /**
   * Returns the mid that a packet names.
   *
   * @param id the negotiated id of {@link RtpExtensions#MID_URI}
   * @throws RtpException if this is no RTP packet
   */
  public static Optional<String> mid(byte[] data, int offset, int length, int id)
      throws RtpException {
    int header = length(data, offset, length);
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    Element mid = find(in, header, id);
    return mid == null
        ? Optional.empty()
        : Optional.of(
            new String(data, offset + mid.position(), mid.size(), StandardCharsets.UTF_8));
  }

  /** Finds an extension element in the one-byte or the two-byte form (RFC 8285, section 4). */
  static @Nullable Element find(ByteBuffer in, int headerLength, int id) {
    if (id == 0 || (in.get(0) & 0x10) == 0) {
      return null;
    }
    int at = FIXED_LENGTH + 4 * (in.get(0) & 0x0F);
    int profile = in.getShort(at) & 0xFFFF;
    boolean oneByte = profile == ONE_BYTE_PROFILE;
    if (!oneByte && (profile & 0xFFF0) != 0x1000) {
      return null;
    }
    at += 4;
    while (at < headerLength) {
      int first = in.get(at) & 0xFF;
      if (first == 0) {
        at++;
        continue;
      }
      int elementId;
      int size;
      if (oneByte) {
        elementId = first >>> 4;
        size = (first & 0x0F) + 1;
        at += 1;
        if (elementId == 15) {
          return null;
        }
      } else {
        if (at + 2 > headerLength) {
          return null;
        }
        elementId = first;
        size = in.get(at + 1) & 0xFF;
        at += 2;
      }
      if (at + size > headerLength) {
        return null;
      }
      if (elementId == id) {
        return new Element(at, size);
      }
      at += size;
    }
    return null;
  }

  /**
   * Writes a header without padding; allocates nothing.
   *
   * @param timestamp unsigned 32 bits
   * @param ssrc unsigned 32 bits
   * @param csrcs at most 15 are written
   * @param audioLevel 0 to 127; -1 to leave it out
   * @param csrcLevels in the order of csrcs; empty to leave them out
   * @param mid in UTF-8, 1 to 16 bytes; empty to leave it out
   * @param ids the negotiated ids; extensions with id 0 are left out
   * @return bytes written
   */
  public static int write(
      byte[] out,
      int offset,
      int payloadType,
      boolean marker,
      int sequenceNumber,
      long timestamp,
      long ssrc,
      int[] csrcs,
      int audioLevel,
      boolean voice,
      byte[] csrcLevels,
      byte[] mid,
      RtpExtensions ids) {
    int csrcCount = Math.min(csrcs.length, MAX_CSRCS);
    int levelCount = ids.csrcLevels() == 0 ? 0 : Math.min(csrcLevels.length, csrcCount);
    boolean level = ids.audioLevel() != 0 && audioLevel >= 0;
    int midLength = ids.mid() == 0 || mid.length > 16 ? 0 : mid.length;
    boolean extended = level || levelCount > 0 || midLength > 0;
    out[offset] = (byte) (0x80 | (extended ? 0x10 : 0) | csrcCount);
    out[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
    out[offset + 2] = (byte) (sequenceNumber >>> 8);
    out[offset + 3] = (byte) sequenceNumber;
    putInt(out, offset + 4, (int) timestamp);
    putInt(out, offset + 8, (int) ssrc);
    int at = offset + FIXED_LENGTH;
    for (int i = 0; i < csrcCount; i++, at += 4) {
      putInt(out, at, csrcs[i]);
    }
    if (!extended) {
      return at - offset;
    }
    int profileAt = at;
    at += 4;
    if (level) {
      out[at++] = (byte) (ids.audioLevel() << 4);
      out[at++] = (byte) ((voice ? 0x80 : 0) | Math.min(audioLevel, 127));
    }
    if (levelCount > 0) {
      out[at++] = (byte) ((ids.csrcLevels() << 4) | (levelCount - 1));
      for (int i = 0; i < levelCount; i++) {
        out[at++] = (byte) (csrcLevels[i] & 0x7F);
      }
    }
    if (midLength > 0) {
      out[at++] = (byte) ((ids.mid() << 4) | (midLength - 1));
      System.arraycopy(mid, 0, out, at, midLength);
      at += midLength;
    }
    while ((at - profileAt) % 4 != 0) {
      out[at++] = 0;
    }
    putInt(out, profileAt, (ONE_BYTE_PROFILE << 16) | ((at - profileAt - 4) / 4));
    return at - offset;
  }

  private static void putInt(byte[] out, int at, int value) {
    out[at] = (byte) (value >>> 24);
    out[at + 1] = (byte) (value >>> 16);
    out[at + 2] = (byte) (value >>> 8);
    out[at + 3] = (byte) value;
  }
}
