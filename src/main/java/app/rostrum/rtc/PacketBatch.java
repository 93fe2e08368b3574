package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The packets that a thread has encrypted and not sent yet. Usually each is sent at once. A thread
 * with one frame for many listeners sends some {@link #together}: encrypting and the system's
 * sending each push the other's code and data out of the processor's caches, and taking turns 32
 * packets at a time costs a tenth less. Belongs to its thread.
 */
public final class PacketBatch {
  private static final int SIZE = 32;
  private static final ThreadLocal<PacketBatch> OF_THREAD =
      ThreadLocal.withInitial(PacketBatch::new);

  /** Numbers the threads that send together: from 1 on, so that each has a socket for itself. */
  private static final AtomicInteger LANES = new AtomicInteger();

  private final List<PacketBuffer> packets = new ArrayList<>();
  private final List<MediaPort> ports = new ArrayList<>(SIZE);
  private final List<SocketAddress> addresses = new ArrayList<>(SIZE);
  private int sent;
  private int lane;
  private boolean held;

  private PacketBatch() {}

  /**
   * Runs what sends many packets, each to another listener, and sends the last of them before it
   * returns or throws.
   */
  public static void together(Runnable sending) {
    PacketBatch batch = ofThread();
    if (batch.lane == 0) {
      batch.lane = LANES.incrementAndGet();
    }
    batch.held = true;
    try {
      sending.run();
    } finally {
      batch.held = false;
      batch.flush();
    }
  }

  /** Returns the batch of the calling thread. */
  static PacketBatch ofThread() {
    return OF_THREAD.get();
  }

  /** Returns the number of the thread among those that send together; 0 for any other. */
  int lane() {
    return lane;
  }

  /** Returns room for the next packet, to be written and encrypted before {@link #add}. */
  PacketBuffer next() {
    int taken = ports.size();
    if (packets.size() == taken) {
      packets.add(new PacketBuffer());
    }
    return packets.get(taken);
  }

  /** Takes the packet in the buffer that {@link #next} returned. */
  void add(MediaPort port, SocketAddress to) {
    addresses.add(to);
    ports.add(port);
    if (!held || ports.size() == SIZE) {
      flush();
    }
  }

  private void flush() {
    try {
      while (sent < ports.size()) {
        int each = sent++;
        ports.get(each).send(packets.get(each).datagram(), addresses.get(each), lane);
      }
    } finally {
      if (sent < ports.size()) {
        // An Error in one sending is not the others' fault.
        flush();
      } else {
        ports.clear();
        addresses.clear();
        sent = 0;
      }
    }
  }
}
