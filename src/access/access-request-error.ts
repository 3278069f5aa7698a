/** A question that cannot be asked: an action, a resource or a principal of no known form. */
export class AccessRequestError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = 'AccessRequestError';
  }
}
