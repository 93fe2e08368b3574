package app.rostrum.rtc.data;

import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.sctp.Association;
import app.rostrum.rtc.sctp.Delivery;
import app.rostrum.rtc.sctp.SctpMessage;
import app.rostrum.rtc.sctp.SctpSettings;
import app.rostrum.threads.Timers;
import app.rostrum.threads.Timers.Timer;
import app.rostrum.wire.sctp.DataChannelMessage;
import app.rostrum.wire.sctp.DataChannelMessage.Reliability;
import app.rostrum.wire.sctp.PayloadProtocol;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data channels of one connection (RFC 8831, 8832): one SCTP association, which begins when it
 * has been negotiated and DTLS is established. One lock guards the association and all channels;
 * listeners are called without it, by the peer's executor of events.
 */
public final class DataChannels implements SctpChannel.Owner {
  /** The longest message received, in bytes; a=max-message-size in descriptions. */
  public static final int MAX_MESSAGE = IncomingMessages.MAX_MESSAGE;

  private static final Logger LOG = LoggerFactory.getLogger(DataChannels.class);
  private static final long MAX_BUFFERED = 16 << 20;
  private static final int MAX_LABEL = 65_535;

  /** The limit of all labels and protocols together that are kept for the other end. */
  private static final int MAX_LABELS = 1 << 20;

  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] EMPTY = {0};

  private final Consumer<byte[]> output;
  private final Executor events;
  private final Timers timers;
  private final Consumer<TransportChannel> opened;
  private final SecureRandom random;
  private final long origin = System.nanoTime();
  private final Object lock = new Object();

  private final Map<Integer, SctpChannel> byStream = new HashMap<>();
  private final Set<SctpChannel> waiting = new LinkedHashSet<>();
  private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
  private final IncomingMessages incoming;
  private @Nullable Association association;
  private boolean evenIsOurs;
  private long theirMaxMessage;
  private int labels;
  private boolean secured;
  private boolean over;
  private Timer timer = Timer.NONE;
  private long timerAt = NEVER;

  /**
   * @param output takes packets for DTLS; called with the lock held, so it must not call back
   * @param opened takes the channels that the other end opens, on the events' executor
   */
  public DataChannels(
      Consumer<byte[]> output,
      Executor events,
      Timers timers,
      Consumer<TransportChannel> opened,
      SecureRandom random) {
    this.output = output;
    this.events = events;
    this.timers = timers;
    this.opened = opened;
    this.random = random;
    this.incoming = new IncomingMessages(events, new MessageContext());
  }

  @Override
  public Executor events() {
    return events;
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  // --- The transport ---

  /** Both descriptions have an application section; only the first call matters. */
  public void negotiated(SctpParameters theirs, DtlsSession.Side side) {
    synchronized (lock) {
      if (association != null || over) {
        return;
      }
      evenIsOurs = side == DtlsSession.Side.CLIENT;
      theirMaxMessage = theirs.maxMessage();
      association =
          new Association(SctpSettings.webRtc(theirs.port()), new AssociationEvents(), random);
      List<SctpChannel> early = List.copyOf(waiting);
      waiting.clear();
      early.forEach(this::begin);
      startIfReady();
    }
  }

  /** Handles that the other end has refused data channels. */
  public void refused() {
    synchronized (lock) {
      if (association == null) {
        List.copyOf(waiting).forEach(this::closed);
      }
    }
  }

  /** Handles that DTLS is established. */
  public void secured() {
    synchronized (lock) {
      secured = true;
      startIfReady();
    }
  }

  private void startIfReady() {
    if (secured && association != null) {
      association.connect(now());
      settle();
    }
  }

  public void receive(byte[] data, int length) {
    synchronized (lock) {
      if (association != null) {
        association.receive(data, 0, length, now());
        settle();
      }
    }
  }

  public void close() {
    synchronized (lock) {
      over = true;
      if (association != null) {
        association.abort("closed");
      }
      endAll();
      settle();
    }
  }

  /** Handles the effects of a call to the association and sets its timer; after every such call. */
  private void settle() {
    Runnable action;
    while ((action = afterwards.poll()) != null) {
      action.run();
    }
    long due = association == null ? NEVER : association.deadline();
    if (due < timerAt) {
      timer.cancel();
      timerAt = due;
      timer = timers.after(Duration.ofNanos(Math.max(0, due - now())), this::tick);
    }
  }

  private void tick() {
    synchronized (lock) {
      timerAt = NEVER;
      timer = Timer.NONE;
      if (association != null) {
        association.tick(now());
        settle();
      }
    }
  }

  private final class AssociationEvents implements Association.Owner {
    @Override
    public void transmit(byte[] packet) {
      output.accept(packet);
    }

    @Override
    public void onEstablished() {
      afterwards.add(DataChannels.this::established);
    }

    @Override
    public void onMessage(SctpMessage message) {
      afterwards.add(() -> incoming.take(message));
    }

    @Override
    public void onIncomingReset(List<Integer> streams) {
      afterwards.add(() -> incomingReset(streams));
    }

    @Override
    public void onOutgoingReset(List<Integer> streams, boolean performed) {
      afterwards.add(() -> outgoingReset(streams, performed));
    }

    @Override
    public void onRestart() {
      afterwards.add(DataChannels.this::endAll);
    }

    @Override
    public void onEnded(String reason) {
      LOG.debug("association ended: {}", reason);
      afterwards.add(
          () -> {
            over = true;
            endAll();
          });
    }
  }

  /** Gives received messages access to the channels; called with the lock held. */
  private final class MessageContext implements IncomingMessages.Context {
    @Override
    public @Nullable SctpChannel channel(int stream) {
      return byStream.get(stream);
    }

    @Override
    public void opening(int stream, DataChannelMessage.Open open) {
      DataChannels.this.opening(stream, open);
    }

    @Override
    public void consumed(int charge) {
      DataChannels.this.consumed(charge);
    }

    @Override
    public void delivered(int charge) {
      release(charge);
    }

    @Override
    public void abort(String reason) {
      if (association != null) {
        association.abort(reason);
      }
    }
  }

  private boolean stands() {
    return association != null && association.state() == Association.State.ESTABLISHED;
  }

  private void established() {
    for (SctpChannel channel : List.copyOf(byStream.values())) {
      openIfStanding(channel);
    }
  }

  // --- Channels that this end opens ---

  /**
   * @throws IllegalArgumentException if the label is too long or both limits are given
   */
  public TransportChannel open(TransportChannel.Options options) {
    if (options.label().getBytes(StandardCharsets.UTF_8).length > MAX_LABEL) {
      throw new IllegalArgumentException("label is too long");
    }
    if (options.maxRetransmits().isPresent() && options.maxPacketLifeTimeMillis().isPresent()) {
      throw new IllegalArgumentException("only one limit can be given");
    }
    SctpChannel channel = new SctpChannel(this, options);
    synchronized (lock) {
      if (over) {
        closed(channel);
      } else if (association == null) {
        waiting.add(channel);
      } else {
        begin(channel);
        settle();
      }
    }
    return channel;
  }

  /** Gives the channel a stream and opens it at the other end. */
  private void begin(SctpChannel channel) {
    Association to = Objects.requireNonNull(association);
    int limit = stands() ? to.outgoingStreams() : SctpSettings.webRtc(0).streams();
    int stream = evenIsOurs ? 0 : 1;
    while (byStream.containsKey(stream)) {
      stream += 2;
    }
    if (stream >= limit || channel.state == TransportChannel.State.CLOSED) {
      closed(channel);
      return;
    }
    channel.stream = stream;
    byStream.put(stream, channel);
    boolean unused =
        to.send(
            stream,
            PayloadProtocol.CONTROL,
            DataChannelMessage.write(openMessage(channel.options())),
            Delivery.RELIABLE,
            now());
    channel.early.forEach(m -> transmit(channel, m.data(), m.binary()));
    channel.early.clear();
    if (channel.state == TransportChannel.State.CLOSING) {
      to.resetStream(stream, now());
    }
    openIfStanding(channel);
  }

  private void openIfStanding(SctpChannel channel) {
    if (!stands() || association == null) {
      return;
    }
    if (channel.stream >= association.outgoingStreams()) {
      association.discard(channel.stream);
      closed(channel);
    } else if (channel.state == TransportChannel.State.CONNECTING) {
      become(channel, TransportChannel.State.OPEN);
    }
  }

  private static DataChannelMessage.Open openMessage(TransportChannel.Options options) {
    Reliability reliability =
        options.maxRetransmits().isPresent()
            ? Reliability.RETRANSMITS
            : options.maxPacketLifeTimeMillis().isPresent()
                ? Reliability.LIFETIME
                : Reliability.RELIABLE;
    int limit = options.maxRetransmits().or(options::maxPacketLifeTimeMillis).orElse(0);
    return new DataChannelMessage.Open(
        options.ordered(), reliability, 256, limit, options.label(), "");
  }

  @Override
  public TransportChannel.State state(SctpChannel channel) {
    synchronized (lock) {
      return channel.state;
    }
  }

  @Override
  public long buffered(SctpChannel channel) {
    synchronized (lock) {
      long early = channel.early.stream().mapToLong(m -> m.data().length).sum();
      return association == null || channel.stream == SctpChannel.NO_STREAM
          ? early
          : association.buffered(channel.stream);
    }
  }

  @Override
  public boolean send(SctpChannel channel, byte[] data, boolean binary) {
    synchronized (lock) {
      boolean live =
          channel.state == TransportChannel.State.OPEN
              || channel.state == TransportChannel.State.CONNECTING;
      long limit = association == null ? MAX_MESSAGE : theirMaxMessage;
      if (!live || data.length > limit || total() + data.length > MAX_BUFFERED) {
        return false;
      }
      byte[] copy = data.clone();
      if (channel.stream == SctpChannel.NO_STREAM) {
        channel.early.add(new SctpChannel.Early(copy, binary));
        return true;
      }
      boolean taken = transmit(channel, copy, binary);
      settle();
      return taken;
    }
  }

  private long total() {
    return association == null
        ? waiting.stream()
            .flatMap(c -> c.early.stream())
            .mapToLong(m -> m.data().length + SctpMessage.OVERHEAD)
            .sum()
        : association.buffered();
  }

  private boolean transmit(SctpChannel channel, byte[] data, boolean binary) {
    int protocol =
        data.length == 0
            ? binary ? PayloadProtocol.BINARY_EMPTY : PayloadProtocol.STRING_EMPTY
            : binary ? PayloadProtocol.BINARY : PayloadProtocol.STRING;
    return association != null
        && association.send(
            channel.stream, protocol, data.length == 0 ? EMPTY : data, channel.delivery(), now());
  }

  @Override
  public void close(SctpChannel channel) {
    synchronized (lock) {
      if (channel.state == TransportChannel.State.CLOSING
          || channel.state == TransportChannel.State.CLOSED) {
        return;
      }
      if (channel.stream == SctpChannel.NO_STREAM && channel.early.isEmpty()) {
        closed(channel);
        return;
      }
      become(channel, TransportChannel.State.CLOSING);
      if (association != null && channel.stream != SctpChannel.NO_STREAM) {
        association.resetStream(channel.stream, now());
        settle();
      }
    }
  }

  // --- Channels that the other end opens ---

  private void opening(int stream, DataChannelMessage.Open open) {
    boolean ours = (stream % 2 == 0) == evenIsOurs;
    int size = open.label().length() + open.protocol().length();
    if (ours || !stands() || labels + size > MAX_LABELS) {
      refuse(stream);
    } else {
      accept(stream, open);
    }
  }

  private void release(int charge) {
    synchronized (lock) {
      consumed(charge);
      settle();
    }
  }

  private void consumed(int charge) {
    if (association != null) {
      association.consumed(charge, now());
    }
  }

  private void refuse(int stream) {
    if (association != null) {
      association.resetStream(stream, now());
    }
  }

  private void accept(int stream, DataChannelMessage.Open open) {
    Optional<Integer> limit = Optional.of(open.limit() & Integer.MAX_VALUE);
    TransportChannel.Options options =
        new TransportChannel.Options(
            open.label(),
            open.ordered(),
            open.reliability() == Reliability.RETRANSMITS ? limit : Optional.empty(),
            open.reliability() == Reliability.LIFETIME ? limit : Optional.empty());
    SctpChannel channel = new SctpChannel(this, options);
    channel.stream = stream;
    channel.acknowledged = true;
    channel.labelCost = open.label().length() + open.protocol().length();
    labels += channel.labelCost;
    byStream.put(stream, channel);
    if (association != null) {
      boolean unused =
          association.send(
              stream,
              PayloadProtocol.CONTROL,
              DataChannelMessage.write(new DataChannelMessage.Ack()),
              Delivery.RELIABLE,
              now());
    }
    events.execute(() -> opened.accept(channel));
    become(channel, TransportChannel.State.OPEN);
  }

  // --- The end of channels ---

  private Collection<SctpChannel> channels(List<Integer> streams) {
    if (streams.isEmpty()) {
      return List.copyOf(byStream.values());
    }
    List<SctpChannel> named = new ArrayList<>();
    for (int stream : streams) {
      SctpChannel channel = byStream.get(stream);
      if (channel != null) {
        named.add(channel);
      }
    }
    return named;
  }

  private void incomingReset(List<Integer> streams) {
    for (SctpChannel channel : channels(streams)) {
      channel.incomingReset = true;
      if (channel.outgoingReset) {
        closed(channel);
      } else if (channel.state != TransportChannel.State.CLOSING && association != null) {
        become(channel, TransportChannel.State.CLOSING);
        association.discard(channel.stream);
        association.resetStream(channel.stream, now());
      }
    }
  }

  private void outgoingReset(List<Integer> streams, boolean performed) {
    for (SctpChannel channel : channels(streams)) {
      channel.outgoingReset = true;
      if (channel.incomingReset || !performed) {
        closed(channel);
      } else if (channel.state != TransportChannel.State.CLOSING) {
        // The other end has asked for it.
        become(channel, TransportChannel.State.CLOSING);
      }
    }
  }

  private void endAll() {
    List.copyOf(waiting).forEach(this::closed);
    List.copyOf(byStream.values()).forEach(this::closed);
  }

  private void closed(SctpChannel channel) {
    waiting.remove(channel);
    channel.early.clear();
    labels -= channel.labelCost;
    channel.labelCost = 0;
    consumed(channel.partialCharge);
    channel.partialCharge = 0;
    if (channel.stream != SctpChannel.NO_STREAM) {
      byStream.remove(channel.stream, channel);
    }
    if (channel.state != TransportChannel.State.CLOSED) {
      become(channel, TransportChannel.State.CLOSED);
      channel.afterwards.forEach(incoming::take);
      channel.afterwards.clear();
    }
  }

  private void become(SctpChannel channel, TransportChannel.State state) {
    channel.state = state;
    events.execute(() -> channel.ear().onState(state));
  }
}
