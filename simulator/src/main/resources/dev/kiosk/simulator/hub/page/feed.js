// The connection to the hub. It mends itself, and asks for the next news only after the last were
// drawn: so many frames as the browser draws, and not one more.

import { Refused, identify, session, socketAddress } from './session.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10000;
const SILENCE_MS = 5000; // the hub says something each second
const NO_TENANT_MS = 2000;

export class Feed {
  /** `told` has: connected(), lost(untilMs), refused(status), news(frame), reply(frame), draw(). */
  constructor(told) {
    this.told = told;
    this.wait = FIRST_WAIT_MS;
    this.socket = null;
    this.heard = 0;
    this.waiting = [];
    this.timer = 0;
    this.drawing = 0;
    addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => this.seen());
    setInterval(() => this.watch(), 1000);
  }

  async connect() {
    this.close();
    const mine = (this.attempt = {});
    try {
      await identify();
    } catch (failure) {
      if (mine !== this.attempt) return;
      if (failure instanceof Refused && [401, 403].includes(failure.status)) this.told.refused(failure.status);
      else this.later();
      return;
    }
    if (mine !== this.attempt) return;
    this.told.identified();
    if (!session.tenant) {
      this.timer = setTimeout(() => this.connect(), NO_TENANT_MS); // until the first kiosk comes
      return;
    }
    const socket = new WebSocket(socketAddress());
    this.socket = socket;
    this.heard = performance.now();
    socket.addEventListener('message', (event) => this.take(socket, event.data));
    socket.addEventListener('close', () => {
      if (socket === this.socket) this.later();
    });
    socket.addEventListener('open', () => {
      if (socket === this.socket) this.told.connected();
    });
  }

  take(socket, text) {
    if (socket !== this.socket) return;
    this.heard = performance.now();
    const frame = JSON.parse(text);
    if (frame.kind === 'news') {
      this.wait = FIRST_WAIT_MS;
      this.told.news(frame);
      this.soon(() => this.send({ kind: 'more' }));
    } else {
      this.told.reply(frame);
      this.soon();
    }
  }

  /** Draws with the next frame of the browser, once for all that came; unseen pages are not drawn. */
  soon(after) {
    if (after) this.waiting.push(after);
    if (document.hidden) {
      this.flush();
    } else if (!this.drawing) {
      this.drawing = requestAnimationFrame(() => {
        this.drawing = 0;
        this.told.draw();
        this.flush();
      });
    }
  }

  flush() {
    const all = this.waiting;
    this.waiting = [];
    all.forEach((each) => each());
  }

  /** The page is looked at again, or no more: what waited for a drawing must not wait for ever. */
  seen() {
    if (document.hidden) {
      cancelAnimationFrame(this.drawing);
      this.drawing = 0;
      this.flush();
    } else {
      this.soon();
      this.watch();
    }
  }

  send(message) {
    if (!this.live) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  get live() {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  later() {
    this.close();
    const wait = this.wait / 2 + (Math.random() * this.wait) / 2;
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
    this.told.lost(Date.now() + wait);
    this.timer = setTimeout(() => this.connect(), wait);
  }

  retry() {
    if (this.live) return;
    this.wait = FIRST_WAIT_MS;
    this.connect();
  }

  watch() {
    if (this.socket && performance.now() - this.heard > SILENCE_MS) this.later();
  }

  close() {
    clearTimeout(this.timer);
    this.attempt = null;
    const socket = this.socket;
    this.socket = null;
    this.flush();
    if (socket) socket.close();
  }
}
