/** Ids in the order of their sequence numbers: appended mostly, found by binary search, removed lazily. */
export class OrderedGroup {
  private sequences: number[] = [];
  private ids: (string | undefined)[] = [];
  private removed = 0;

  get size(): number {
    return this.ids.length - this.removed;
  }

  add(id: string, sequence: number): void {
    const at = this.firstAfter(sequence - 1);
    if (this.sequences[at] === sequence) {
      if (this.ids[at] === undefined) this.removed -= 1;
      this.ids[at] = id;
    } else if (at === this.ids.length) {
      this.sequences.push(sequence);
      this.ids.push(id);
    } else {
      this.sequences.splice(at, 0, sequence);
      this.ids.splice(at, 0, id);
    }
  }

  remove(sequence: number): void {
    const at = this.firstAfter(sequence - 1);
    if (this.sequences[at] !== sequence || this.ids[at] === undefined) return;
    this.ids[at] = undefined;
    this.removed += 1;
    if (this.removed > 32 && this.removed * 2 > this.ids.length) this.compact();
  }

  *after(sequence: number): IterableIterator<[id: string, sequence: number]> {
    for (let at = this.firstAfter(sequence); at < this.ids.length; at += 1) {
      const id = this.ids[at];
      if (id !== undefined) yield [id, this.sequences[at]];
    }
  }

  private firstAfter(sequence: number): number {
    let low = 0;
    let high = this.sequences.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sequences[middle] <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compact(): void {
    this.sequences = this.sequences.filter((_, at) => this.ids[at] !== undefined);
    this.ids = this.ids.filter((id) => id !== undefined);
    this.removed = 0;
  }
}
