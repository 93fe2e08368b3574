// A listener in a browser that knows nothing but WHEP: node whep-listener.cjs <address> <token> [<transport policy>].
// Writes what it hears, five times a second, as a line of JSON; ends when the server says that the stream has ended.
const { chromium } = require('playwright-core');

/** What runs in the page. */
async function listen([address, token, iceTransportPolicy = 'all']) {
  const audio = new AudioContext({ sampleRate: 48000 });
  await audio.resume();
  const iceServers = [];
  if (iceTransportPolicy === 'relay') {
    const options = await fetch(address, { method: 'OPTIONS', headers: { Authorization: `Bearer ${token}` } });
    const links = options.headers.get('Link').matchAll(/<([^>]+)>; rel="ice-server"; username="([^"]+)"; credential="([^"]+)"/g);
    for (const [, urls, username, credential] of links) iceServers.push({ urls, username, credential });
  }
  const pc = new RTCPeerConnection({ iceTransportPolicy, iceServers });
  let analyser;
  pc.ontrack = ({ track }) => {
    const stream = new MediaStream([track]);
    // Chromium lets a remote stream flow into WebAudio only while an element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    element.play();
    analyser = audio.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
  };
  pc.addTransceiver('audio', { direction: 'recvonly' });
  await pc.setLocalDescription();
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: pc.localDescription.sdp,
  });
  const session = new URL(answer.headers.get('Location'), address).href;
  const link = answer.headers.get('Link').match(/<([^>]+)>;\s*rel="urn:ietf:params:whep:ext:core:server-sent-events"/)[1];
  await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });

  const told = [];
  const events = new EventSource(new URL(link, address).href);
  for (const name of ['active', 'inactive', 'ended']) {
    events.addEventListener(name, (event) => told.push([name, JSON.parse(event.data)]));
  }

  /** Levels in dB at some frequencies. */
  function levels() {
    if (!analyser) return {};
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = (hertz) => bins[Math.round((hertz * analyser.fftSize) / audio.sampleRate)];
    return Object.fromEntries([440, 550, 660].map((hertz) => [hertz, Math.max(-200, at(hertz))]));
  }

  /** The protocol of the path in use, and the round-trip time in seconds. */
  async function path() {
    const stats = [...(await pc.getStats()).values()];
    const pair = stats.find(({ id }) => id === stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
    const local = pair && stats.find(({ id }) => id === pair.localCandidateId);
    const inbound = stats.find(({ type }) => type === 'inbound-rtp') ?? {};
    return pair && {
      protocol: local.protocol,
      type: local.relayProtocol ? 'relay' : local.candidateType,
      roundTrip: pair.currentRoundTripTime,
      waited: inbound.jitterBufferDelay / inbound.jitterBufferEmittedCount,
      concealed: inbound.concealedSamples,
    };
  }

  window.report = async () => ({
    path: await path(),
    status: answer.status,
    session,
    connection: pc.connectionState,
    levels: levels(),
    contributors: pc
      .getReceivers()
      .flatMap((receiver) => receiver.getContributingSources())
      .map(({ source, audioLevel }) => ({ source, level: audioLevel ?? -1 })),
    told,
  });
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
  try {
    const page = await browser.newPage();
    await page.evaluate(listen, process.argv.slice(2, 5));
    for (;;) {
      const report = await page.evaluate(() => window.report());
      process.stdout.write(JSON.stringify(report) + '\n');
      if (report.told.some(([name]) => name === 'ended')) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } catch (e) {
    process.stdout.write(JSON.stringify({ error: String(e) }) + '\n');
  }
  await browser.close();
})();
