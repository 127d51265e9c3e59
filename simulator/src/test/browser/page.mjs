// Drives a browser for the tests of the operator page, which tell it on standard input what to do, a
// line each, words between tabs:
//   shoot NAME URL          a picture of each part at three widths, light and dark; what axe
//                           (accessibility rules) finds, whether it is wider than the screen
//   open URL [WIDTH]        open a page and keep it
//   await TEXT MS           wait until the open page shows the text
//   gone TEXT MS            wait until it does not
//   is SELECTOR TEXT MS     wait until an element shows the text
//   fill SELECTOR TEXT      type it, and press Enter
//   type SELECTOR TEXT      type it
//   click SELECTOR
//   choose SELECTOR VALUE   of a list
//   press KEY               to whatever has the focus
//   text SELECTOR           what it shows
//   count SELECTOR          how many there are
//   eval EXPRESSION         its value
//   picture NAME            of the open page
//   flood MS                watch the page for so long: does it grow, is it held up?
//   clean                   what was wrong since the page was opened: errors, requests elsewhere
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
const PARTS = ['fleet', 'kiosk', 'live'];
const PATIENCE_MS = 10000;
let kept;

async function visit(url, colorScheme, [width, height]) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  const home = new URL(url).host;
  page.on('request', (request) => {
    if (new URL(request.url()).host !== home) faults.push('asked ' + request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expected(message)) faults.push('console: ' + message.text());
  });
  page.on('pageerror', (error) => faults.push('script: ' + error));
  await page.goto(url, { waitUntil: 'load' });
  return { context, page, faults };
}

/** Browsers themselves tell of each request that failed; tests of refusals and of lost connections mean it. */
function expected(message) {
  return message.text().startsWith('Failed to load resource') || message.text().includes('WebSocket connection to');
}

async function shoot(name, url) {
  const wrong = [];
  for (const colorScheme of ['light', 'dark']) {
    for (const size of SIZES) {
      const { context, page, faults } = await visit(url, colorScheme, size);
      await page.waitForFunction(() => document.querySelector('#door[open], .card, #fleet .none:not([hidden])'));
      await page.waitForTimeout(600); // ages, readings, history
      const narrow = await page.isVisible('#views');
      for (const part of narrow && !(await page.isVisible('#door')) ? PARTS : ['']) {
        const what = [name, colorScheme, size[0], part].filter(Boolean).join('-');
        if (part) await page.click(`#views [data-view=${part}]`);
        await page.waitForTimeout(200); // lists draw with the next frame
        await page.screenshot({ path: path.join(pictures, what + '.png') });
        const found = [...faults.splice(0)];
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${wide} px wider than the screen`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, help, nodes } of violations) {
          found.push(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
        }
        wrong.push(...found.map((fault) => what + ': ' + fault));
      }
      await context.close();
    }
  }
  return wrong;
}

async function open(url, width) {
  if (kept) await kept.context.close();
  kept = await visit(url, 'light', width ? [Number(width), 800] : SIZES[2]);
  await kept.page.evaluate(() => { window.sameDocument = true; });
}

async function awaitText(wanted, ms, there, selector) {
  const began = Date.now();
  await kept.page.waitForFunction(
    ([text, expectation, where]) => {
      const all = where ? [...document.querySelectorAll(where)] : [document.body];
      return all.some((each) => each.innerText.replaceAll(/\s+/g, ' ').includes(text)) === expectation;
    },
    [wanted, there, selector], { timeout: ms, polling: 50 },
  ).catch(async () => {
    const shown = await kept.page.evaluate((where) => document.querySelector(where ?? 'body')?.innerText, selector);
    throw new Error(`not within ${ms} ms; shown is: ${String(shown).replaceAll(/\s+/g, ' ').slice(0, 1200)}`);
  });
  if (!(await kept.page.evaluate(() => window.sameDocument))) throw new Error('the page was loaded anew');
  return `after ${Date.now() - began} ms`;
}

async function flood(ms) {
  const { page } = kept;
  await page.evaluate(() => {
    window.longest = 0;
    window.drawn = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: 'longtask', buffered: false });
    const count = () => { window.drawn++; requestAnimationFrame(count); };
    count();
  });
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  await page.waitForTimeout(ms / 2);
  const half = await nodes();
  await page.waitForTimeout(ms / 2);
  const end = await nodes();
  if (end > half * 1.1 + 50) throw new Error(`it grows: ${half} nodes, then ${end}`);
  const { longest, drawn } = await page.evaluate(() => ({ longest: window.longest, drawn: window.drawn }));
  return `nodes ${half} ${end}, longest task ${Math.round(longest)} ms, ${Math.round(drawn / (ms / 1000))} frames/s`;
}

const verbs = {
  shoot,
  open,
  await: (text, ms) => awaitText(text, Number(ms), true),
  gone: (text, ms) => awaitText(text, Number(ms), false),
  is: (selector, text, ms) => awaitText(text, Number(ms), true, selector),
  type: (selector, text) => kept.page.fill(selector, text ?? ''),
  fill: async (selector, text) => {
    await kept.page.fill(selector, text);
    await kept.page.press(selector, 'Enter');
  },
  click: (selector) => kept.page.click(selector),
  choose: async (selector, value) => { await kept.page.selectOption(selector, value); },
  press: (key) => kept.page.keyboard.press(key),
  text: (selector) => kept.page.innerText(selector).then((text) => text.replaceAll(/\s+/g, ' ').trim()),
  count: (selector) => kept.page.locator(selector).count().then(String),
  eval: (expression) => kept.page.evaluate(expression).then((value) => JSON.stringify(value) ?? ''),
  picture: async (name) => { await kept.page.screenshot({ path: path.join(pictures, name + '.png') }); },
  flood: (ms) => flood(Number(ms)),
  clean: () => kept.faults,
};

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...rest] = line.split('\t');
  let answer;
  try {
    answer = verbs[verb] ? await verbs[verb](...rest) : [`no such verb: ${verb}`];
  } catch (failure) {
    answer = [String(failure).split('\n')[0]];
  }
  const wrong = Array.isArray(answer) && verb !== 'type' ? answer : [];
  console.log(wrong.length ? 'wrong ' + wrong.join(' | ') : 'ok ' + (typeof answer === 'string' ? answer : ''));
}
await browser.close();
