package app.rostrum.wire.rtp;

/**
 * Finds out from the first bytes of a payload where decoding of a video can begin. Nothing is
 * decoded, and a payload that is cut short does not throw.
 */
public enum VideoFormat {
  /** RFC 7741. */
  VP8 {
    @Override
    public boolean startsKeyframe(byte[] payload) {
      if (payload.length == 0 || (payload[0] & 0x10) == 0 || (payload[0] & 0x07) != 0) {
        return false;
      }
      int at = 1;
      if ((payload[0] & 0x80) != 0) {
        int extension = at < payload.length ? payload[at++] & 0xFF : 0;
        if ((extension & 0x80) != 0) {
          at += at < payload.length && (payload[at] & 0x80) != 0 ? 2 : 1;
        }
        at += (extension & 0x40) != 0 ? 1 : 0;
        at += (extension & 0x30) != 0 ? 1 : 0;
      }
      return at < payload.length && (payload[at] & 0x01) == 0;
    }
  },
  /** RFC 9628. */
  VP9 {
    @Override
    public boolean startsKeyframe(byte[] payload) {
      if (payload.length == 0) {
        return false;
      }
      int flags = payload[0] & 0xFF;
      boolean begins = (flags & 0x08) != 0;
      boolean predicted = (flags & 0x40) != 0;
      if (!begins || predicted) {
        return false;
      }
      if ((flags & 0x20) == 0) {
        return true;
      }
      int at = 1;
      if ((flags & 0x80) != 0) {
        at += at < payload.length && (payload[at] & 0x80) != 0 ? 2 : 1;
      }
      return at < payload.length && (payload[at] & 0x0E) == 0;
    }
  },
  /** RFC 6184: an intra picture, or the parameter sets before it. */
  H264 {
    @Override
    public boolean startsKeyframe(byte[] payload) {
      if (payload.length == 0) {
        return false;
      }
      int type = payload[0] & 0x1F;
      if (type == FRAGMENT) {
        return payload.length > 1 && (payload[1] & 0x80) != 0 && isIntra(payload[1] & 0x1F);
      }
      if (type != AGGREGATE) {
        return isIntra(type);
      }
      int at = 1;
      while (at + 2 < payload.length) {
        int size = ((payload[at] & 0xFF) << 8) | (payload[at + 1] & 0xFF);
        if (isIntra(payload[at + 2] & 0x1F)) {
          return true;
        }
        at += 2 + size;
      }
      return false;
    }

    private boolean isIntra(int type) {
      return type == INTRA_PICTURE || type == SEQUENCE_PARAMETERS;
    }
  },
  /** The AV1 payload specification of the Alliance for Open Media, section 4.4. */
  AV1 {
    @Override
    public boolean startsKeyframe(byte[] payload) {
      return payload.length > 0 && (payload[0] & 0x08) != 0;
    }
  };

  private static final int INTRA_PICTURE = 5;
  private static final int SEQUENCE_PARAMETERS = 7;
  private static final int AGGREGATE = 24;
  private static final int FRAGMENT = 28;

  /** Returns whether a picture that can be decoded alone begins with this payload. */
  public abstract boolean startsKeyframe(byte[] payload);
}
