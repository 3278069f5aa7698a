/** The store of a data directory cannot be used: what is wrong, where, and what to do. What is stored is not changed. */
export class StoreError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
  }
}
