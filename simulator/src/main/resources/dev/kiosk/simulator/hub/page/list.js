// Lists that cost little when something is added: one of any length of which only the rows in sight
// exist, and a short one whose rows are as high as their text.

const MORE_ROWS = 4;

/** A short list, newest first. Rows are made once, so that one more does not cost the layout of all. */
export class KeptRows {
  /** `make(item)` makes a row, which says the day where that is not today's; `key(item)` tells items apart. */
  constructor(list, make, key = (item) => item) {
    this.list = list;
    this.make = make;
    this.key = key;
    this.rows = new Map();
    this.day = '';
  }

  show(items, today = new Date().toDateString()) {
    const before = today === this.day ? this.rows : new Map();
    this.day = today;
    this.rows = new Map();
    let next = this.list.firstElementChild;
    for (const item of items) {
      const key = this.key(item);
      const row = before.get(key) ?? this.make(item);
      this.rows.set(key, row);
      if (row === next) next = next.nextElementSibling;
      else this.list.insertBefore(row, next);
    }
    while (next) {
      const gone = next;
      next = next.nextElementSibling;
      gone.remove();
    }
  }
}

/** All rows are as high as --row says, in rem. */
export class VirtualList {
  /**
   * @param box the element that scrolls
   * @param rows {count(), make(): Element, fill(element, index)}
   */
  constructor(box, rows) {
    this.box = box;
    this.rows = rows;
    this.space = document.createElement('div');
    this.space.className = 'space';
    this.space.setAttribute('role', 'presentation');
    this.pool = [];
    this.height = 0;
    box.append(this.space);
    box.addEventListener('scroll', () => this.request(), { passive: true });
    new ResizeObserver(() => {
      this.height = box.clientHeight; // asked here, where it costs nothing
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.rowHeight = Math.round(parseFloat(getComputedStyle(box).getPropertyValue('--row')) * rem);
      this.request();
    }).observe(box);
  }

  request() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.draw();
    });
  }

  draw() {
    if (!this.rowHeight || !this.height) return;
    const count = this.rows.count();
    const tall = `${count * this.rowHeight}px`;
    if (this.space.style.height !== tall) this.space.style.height = tall;
    const inSight = Math.ceil(this.height / this.rowHeight) + MORE_ROWS;
    while (this.pool.length < inSight) this.pool.push({ row: this.rows.make(), index: -1, added: false });
    const furthest = Math.max(0, count - inSight);
    const first = Math.min(furthest, Math.max(0, Math.floor(this.box.scrollTop / this.rowHeight) - MORE_ROWS / 2));
    const size = this.pool.length;
    for (let i = first; i < first + size; i++) {
      const slot = this.pool[i % size];
      const used = i < count;
      if (used && !slot.added) this.space.append(slot.row);
      if (!used && slot.added) slot.row.remove();
      slot.added = used;
      if (!used) {
        slot.index = -1;
        continue;
      }
      if (slot.index !== i) {
        slot.index = i;
        slot.row.style.transform = `translateY(${i * this.rowHeight}px)`;
      }
      this.rows.fill(slot.row, i);
    }
  }

  /** The row of an index, or null while it is out of sight. */
  rowOf(index) {
    return this.pool.find((slot) => slot.added && slot.index === index)?.row ?? null;
  }

  /** Scrolls as little as it takes to see a row. */
  reveal(index) {
    const top = index * this.rowHeight;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + this.rowHeight > this.box.scrollTop + this.height) {
      this.box.scrollTop = top + this.rowHeight - this.height;
    }
    this.draw();
  }

  /** How many rows a page down goes. */
  get page() {
    return Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
  }
}
