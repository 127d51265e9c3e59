// Drives a browser for PageInBrowserTest, which tells it on standard input what to do, a line each:
//   shoot NAME URL   look at a page at three widths, light and dark: a picture of each, what axe
//                    (accessibility rules) finds, whether it is wider than the screen, who was asked
//   open URL         open a page and keep it
//   await TEXT MS    wait until the open page shows the text
//   flood MS         watch the open page for so long: does it jump, does it grow?
// Each line is answered by a line: "ok ..." or "wrong ...".
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import path from 'node:path';

const [modules, pictures] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'x'));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const SIZES = [[360, 740], [768, 1024], [1440, 900]];
let kept;

async function visit(url, colorScheme, [width, height]) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  const page = await context.newPage();
  const faults = [];
  const home = new URL(url).host;
  page.on('request', (request) => {
    if (new URL(request.url()).host !== home) faults.push('asked ' + request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push('console: ' + message.text());
  });
  page.on('pageerror', (error) => faults.push('script: ' + error));
  await page.goto(url, { waitUntil: 'load' });
  return { context, page, faults };
}

async function shoot(name, url) {
  const wrong = [];
  for (const colorScheme of ['light', 'dark']) {
    for (const size of SIZES) {
      const what = `${name}-${colorScheme}-${size[0]}`;
      const { context, page, faults } = await visit(url, colorScheme, size);
      await page.screenshot({ path: path.join(pictures, what + '.png'), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) faults.push(`${wide} px wider than the screen`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, help, nodes } of violations) {
        faults.push(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
      }
      wrong.push(...faults.map((fault) => what + ': ' + fault));
      await context.close();
    }
  }
  return wrong;
}

async function open(url) {
  if (kept) await kept.context.close();
  kept = await visit(url, 'light', SIZES[2]);
  await kept.page.evaluate(() => { window.sameDocument = true; });
  return [];
}

async function awaitText(text, ms) {
  const began = Date.now();
  await kept.page.waitForFunction(
    (wanted) => document.body.innerText.includes(wanted), text, { timeout: ms, polling: 50 });
  if (!(await kept.page.evaluate(() => window.sameDocument))) return ['the page was loaded anew'];
  return { said: `after ${Date.now() - began} ms` };
}

async function flood(ms) {
  const { page } = kept;
  await page.evaluate(() => {
    window.shift = 0;
    window.moved = new Set();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        window.shift += entry.value;
        for (const { node } of entry.sources) window.moved.add(node?.outerHTML?.slice(0, 60));
      }
    }).observe({ type: 'layout-shift', buffered: false });
    // What is read stays where it is on the screen, though what stands above grows and shrinks.
    const read = document.querySelector('.scroll');
    read.scrollIntoView({ block: 'center' });
    const at = read.getBoundingClientRect().top;
    window.furthest = 0;
    const look = () => {
      window.furthest = Math.max(window.furthest, Math.abs(read.getBoundingClientRect().top - at));
      requestAnimationFrame(() => setTimeout(look)); // after the browser has drawn
    };
    requestAnimationFrame(() => setTimeout(look));
  });
  const half = await measure(page, ms / 2);
  const end = await measure(page, ms / 2);
  const { shift, moved, furthest } = await page.evaluate(
    () => ({ shift: window.shift, moved: [...window.moved].join(', '), furthest: window.furthest }));
  const wrong = [];
  if (furthest > 2) wrong.push(`what is read moved by ${furthest} px`);
  if (shift > 0.1) wrong.push(`it jumps: cumulative layout shift ${shift.toFixed(3)} of ${moved}`);
  if (end.nodes > half.nodes * 1.1 + 50) wrong.push(`it grows: ${half.nodes} nodes, then ${end.nodes}`);
  return wrong.length ? wrong : { said: `nodes ${half.nodes} ${end.nodes} shift ${shift.toFixed(3)}` };
}

async function measure(page, ms) {
  await page.waitForTimeout(ms);
  return { nodes: await page.evaluate(() => document.querySelectorAll('*').length) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...rest] = line.split('\t');
  let answer;
  try {
    if (verb === 'shoot') answer = await shoot(...rest);
    else if (verb === 'open') answer = await open(...rest);
    else if (verb === 'await') answer = await awaitText(rest[0], Number(rest[1]));
    else if (verb === 'flood') answer = await flood(Number(rest[0]));
    else answer = ['no such verb: ' + verb];
  } catch (failure) {
    answer = [String(failure).split('\n')[0]];
  }
  const wrong = Array.isArray(answer) ? answer : [];
  console.log(wrong.length ? 'wrong ' + wrong.join(' | ') : 'ok ' + (answer.said ?? ''));
}
await browser.close();
