import type { Terminal } from '../../src/cli/terminal';

/** A terminal whose output can be read, and whose user can stop what runs in it. */
export class FakeTerminal implements Terminal {
  readonly env = {};
  output = '';
  errors = '';
  stop: () => void = () => {};
  private said: () => void = () => {};
  private readonly stopping = new Promise<void>((resolve) => {
    this.stop = resolve;
  });

  out(text: string): void {
    this.output += `${text}\n`;
    this.said();
  }

  error(text: string): void {
    this.errors += `${text}\n`;
    this.said();
  }

  stopped(): Promise<void> {
    return this.stopping;
  }

  /** Waits until something has been said. */
  async says(text: string | RegExp): Promise<void> {
    while (!`${this.output}${this.errors}`.match(text)) {
      await new Promise<void>((resolve) => {
        this.said = resolve;
      });
    }
  }
}
