'use strict';

// Shows the devices and what passes by, and asks the simulator to change them. All that comes from
// there is put in as text, never as markup. What is kept is bounded: so many lines for each device.

const LINES = 300;

const cards = new Map(); // by device id
let run = '';
let clockOffset = 0; // from the simulator's clock to this one's, in milliseconds

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  if (text !== undefined) { made.textContent = text; }
  return made;
}

function tell(sentence) {
  const trouble = document.getElementById('trouble');
  trouble.textContent = sentence;
  trouble.hidden = sentence === '';
}

/** Asks for a change of a device, and shows what holds then. */
async function ask(device, method, path, query) {
  try {
    const address = '/devices/' + [device, ...path].map(encodeURIComponent).join('/');
    const response = await fetch(address + (query ? '?' + query : ''), { method });
    const answer = await response.json();
    if (!response.ok) { throw new Error(answer.error); }
    tell('');
    show(answer);
  } catch (failed) {
    tell('Not done: ' + failed.message);
    const card = cards.get(device);
    card.show(card.device);
  }
}

class Card {
  constructor(device) {
    this.device = device;
    const copy = document.getElementById('device').content.cloneNode(true);
    this.root = copy.querySelector('.device');
    this.root.id = 'device-' + device.id;
    const title = this.root.querySelector('h2');
    title.textContent = device.id;
    title.id = 'title-' + device.id;
    this.root.setAttribute('aria-labelledby', title.id);
    this.root.querySelector('.who').textContent =
      [device.kind, device.manufacturer, device.product, device.serial].filter(Boolean).join(' · ');
    this.toggles = new Map();
    for (const choice of device.choices) { this.addToggle(choice); }
    this.well = this.root.querySelector('.well');
    this.well.addEventListener('click', () => this.endAll());
    this.networks = [];
    for (const outlet of device.outlets) { this.addNetwork(outlet); }
    this.root.querySelector('.networks').hidden = this.networks.length === 0;
    this.endpoints = this.root.querySelector('.endpoints ul');
    this.toml = this.root.querySelector('.endpoints code');
    this.copy = this.root.querySelector('.copy');
    this.copy.addEventListener('click', () => this.copyToml());
    this.log = new Log(this.root.querySelector('.traffic'), device.id);
    document.getElementById('devices').append(copy);

    this.link = element('a', '', device.id);
    this.link.href = '#' + this.root.id;
    const item = element('li');
    item.append(this.link);
    document.querySelector('#index ul').append(item);
    this.show(device);
  }

  addToggle(choice) {
    const button = element('button', choice.fault ? '' : 'state', choice.label);
    button.type = 'button';
    button.title = this.device.id + ' ' + choice.words;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') === 'true';
      ask(this.device.id, on ? 'DELETE' : 'PUT', ['conditions', choice.name]);
    });
    this.toggles.set(choice.name, button);
    this.root.querySelector('.toggles').append(button);
  }

  endAll() {
    for (const name of this.device.conditions) { ask(this.device.id, 'DELETE', ['conditions', name]); }
  }

  addNetwork(outlet) {
    if (outlet.faults.length === 0) { return; }
    const row = element('div', 'network');
    const select = element('select');
    select.id = 'network-' + this.device.id + '-' + this.networks.length;
    for (const fault of outlet.faults) {
      const option = element('option', '', fault.name + ': ' + fault.words.replace(/ after \d+ /, ' after so many '));
      option.value = fault.name;
      select.append(option);
    }
    const label = element('label', '', outlet.driver);
    label.htmlFor = select.id;
    const amount = element('input');
    amount.type = 'number';
    amount.min = '0';
    const unit = element('span', 'unit');
    amount.setAttribute('aria-label', 'how many, at ' + outlet.driver);
    const usual = (name) => outlet.faults.find((each) => each.name === name).amount;
    const set = (name, number) => {
      const query = new URLSearchParams({ outlet: outlet.endpoint });
      if (number !== undefined && number !== '') { query.set('amount', number); }
      ask(this.device.id, 'PUT', ['network', name], query);
    };
    select.addEventListener('change', () => set(select.value, usual(select.value)));
    amount.addEventListener('change', () => set(select.value, amount.value));
    row.append(label, select, amount, unit);
    this.root.querySelector('.networks').append(row);
    this.networks.push({ row, select, amount, unit, endpoint: outlet.endpoint });
  }

  async copyToml() {
    try {
      await navigator.clipboard.writeText(this.device.toml);
      this.copy.textContent = 'Copied';
    } catch (refused) {
      this.copy.textContent = 'Select it and copy by hand';
    }
    setTimeout(() => { this.copy.textContent = 'Copy'; }, 2000);
  }

  show(device) {
    this.device = device;
    for (const [name, button] of this.toggles) {
      button.setAttribute('aria-pressed', String(device.conditions.includes(name)));
    }
    this.well.disabled = device.conditions.length === 0;
    for (const network of this.networks) {
      const outlet = device.outlets.find((each) => each.endpoint === network.endpoint);
      network.select.value = outlet.network;
      network.row.classList.toggle('fault', outlet.network !== 'ok');
      network.amount.hidden = outlet.amount === undefined;
      network.unit.textContent = { slow: 'ms', drop: 'bytes' }[outlet.network] ?? '';
      if (document.activeElement !== network.amount) { network.amount.value = outlet.amount ?? ''; }
    }
    this.endpoints.replaceChildren(...device.outlets.map((outlet) => {
      const item = element('li');
      item.append(element('span', '', outlet.driver), element('code', '', outlet.endpoint));
      return item;
    }));
    this.toml.textContent = device.toml;
    const fault = device.choices.some((each) => each.fault && device.conditions.includes(each.name))
      || (device.network !== null && device.network !== 'ok');
    this.root.querySelector('.words').textContent = device.words;
    this.root.classList.toggle('fault', fault);
    this.link.classList.toggle('fault', fault);
    this.link.textContent = fault ? device.id + ' ⚠' : device.id;
  }
}

class Log {
  constructor(section, id) {
    this.list = section.querySelector('.log');
    this.list.setAttribute('aria-label', 'What passes by at ' + id);
    this.button = section.querySelector('.pause');
    this.button.addEventListener('click', () => this.pause(!this.paused));
    section.querySelector('.clear').addEventListener('click', () => this.clear());
    this.paused = false;
    this.waiting = [];
    this.last = 0;
  }

  clear() {
    this.list.replaceChildren();
    this.waiting = [];
    this.pause(this.paused);
  }

  pause(on) {
    this.paused = on;
    this.button.setAttribute('aria-pressed', String(on));
    this.button.textContent = on ? `Paused, ${this.waiting.length} new` : 'Pause';
    if (!on) {
      this.append(this.waiting);
      this.waiting = [];
    }
  }

  add(line) {
    if (line.n <= this.last) { return; } // had before the connection broke
    if (this.last > 0 && line.n > this.last + 1) { this.waiting.push({ gap: line.n - this.last - 1 }); }
    this.last = line.n;
    this.waiting.push(line);
    if (this.waiting.length > LINES) { this.waiting.shift(); }
  }

  flush() { this.pause(this.paused); }

  append(lines) {
    if (lines.length === 0) { return; }
    const list = this.list;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 20;
    list.append(...lines.map(row));
    while (list.childElementCount > LINES) { list.firstElementChild.remove(); }
    if (atEnd) { list.scrollTop = list.scrollHeight; }
  }
}

function clock(at) {
  const time = new Date(at + clockOffset);
  const two = (number) => String(number).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.`
    + String(time.getMilliseconds()).padStart(3, '0');
}

/** Printable ASCII as it is, everything else as a middle dot. */
function printable(hex) {
  return hex.split(' ').map((each) => {
    const value = parseInt(each, 16);
    return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '·';
  }).join('');
}

function row(line) {
  if (line.gap !== undefined) { return element('li', 'gap', line.gap + ' lines went by too fast'); }
  const item = element('li', line.note === undefined ? 'from-' + line.from : 'noted');
  const head = element('div', 'head', clock(line.at) + ' ');
  item.append(head);
  if (line.note !== undefined) {
    head.append(element('span', 'note', line.note));
    return item;
  }
  const toDevice = line.from === 'host';
  const count = line.length === 1 ? '1 byte' : line.length + ' bytes';
  head.append(element('b', '', toDevice ? '→ to the device' : '← from the device'), ` ${line.driver}, ${count}`);
  const bytes = element('div', 'bytes');
  const more = line.hex.split(' ').length < line.length ? ' …' : '';
  bytes.append(element('span', 'hex', line.hex + more), element('span', 'text', printable(line.hex) + more));
  item.append(bytes);
  return item;
}

function show(device) {
  const card = cards.get(device.id);
  if (card) {
    card.show(device);
  } else {
    cards.set(device.id, new Card(device));
  }
}

function state(name, words) {
  const link = document.getElementById('link');
  link.dataset.state = name;
  if (link.textContent !== words) { link.textContent = words; }
}

function hear(event) {
  const touched = new Set();
  for (const line of JSON.parse(event.data)) {
    const card = cards.get(line.device);
    if (card) {
      card.log.add(line);
      touched.add(card.log);
    }
  }
  touched.forEach((log) => log.flush());
}

function greet(event) {
  const hello = JSON.parse(event.data);
  clockOffset = Date.now() - hello.now;
  if (run !== '' && run !== hello.run) { location.reload(); } // its devices may be others
  run = hello.run;
  state('live', 'live');
}

function connect() {
  const events = new EventSource('/events');
  events.addEventListener('hello', greet);
  events.addEventListener('devices', (event) => JSON.parse(event.data).forEach(show));
  events.addEventListener('lines', hear);
  events.addEventListener('error', () => {
    state('lost', 'The simulator does not answer; trying again');
    // A browser comes back by itself, but not when it was refused.
    if (events.readyState === EventSource.CLOSED) { setTimeout(connect, 2000); }
  });
}

connect();
