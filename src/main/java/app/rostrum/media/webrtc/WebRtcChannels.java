package app.rostrum.media.webrtc;

import app.rostrum.media.DataChannel;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCPeerConnection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data channels of one connection on libwebrtc, its own and the other end's. Called on the
 * engine's thread, {@link #create} on any.
 */
final class WebRtcChannels {
  private static final Logger log = LoggerFactory.getLogger(WebRtcChannels.class);

  /** The highest stream number of libwebrtc, which no other channel is likely to get. */
  private static final int LAST_STREAM = 1023;

  private final Executor thread;
  private final Set<WebRtcDataChannel> channels = new LinkedHashSet<>();
  private final Map<WebRtcDataChannel, DataChannel.Options> unopened = new LinkedHashMap<>();
  private @Nullable RTCDataChannel placeholder;

  /**
   * True between the first offer and its answer: the parity of the stream numbers is not known yet,
   * and libwebrtc would guess.
   */
  private boolean roleUnknown;

  /**
   * @param thread the engine's executor
   */
  WebRtcChannels(Executor thread) {
    this.thread = thread;
  }

  /** Creates a channel, which does nothing until it is opened. */
  WebRtcDataChannel create(String label) {
    return new WebRtcDataChannel(label, thread, this::forget);
  }

  /** Opens a channel, at once or when the first answer is known. */
  void open(RTCPeerConnection peer, WebRtcDataChannel channel, DataChannel.Options options) {
    channels.add(channel);
    if (roleUnknown) {
      unopened.put(channel, options);
    } else {
      openNow(peer, channel, options);
    }
  }

  private static void openNow(
      RTCPeerConnection peer, WebRtcDataChannel channel, DataChannel.Options options) {
    try {
      channel.attach(peer.createDataChannel(channel.label(), WebRtcDataChannel.init(options)));
    } catch (RuntimeException | Error e) {
      log.warn("libwebrtc made no data channel", e);
      channel.end();
    }
  }

  /** Creates the channel for one that the other end has opened. */
  WebRtcDataChannel adopt(String label) {
    WebRtcDataChannel channel = create(label);
    channels.add(channel);
    return channel;
  }

  /**
   * Opens a channel that nobody uses, because libwebrtc offers data only if there is one. An offer
   * that may have to be rolled back must not be the first with data, or libwebrtc refuses data for
   * good.
   */
  void prepare(RTCPeerConnection peer) {
    if (placeholder == null) {
      var init = new RTCDataChannelInit();
      init.negotiated = true;
      init.id = LAST_STREAM;
      placeholder = peer.createDataChannel("", init);
    }
  }

  /** Holds channels back from now on, until the answer to the first offer is known. */
  void holdBack() {
    roleUnknown = true;
  }

  /** Opens the channels that were held back; from now on each is opened at once. */
  void openHeldBack(RTCPeerConnection peer) {
    roleUnknown = false;
    new LinkedHashMap<>(unopened).forEach((channel, options) -> openNow(peer, channel, options));
    unopened.clear();
  }

  private void forget(WebRtcDataChannel channel) {
    channels.remove(channel);
    unopened.remove(channel);
  }

  /** Ends all channels. */
  void close() {
    List.copyOf(channels).forEach(WebRtcDataChannel::end);
    if (placeholder != null) {
      placeholder.dispose();
      placeholder = null;
    }
  }
}
