/** Plaintext parameters of SSM, by account and Region: those of templates, and those that the caller knows. */
export class SsmParameters {
  private readonly values = new Map<string, string>();

  private readonly given = new Map<string, string>();

  /** What the caller tells about parameters that no template makes, in any account and Region. */
  know(values: Readonly<Record<string, string>> = {}): void {
    for (const [name, value] of Object.entries(values)) this.given.set(name, value);
  }

  get(account: string, region: string, name: string): string | undefined {
    return this.values.get(key(account, region, name)) ?? this.given.get(name);
  }

  put(account: string, region: string, name: string, value: string): void {
    this.values.set(key(account, region, name), value);
  }

  delete(account: string, region: string, name: string): void {
    this.values.delete(key(account, region, name));
  }
}

const key = (account: string, region: string, name: string) => `${account} ${region} ${name}`;
