// Looks at the operator page with a browser while events come, and prints how it fares. See page-load.sh.
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: [modules, url] } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: 'string', default: '1000' }, minutes: { type: 'string', default: '10' }, kiosks: { type: 'string' } },
});
const { chromium } = createRequire(path.join(modules, 'x'))('playwright-core');
const minutes = Number(options.minutes);
const LOOKS = 10;
const LONG_MS = 50;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.enable');
page.on('pageerror', (error) => console.log('script: ' + error));
await page.goto(url);
await page.waitForSelector('.kiosk-row');
await page.click('[data-which=all]');

// Looks at the main thread every 10 ms: how much later than wanted it comes to that is how long it was busy.
await page.evaluate(() => {
  window.lags = new Uint32Array(2001); // by milliseconds
  window.longTasks = [];
  window.frames = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.longTasks.push(Math.round(entry.duration))))
    .observe({ type: 'longtask', buffered: false });
  let wanted = performance.now() + 10;
  const look = () => {
    const now = performance.now();
    window.lags[Math.min(2000, Math.max(0, Math.round(now - wanted)))]++;
    wanted = now + 10;
    setTimeout(look, 10);
  };
  setTimeout(look, 10);
  const count = () => { window.frames++; requestAnimationFrame(count); };
  count();
});

async function metrics() {
  await cdp.send('HeapProfiler.collectGarbage');
  const found = Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  return { heap: found.JSHeapUsedSize / 1048576, nodes: found.Nodes, listeners: found.JSEventListeners, busy: found.TaskDuration };
}

const commands = [];
async function command(value) {
  const began = Date.now();
  await page.fill('#new-cpu', String(value));
  await page.press('#new-cpu', 'Enter');
  await page.waitForFunction(
    (wanted) => {
      const row = document.querySelector('.limit[data-metric=cpu]');
      return row.dataset.state === 'ack' && row.querySelector('.value b').textContent === `${wanted} %`;
    }, value, { polling: 20, timeout: 10000 });
  commands.push(Date.now() - began);
}

const looks = [];
let before = await metrics();
const began = Date.now();
console.log('  min   heap MiB   nodes   listeners   main thread busy   elements   events/s on the page');
for (let look = 1; look <= LOOKS; look++) {
  const until = began + (look * minutes * 60000) / LOOKS;
  while (Date.now() < until) {
    await command(1 + (commands.length % 99));
    await page.waitForTimeout(Math.min(3000, Math.max(0, until - Date.now())));
  }
  const now = await metrics();
  const elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const rate = await page.innerText('.rate');
  const share = (100 * (now.busy - before.busy)) / ((minutes * 60) / LOOKS);
  before = now;
  looks.push(now);
  console.log([((minutes * look) / LOOKS).toFixed(1).padStart(5), now.heap.toFixed(1).padStart(10), String(now.nodes).padStart(7),
    String(now.listeners).padStart(11), `${share.toFixed(0)} %`.padStart(18), String(elements).padStart(10), rate.padStart(20)].join(' '));
}

const { lags, longTasks, frames } = await page.evaluate(
  () => ({ lags: [...window.lags], longTasks: window.longTasks, frames: window.frames }));
const total = lags.reduce((sum, count) => sum + count, 0);
const percentile = (share) => {
  let left = total * share;
  return lags.findIndex((count) => (left -= count) <= 0);
};
const sorted = commands.sort((one, other) => one - other);
const half = looks.slice(0, LOOKS / 2);
const mean = (list) => list.reduce((sum, each) => sum + each.heap, 0) / list.length;
const growth = mean(looks.slice(LOOKS / 2)) - mean(half);
console.log(`main thread busy beyond what was due, of ${total} looks: median ${percentile(0.5)} ms, 99 % ${percentile(0.99)} ms, 99.9 % ${percentile(0.999)} ms, most ${percentile(1)} ms`);
console.log(`tasks over ${LONG_MS} ms: ${longTasks.length}${longTasks.length ? ', longest ' + Math.max(...longTasks) + ' ms' : ''}; ${(frames / (minutes * 60)).toFixed(0)} frames/s`);
console.log(`heap: ${mean(half).toFixed(1)} MiB in the first half, ${growth >= 0 ? '+' : ''}${growth.toFixed(1)} in the second`);
console.log(`set-threshold, page to kiosk to page, of ${sorted.length}: median ${sorted[sorted.length >> 1]} ms, most ${sorted.at(-1)} ms`);
await browser.close();
const wrong = [];
if (percentile(0.99) > LONG_MS) wrong.push(`over one look in a hundred found the page busy for more than ${LONG_MS} ms`);
if (growth > 2) wrong.push('memory grows');
wrong.forEach((each) => console.error(each));
process.exit(wrong.length ? 1 : 0);
