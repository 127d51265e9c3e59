// A list of any length of which only the rows in sight exist. All rows are as high as --row says, in rem.

const MORE_ROWS = 4;

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
