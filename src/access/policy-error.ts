/** A policy document that is refused; the message says where, what is wrong and what to write instead. */
export class PolicyError extends Error {
  /**
   * @param where the policy and the statement, e.g. `key policy, statement 'Allow use'`
   * @param element e.g. `Principal.AWS`; empty for the document as a whole
   */
  constructor(
    readonly where: string,
    readonly element: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${where}${element && `, ${element}`}: ${problem}. ${remedy}.`);
    this.name = 'PolicyError';
  }
}
