// Looks at the operator page with a browser while events come, sets limits on it, and prints how it fares. See page-load.sh.
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: [modules, url] } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string', default: '1000' }, // of the load, which is made elsewhere
    kiosks: { type: 'string' }, // likewise
    minutes: { type: 'string', default: '10' },
    pages: { type: 'string', default: '1' },
    every: { type: 'string', default: '1' },
  },
});
const { chromium } = createRequire(path.join(modules, 'x'))('playwright-core');
const minutes = Number(options.minutes);
const LOOKS = 10;
const LONG_MS = 50;
const COMMAND_MS = 2000;
const WARM_MS = 5000; // what scripts cost when they run for the first time is no part of it
const PATIENCE_MS = 12000; // the hub answers within 5 s, the page gives up after 8

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const system = await browser.newBrowserCDPSession();

/** Opens the page as one more person would, with a browser profile of its own. */
async function open() {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  page.on('pageerror', (error) => console.error('script: ' + error));
  await page.goto(url);
  await page.waitForSelector('.kiosk-row');
  await page.click('[data-which=all]');
  await page.waitForSelector('#new-cpu');
  return { page, cdp, rates: [], looks: [] };
}

/** Looks at the main thread every 10 ms: how much later than wanted it comes to that is how long it was busy. */
function watch() {
  window.lags = new Uint32Array(2001); // by milliseconds
  window.longTasks = [];
  window.forced = []; // from when to when the looks had memory collected, which no user does
  new PerformanceObserver((list) => list.getEntries().forEach(
    ({ startTime, duration }) => window.longTasks.push({ from: startTime, millis: Math.round(duration) })))
    .observe({ type: 'longtask', buffered: false });
  let wanted = performance.now() + 10;
  const look = () => {
    const now = performance.now();
    window.lags[Math.min(2000, Math.max(0, Math.round(now - wanted)))]++;
    wanted = now + 10;
    setTimeout(look, 10);
  };
  setTimeout(look, 10);
}

/** Takes the time from the form's submission to the answer that the page shows. */
function timeCommands() {
  const row = document.querySelector('.limit[data-metric=cpu]');
  let began = 0;
  window.commands = [];
  row.querySelector('form').addEventListener('submit', () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    if (!began || row.dataset.state === 'pending') return;
    window.commands.push({ outcome: row.dataset.state, value: row.querySelector('.value b').textContent, millis: performance.now() - began });
    began = 0;
  }).observe(row, { attributes: true, attributeFilter: ['data-state'] });
}

const commands = [];
async function command(page) {
  const value = 1 + (commands.length % 99);
  await page.fill('#new-cpu', String(value));
  await page.press('#new-cpu', 'Enter');
  const answered = await page.waitForFunction((before) => window.commands[before], commands.length, { polling: 50, timeout: PATIENCE_MS })
    .then((handle) => handle.jsonValue(), () => ({ outcome: 'nothing', millis: PATIENCE_MS }));
  if (answered.outcome === 'nothing') await page.evaluate((answer) => { window.commands.push(answer); }, answered);
  commands.push({ ...answered, acked: answered.outcome === 'ack' && answered.value === `${value} %` });
}

async function look({ page, cdp, rates, looks }) {
  await page.evaluate(() => window.forced.push({ from: performance.now() }));
  await cdp.send('HeapProfiler.collectGarbage');
  await page.evaluate(() => { window.forced.at(-1).to = performance.now(); });
  const found = Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  rates.push(await page.innerText('.rate'));
  looks.push({
    heap: found.JSHeapUsedSize / 1048576,
    busy: found.TaskDuration,
    elements: await page.evaluate(() => document.querySelectorAll('*').length),
  });
}

async function processorSeconds() {
  return (await system.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

const pages = [];
for (let i = 0; i < Number(options.pages); i++) pages.push(await open());
await pages[0].page.waitForTimeout(WARM_MS);
for (const each of pages) {
  await each.page.evaluate(watch);
  await look(each);
}
await pages[0].page.evaluate(timeCommands);
const spentBefore = await processorSeconds();
const began = Date.now();
for (let i = 1; i <= LOOKS; i++) {
  const until = began + (i * minutes * 60000) / LOOKS;
  while (Date.now() < until) {
    const next = Math.min(until, Date.now() + Number(options.every) * 1000);
    await command(pages[0].page);
    await pages[0].page.waitForTimeout(Math.max(0, next - Date.now()));
  }
  for (const each of pages) await look(each);
  console.error(`${((minutes * i) / LOOKS).toFixed(1)} min: ${pages[0].rates.at(-1)}, heap ${pages.map((each) => each.looks.at(-1).heap.toFixed(1)).join(', ')} MiB, ${commands.length} commands`);
}
const seconds = (Date.now() - began) / 1000;
const spent = (await processorSeconds()) - spentBefore;

function percentile(lags, share) {
  let left = lags.reduce((sum, count) => sum + count, 0) * share;
  return lags.findIndex((count) => (left -= count) <= 0);
}

for (const each of pages) {
  Object.assign(each, await each.page.evaluate(() => ({
    lags: [...window.lags],
    longTasks: window.longTasks.filter((task) => !window.forced.some(({ from, to }) => task.from < to && task.from + task.millis > from))
      .map(({ millis }) => millis),
  })));
}
await browser.close();

const row = (what, ...cells) => console.log(what.padEnd(34) + cells.map((cell) => String(cell).padStart(14)).join(''));
const perPage = (what, of) => row(what, ...pages.map(of));
const mean = (looks) => looks.reduce((sum, { heap }) => sum + heap, 0) / looks.length;
const later = (each) => mean(each.looks.slice(LOOKS / 2 + 1)) - mean(each.looks.slice(1, LOOKS / 2 + 1));
perPage('page', (each) => pages.indexOf(each) + 1);
perPage('late, ms: median', ({ lags }) => percentile(lags, 0.5));
perPage('          99 %', ({ lags }) => percentile(lags, 0.99));
perPage('          99.9 %', ({ lags }) => percentile(lags, 0.999));
perPage('          most', ({ lags }) => percentile(lags, 1));
perPage('          of so many looks', ({ lags }) => lags.reduce((sum, count) => sum + count, 0));
perPage(`tasks over ${LONG_MS} ms (the longest)`, ({ longTasks }) => (longTasks.length ? `${longTasks.length} (${Math.max(...longTasks)})` : 0));
perPage('heap, MiB: at the beginning', ({ looks }) => looks[0].heap.toFixed(1));
perPage('           at the end', ({ looks }) => looks.at(-1).heap.toFixed(1));
perPage('           second half less first', (each) => later(each).toFixed(1));
perPage('elements at the beginning, the end', ({ looks }) => `${looks[0].elements}, ${looks.at(-1).elements}`);
perPage('main thread busy', ({ looks }) => `${((100 * (looks.at(-1).busy - looks[0].busy)) / seconds).toFixed(0)} %`);
perPage('events/s on the page: least, most', ({ rates }) => {
  const numbers = rates.map((text) => Number(text.replace(/\D/g, '')));
  return `${Math.min(...numbers)}, ${Math.max(...numbers)}`;
});
row('browser, of one processor', `${((100 * spent) / seconds).toFixed(0)} %`);

const millis = commands.map((each) => each.millis).sort((one, other) => one - other);
const rank = (share) => millis[Math.min(millis.length - 1, Math.ceil(share * millis.length) - 1)].toFixed(0);
const acked = commands.filter((each) => each.acked).length;
row('set-threshold: sent, acked', `${commands.length}, ${acked}`, `${((100 * acked) / commands.length).toFixed(1)} %`);
row('    page to kiosk to page, ms', `median ${rank(0.5)}`, `99 % ${rank(0.99)}`, `most ${rank(1)}`);

const wrong = [];
if (pages.some(({ lags }) => percentile(lags, 0.99) > LONG_MS)) wrong.push(`over one look in a hundred found a page busy for more than ${LONG_MS} ms`);
if (pages.some((each) => later(each) > 2)) wrong.push('memory of a page grows');
if (acked < 0.99 * commands.length) wrong.push('over one command in a hundred was not acked');
if (Number(rank(0.99)) > COMMAND_MS) wrong.push(`over one command in a hundred took more than ${COMMAND_MS} ms`);
wrong.forEach((each) => console.error(each));
process.exit(wrong.length ? 1 : 0);
