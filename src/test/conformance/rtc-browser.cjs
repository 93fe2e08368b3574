// A browser's RTCPeerConnection on a leash: one JSON command per line on stdin, one JSON answer per line on stdout.
const { chromium } = require('playwright-core');
const readline = require('node:readline');

/** What runs in the page. Everything a command can do is a method of `leash`. */
function install() {
  const audio = new AudioContext({ sampleRate: 48000 });
  const ears = new Map();
  const eyes = new Map();
  let pc;

  function listen({ track, transceiver }) {
    if (track.kind === 'video') {
      watch({ track, transceiver });
      return;
    }
    const stream = new MediaStream([track]);
    // Chromium lets a remote stream flow into WebAudio only while an element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    element.play();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
    ears.set(transceiver, analyser);
  }

  /** The name that the server gives a track: the second token of a=msid in its mid's section. */
  function nameOf(transceiver) {
    const section = pc.remoteDescription.sdp
      .split('\r\nm=')
      .find((s) => s.includes(`\r\na=mid:${transceiver.mid}\r\n`));
    return section?.match(/\r\na=msid:\S+ (\S+)/)?.[1] ?? transceiver.mid;
  }

  /** Sets a description, with another DTLS role than the browser's own if one is given. */
  const gathered = async ({ type, sdp }, setup) => {
    await pc.setLocalDescription({ type, sdp: setup ? sdp.replaceAll(/a=setup:\w+/g, `a=setup:${setup}`) : sdp });
    return pc.localDescription.sdp;
  };

  /** A moving picture of one colour. */
  function canvas(color, width = 320, height = 240) {
    const element = document.createElement('canvas');
    Object.assign(element, { width, height });
    const context = element.getContext('2d');
    let count = 0;
    setInterval(() => {
      context.fillStyle = color;
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'white';
      context.fillRect((count++ * 4) % width, 0, height / 8, height / 8);
    }, 50);
    return element.captureStream(20);
  }

  function watch({ track, transceiver }) {
    const element = document.createElement('video');
    element.srcObject = new MediaStream([track]);
    element.muted = true;
    element.play();
    eyes.set(transceiver, element);
  }

  const channels = new Map();

  /** Repeats what it hears if its label says so; remembers the sizes and a sum of the rest. */
  function hold(channel) {
    const held = { channel, messages: [], states: [] };
    channels.set(channel.label, held);
    channel.binaryType = 'arraybuffer';
    channel.onopen = () => held.states.push('open');
    channel.onclosing = () => held.states.push('closing');
    channel.onclose = () => held.states.push('closed');
    channel.onmessage = ({ data }) => {
      if (channel.label.startsWith('echo')) channel.send(data);
      const binary = typeof data !== 'string';
      held.messages.push({ binary, size: binary ? data.byteLength : data.length, sum: sumOf(data) });
    };
  }

  function sumOf(data) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
    let sum = 7;
    for (const byte of bytes) sum = (sum * 31 + byte) % 1000003;
    return sum;
  }

  function peer() {
    if (!pc) {
      pc = new RTCPeerConnection();
      pc.ondatachannel = ({ channel }) => hold(channel);
    }
    return pc;
  }

  window.leash = {
    // Data channels.
    async openChannel({ label, ordered = true, maxRetransmits, maxPacketLifeTime }) {
      const options = { ordered };
      if (maxRetransmits !== undefined) options.maxRetransmits = maxRetransmits;
      if (maxPacketLifeTime !== undefined) options.maxPacketLifeTime = maxPacketLifeTime;
      hold(peer().createDataChannel(label, options));
    },
    async offer() {
      return gathered(await peer().createOffer());
    },
    async answerWithChannels({ sdp }) {
      await peer().setRemoteDescription({ type: 'offer', sdp });
      return gathered(await pc.createAnswer());
    },
    async sendText({ label, text }) {
      channels.get(label).channel.send(text);
    },
    /** Sends bytes i * 31 + size modulo 256, `count` times. */
    async sendBytes({ label, size, count = 1 }) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => i * 31 + size);
      const { channel } = channels.get(label);
      for (let i = 0; i < count; i++) {
        while (channel.bufferedAmount > 4e6) await new Promise((done) => setTimeout(done, 1));
        channel.send(bytes);
      }
    },
    async channel({ label }) {
      const held = channels.get(label);
      if (!held) return null;
      const { channel, messages, states } = held;
      const { id, ordered, maxRetransmits, maxPacketLifeTime, readyState, bufferedAmount } = channel;
      return { id, ordered, maxRetransmits, maxPacketLifeTime, readyState, bufferedAmount, messages, states };
    },
    async closeChannel({ label }) {
      channels.get(label).channel.close();
    },

    /** Makes a connection that sends a tone and offers video and data besides. */
    async open({ hertz, plain, color }) {
      await audio.resume();
      pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      pc.ontrack = listen;
      const destination = audio.createMediaStreamDestination();
      const oscillator = audio.createOscillator();
      const gain = audio.createGain();
      gain.gain.value = 0.4;
      oscillator.frequency.value = hertz;
      oscillator.connect(gain).connect(destination);
      oscillator.start();
      pc.addTrack(destination.stream.getAudioTracks()[0], destination.stream);
      if (color) {
        const stream = canvas(color);
        pc.addTrack(stream.getVideoTracks()[0], stream);
      } else if (!plain) {
        pc.addTransceiver('video', { direction: 'recvonly' });
        pc.createDataChannel('data');
      }
      return gathered(await pc.createOffer());
    },
    async listenOnly() {
      await audio.resume();
      pc = new RTCPeerConnection();
      pc.ontrack = listen;
      pc.addTransceiver('audio', { direction: 'recvonly' });
      return gathered(await pc.createOffer());
    },
    /** A connection without anything, to be offered to. */
    async blank() {
      await audio.resume();
      pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      pc.ontrack = listen;
    },
    async accept({ sdp }) {
      await pc.setRemoteDescription({ type: 'answer', sdp });
    },
    async answer({ sdp, setup }) {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      return gathered(await pc.createAnswer(), setup);
    },
    async offer() {
      return gathered(await pc.createOffer());
    },
    /** Frames so far and the colour in the middle of each picture, by the server's name for it. */
    async seen() {
      const result = {};
      for (const [transceiver, element] of eyes) {
        const small = document.createElement('canvas');
        Object.assign(small, { width: 8, height: 8 });
        const context = small.getContext('2d');
        context.drawImage(element, 0, 0, 8, 8);
        const [red, green, blue] = context.getImageData(4, 4, 1, 1).data;
        result[nameOf(transceiver)] = { frames: element.getVideoPlaybackQuality().totalVideoFrames, red, green, blue };
      }
      return result;
    },
    /** As the browser's addTrack does, this may take a section that the server opened. */
    async addTone({ hertz }) {
      const destination = audio.createMediaStreamDestination();
      const oscillator = audio.createOscillator();
      oscillator.frequency.value = hertz;
      oscillator.connect(destination);
      oscillator.start();
      pc.addTrack(destination.stream.getAudioTracks()[0], destination.stream);
      return gathered(await pc.createOffer());
    },
    async restart() {
      pc.restartIce();
      return gathered(await pc.createOffer());
    },
    async state() {
      return { connection: pc.connectionState, ice: pc.iceConnectionState, signaling: pc.signalingState };
    },
    /** The strongest frequency of each remote track, by the server's name for it. */
    async heard() {
      const result = {};
      for (const [transceiver, analyser] of ears) {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        let best = 0;
        for (let i = 1; i < bins.length; i++) if (bins[i] > bins[best]) best = i;
        result[nameOf(transceiver)] = bins[best] > -60 ? (best * audio.sampleRate) / analyser.fftSize : 0;
      }
      return result;
    },
    async contributors() {
      return pc
        .getReceivers()
        .flatMap((r) => r.getContributingSources())
        .map((c) => ({ source: c.source, level: c.audioLevel ?? -1 }));
    },
    async stats() {
      return [...(await pc.getStats()).values()].filter((s) =>
        ['inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'remote-outbound-rtp', 'transport'].includes(s.type));
    },
    async transceivers() {
      return pc.getTransceivers().map((t) => ({ mid: t.mid, direction: t.currentDirection, kind: t.receiver.track.kind }));
    },
    async close() {
      pc.close();
    },
  };
}

(async () => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const page = await browser.newPage();
  await page.evaluate(install);
  process.stdout.write(JSON.stringify({ ready: browser.version() }) + '\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { command, ...parameters } = JSON.parse(line);
    let reply;
    try {
      reply = { result: (await page.evaluate(([c, p]) => window.leash[c](p), [command, parameters])) ?? null };
    } catch (e) {
      reply = { error: String(e) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
  await browser.close();
})();
