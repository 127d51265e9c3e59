// Everything in words. What came from kiosks is only ever put in as text.

const STATES = { error: 'Out of order', warning: 'Needs attention', unknown: 'Not known', offline: 'Not connected', ready: 'All well' };
const DEVICE_STATES = { error: 'Out of order', warning: 'Needs attention', unknown: 'Not known', offline: 'Not reachable', ready: 'Ready' };
const MARKS = { error: '✕', warning: '!', unknown: '?', offline: '–', ready: '✓', info: 'i' };
const GAPS = {
  full: 'its buffer was full', expired: 'they were too old', damaged: 'its disk was damaged',
  restart: 'it was cut off, at most a second of them', forgotten: 'the hub no longer has what came before',
};
const METRICS = { cpu: 'CPU load', memory: 'Memory', disk: 'Disk', temperature: 'Temperature' };
const UNITS = { percent: '%', celsius: '°C' };

/** Worst first. */
export const RANK = ['error', 'warning', 'unknown', 'offline', 'ready'];

let catalogue = {};

export async function loadWords() {
  catalogue = await (await fetch('/page/words.json')).json();
}

export const stateWord = (state) => STATES[state] ?? STATES.unknown;
export const deviceWord = (state) => DEVICE_STATES[state] ?? DEVICE_STATES.unknown;
export const mark = (state) => MARKS[state] ?? MARKS.unknown;
export const metricName = (metric) => METRICS[metric] ?? metric;

/** What is wrong, of a condition that the catalogue knows or not. */
export function wrong(code) {
  const known = catalogue[code + '.wrong'];
  if (known) return known;
  return code ? code[0] + code.slice(1).toLowerCase().replaceAll('_', ' ') + '.' : 'The reason is not known.';
}

/** What to do about it, or an empty text. */
export const remedy = (code) => catalogue[code + '.next'] ?? '';

export function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const min = Math.floor(s / 60);
  const h = Math.floor(min / 60);
  const d = Math.floor(h / 24);
  if (s < 1) return 'less than 1 s';
  if (min < 1) return s + ' s';
  if (h < 1) return min + ' min';
  if (d < 1) return h + ' h' + (min % 60 ? ' ' + (min % 60) + ' min' : '');
  return d + ' d' + (h % 24 ? ' ' + (h % 24) + ' h' : '');
}

const two = (number) => String(number).padStart(2, '0');

export function clock(ms) {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** With the day, where it is not today's. */
export function moment(ms) {
  const at = new Date(ms);
  const today = new Date().toDateString() === at.toDateString();
  return (today ? '' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `) + clock(ms);
}

export const number = (value) => String(Math.round(value * 10) / 10);
export const counted = (n) => n.toLocaleString('en');

export function sentence(text) {
  const trimmed = String(text).trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : trimmed + '.';
}

export const lowerFirst = (text) => (/^[A-Z][a-z ]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

/** What a kiosk's row says, apart from its name. */
export function summaryWords(kiosk) {
  if (kiosk.state === 'offline') return kiosk.at ? 'Not connected' : 'Not heard since the hub was started';
  if (kiosk.state === 'ready') {
    if (kiosk.level === 'plain') return 'Connected, no fault reported';
    if (kiosk.devices === 0) return 'Connected, no devices';
    return kiosk.devices === 1 ? '1 device ready' : `${kiosk.devices} devices ready`;
  }
  const what = (kiosk.device ? kiosk.device + ': ' : '') + (kiosk.device ? lowerFirst(wrong(kiosk.code)) : wrong(kiosk.code));
  return what + (kiosk.more > 0 ? ` And ${kiosk.more} more.` : '') + (kiosk.service ? ' Being serviced.' : '');
}

const severityState = { critical: 'error', error: 'error', warning: 'warning', info: 'info' };

/** An event in words: {state, text}. */
export function eventWords(event) {
  switch (event.type) {
    case 'cpu':
      return { state: 'reading', text: `CPU load ${number(event.pct)} %` };
    case 'metric':
      return { state: 'reading', text: `${metricName(event.name)} ${number(event.value)} ${UNITS[event.unit] ?? event.unit}` };
    case 'device':
      return deviceEvent(event);
    case 'error': {
      const said = event.message || wrong(event.code);
      if (event.active === false) return { state: 'ready', text: 'Ended: ' + said };
      return { state: severityState[event.severity] ?? 'info', text: said };
    }
    case 'gap':
      return { state: 'warning', text: `${counted(event.count)} ${event.lane} will not come: ${GAPS[event.reason] ?? event.reason}` };
    default:
      return { state: 'info', text: String(event.type) };
  }
}

function deviceEvent(event) {
  const what = (event.conditions ?? []).map((code) => lowerFirst(wrong(code))).join(' ');
  const word = deviceWord(event.state).toLowerCase();
  return { state: event.state === 'offline' ? 'error' : event.state, text: `${event.device} is ${word}${what ? ': ' + what : ''}` };
}

export const isReading = (event) => event.type === 'cpu' || event.type === 'metric';

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Touches the document only when something is new. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
