// Drives the official Sync SDK for SyncConformanceTest: commands come as lines of JSON on standard
// input, results and events leave as lines of JSON on standard output.
'use strict';
const readline = require('node:readline');
const sdk = require(process.argv[2]);
const SyncClient = sdk.SyncClient || sdk.Client;

const out = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const objects = new Map();
const followed = new Set();
let client;

/** An item's key, or its index as a text. */
const nameOf = (of) => (of && of.index !== undefined ? String(of.index) : (of && of.key) || null);

const follow = (name, object, events) => {
  objects.set(name, object);
  // Opened again in the same client it may be the same object, which is listened to already.
  if (followed.has(object)) return describe(object);
  followed.add(object);
  for (const event of [...events, 'failure']) {
    object.on(event, (args) => {
      const item = args && args.item;
      out({
        event,
        object: name,
        key: item ? nameOf(item) : nameOf(args),
        data: item ? item.data : (args && (args.data || args.context || (args.message && args.message.data))) || null,
        status: (args && args.status) || null,
        previous: (args && (args.previousItemData || args.previousData)) || null,
        local: args ? args.isLocal : null,
      });
    });
  }
  return describe(object);
};

const describe = (object) => ({
  sid: object.sid,
  data: object.data || null,
  revision: object.revision,
  expires: object.dateExpires || null,
});

const plainItem = (item) => ({ key: item.key, index: item.index, data: item.data, revision: item.revision });

const commands = {
  connect({ uri, token }) {
    client = new SyncClient(token, { twilsock: { uri }, Twilsock: { uri }, logLevel: 'silent' });
    client.on('connectionStateChanged', (state) => out({ event: 'state', state }));
    client.on('connectionError', (error) =>
      out({ event: 'connectionError', terminal: error.terminal, code: error.errorCode, status: error.httpStatusCode }));
    client.on('tokenAboutToExpire', () => out({ event: 'tokenAboutToExpire' }));
    client.on('tokenExpired', () => out({ event: 'tokenExpired' }));
    return {};
  },
  async map({ name, mode }) {
    const map = await client.map(mode ? { id: name, mode } : name);
    return follow(name, map, ['itemAdded', 'itemUpdated', 'itemRemoved', 'removed']);
  },
  async document({ name, mode }) {
    const document = await client.document(mode ? { id: name, mode } : name);
    return follow(name, document, ['updated', 'removed']);
  },
  async list({ name, mode }) {
    const list = await client.list(mode ? { id: name, mode } : name);
    return follow(name, list, ['itemAdded', 'itemUpdated', 'itemRemoved', 'contextUpdated', 'removed']);
  },
  async push({ list, data, ttl }) {
    return plainItem(await objects.get(list).push(data, ttl === undefined ? undefined : { ttl }));
  },
  async context({ name }) {
    return { context: await objects.get(name).getContext() };
  },
  async get({ map, key }) {
    return plainItem(await objects.get(map).get(key));
  },
  async set({ map, key, data, ttl }) {
    return plainItem(await objects.get(map).set(key, data, ttl === undefined ? undefined : { ttl }));
  },
  async stream({ name, mode }) {
    const stream = await client.stream(mode ? { id: name, mode } : name);
    return follow(name, stream, ['messagePublished', 'removed']);
  },
  async publish({ stream, data }) {
    return { sid: (await objects.get(stream).publishMessage(data)).sid };
  },
  async setTtl({ name, ttl }) {
    await objects.get(name).setTtl(ttl);
    return {};
  },
  async setItemTtl({ map, key, ttl }) {
    await objects.get(map).setItemTtl(key, ttl);
    return {};
  },
  // So many mutations at once, each of which adds one.
  async race({ map, key, field, times }) {
    const object = objects.get(map);
    const addOne = (old) => ({ ...old, [field]: (old[field] || 0) + 1 });
    for (let i = 0; i < times; i++) {
      await (key === undefined ? object.mutate(addOne) : object.mutate(key, addOne));
    }
    return {};
  },
  async update({ map, key, data }) {
    return plainItem(await objects.get(map).update(key, data));
  },
  async mutate({ map, key, field }) {
    return plainItem(
      await objects.get(map).mutate(key, (old) => ({ ...old, [field]: (old[field] || 0) + 1 })));
  },
  async remove({ map, key }) {
    await objects.get(map).remove(key);
    return {};
  },
  async setDocument({ name, data }) {
    const result = await objects.get(name).set(data);
    return { data: result };
  },
  async updateDocument({ name, data }) {
    return { data: await objects.get(name).update(data) };
  },
  async removeObject({ name }) {
    await objects.get(name).removeMap?.();
    await objects.get(name).removeDocument?.();
    await objects.get(name).removeList?.();
    await objects.get(name).removeStream?.();
    return {};
  },
  // All pages forward, then back to the first.
  async walk({ map, order, pageSize, from }) {
    const options = { order, pageSize };
    if (from) options.from = from;
    let page = await objects.get(map).getItems(options);
    const forward = page.items.map(nameOf);
    let pages = 1;
    while (page.hasNextPage) {
      page = await page.nextPage();
      forward.push(...page.items.map(nameOf));
      pages++;
    }
    const backward = page.items.map(nameOf).reverse();
    let pagesBack = 1;
    while (page.hasPrevPage && pagesBack < 100) {
      page = await page.prevPage();
      backward.push(...page.items.map(nameOf).reverse());
      pagesBack++;
    }
    return { forward, pages, backward, pagesBack };
  },
  async updateToken({ token }) {
    await client.updateToken(token);
    return { state: client.connectionState };
  },
  async shutdown() {
    await client.shutdown();
    return {};
  },
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, op, ...args } = JSON.parse(line);
  try {
    out({ id, result: await commands[op](args) });
  } catch (error) {
    out({ id, error: { status: error.status ?? null, code: error.code ?? null, message: String(error.message) } });
  }
}).on('close', () => process.exit(0));
