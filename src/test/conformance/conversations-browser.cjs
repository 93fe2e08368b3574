// The official Conversations SDK as a web page has it: its bundle in headless Chromium, driven for
// ConversationsInBrowserTest by lines of JSON on standard input, answered by lines of JSON on standard output.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const readline = require('node:readline');
const { chromium } = require('playwright-core');

const out = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const pages = new Map();
let browser;
let server;

const bundle = (module) => path.join(__dirname, 'node_modules', ...module.split('/'), 'builds', 'twilio-conversations.js');

// What the page itself runs.
function inPage() {
  window.heard = [];
  window.errors = [];
  window.chat = {
    async connect({ uri, token, name }) {
      const client = new Twilio.Conversations.Client(token, { twilsock: { uri }, Twilsock: { uri }, logLevel: 'silent' });
      window.chat.client = client;
      client.on('connectionError', (e) => window.errors.push(e.message));
      await new Promise((resolve) => client.on('stateChanged', (s) => s === 'initialized' && resolve()));
      const conversation = await client.getConversationByUniqueName(name);
      conversation.on('messageAdded', (m) => window.heard.push(m.body));
      window.chat.conversation = conversation;
      const participants = await conversation.getParticipants();
      const history = await conversation.getMessages(30);
      return { history: history.items.map((m) => m.body), participants: participants.map((p) => p.identity) };
    },
    async send({ body }) {
      return { index: await window.chat.conversation.sendMessage(body) };
    },
  };
}

const commands = {
  async page({ who, module }) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/?${module}`);
    pages.set(who, page);
    return {};
  },
  async reload({ who }) { await pages.get(who).reload(); return {}; },
  connect: ({ who, ...args }) => pages.get(who).evaluate((a) => window.chat.connect(a), args),
  send: ({ who, ...args }) => pages.get(who).evaluate((a) => window.chat.send(a), args),
  heard: async ({ who }) => ({ heard: await pages.get(who).evaluate(() => window.heard) }),
};

// A page has its SDK by a query, the bundle by a path. Served from loopback: a page from elsewhere may not open
// sockets to it.
function serve(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname.startsWith('/sdk/')) {
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    response.end(fs.readFileSync(bundle(url.pathname.slice('/sdk/'.length))));
  } else {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<script src="/sdk/${url.search.slice(1)}"></script><script>(${inPage})()</script>`);
  }
}

(async () => {
  server = http.createServer(serve).listen(0, '127.0.0.1');
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  readline.createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, op, ...args } = JSON.parse(line);
    try {
      out({ id, result: await commands[op](args) });
    } catch (error) {
      out({ id, error: { status: null, code: null, message: String(error.message) } });
    }
  }).on('close', async () => {
    await browser.close();
    process.exit(0);
  });
})();
