// The invitation page of a server in Chromium, as somebody sees it who follows a link. One JSON command per line on stdin, one JSON answer per line on stdout.
'use strict';
const { chromium } = require('playwright-core');
const readline = require('node:readline');

(async () => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  let page;
  let context;
  let asked;
  let troubles;

  const commands = {
    /** Follows a link in a fresh profile. */
    async open({ url, locale = 'en', dark = false }) {
      await context?.close();
      asked = [];
      troubles = [];
      context = await browser.newContext({
        ignoreHTTPSErrors: true, locale, colorScheme: dark ? 'dark' : 'light', viewport: { width: 420, height: 760 },
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      page = await context.newPage();
      await page.addInitScript(() => {
        window.relays = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(configuration);
            window.relays = configuration?.iceServers ?? [];
          }
        };
      });
      page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
      page.on('console', (message) => troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(String(error)));
      page.on('dialog', (dialog) => {
        troubles.push(`dialog ${dialog.message()}`);
        dialog.dismiss();
      });
      await page.goto(url);
    },
    /** Changes the fragment of the page that is open. */
    fragment: ({ fragment }) => page.evaluate((text) => { location.hash = text; }, fragment),
    /** What is seen, and what the page has been up to. */
    async seen() {
      return {
        text: await page.evaluate(() => document.body.innerText),
        link: await page.evaluate(() => (document.getElementById('invitation').hidden ? '' : document.getElementById('open').href)),
        name: await page.evaluate(() => document.getElementById('name').textContent),
        elements: await page.evaluate(() => document.querySelectorAll('*').length),
        language: await page.evaluate(() => document.documentElement.lang),
        background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        asked,
        troubles,
      };
    },
    async copy() {
      await page.click('#copy');
      return page.evaluate(() => navigator.clipboard.readText());
    },
    async listen({ name }) {
      await page.fill('#listener', name);
      await page.keyboard.press('Enter');
    },
    stop: () => page.click('#stop'),
    /** The TURN servers that the page uses. */
    relays: () => page.evaluate(() => window.relays.map(({ urls, username }) => `${username} ${urls}`)),
    /** The level of a frequency in what the page plays, in dB; null while it plays nothing. */
    level: ({ pitch }) =>
      page.evaluate(async (hertz) => {
        const stream = document.getElementById('sound').srcObject;
        if (!stream) return null;
        if (window.heard !== stream) {
          const audio = new AudioContext({ sampleRate: 48000 });
          window.analyser = audio.createAnalyser();
          window.analyser.fftSize = 16384;
          window.analyser.smoothingTimeConstant = 0;
          audio.createMediaStreamSource(stream).connect(window.analyser);
          window.heard = stream;
          return null;
        }
        const bins = new Float32Array(window.analyser.frequencyBinCount);
        window.analyser.getFloatFrequencyData(bins);
        return Math.max(-200, bins[Math.round((hertz * window.analyser.fftSize) / 48000)]);
      }, pitch),
  };

  process.stdout.write(JSON.stringify({ ready: browser.version() }) + '\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { command, ...parameters } = JSON.parse(line);
    let reply;
    try {
      reply = { result: (await commands[command](parameters)) ?? null };
    } catch (e) {
      reply = { error: String(e) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
  await browser.close();
})();
