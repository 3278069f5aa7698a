/** What LeastPrivilegeKeys does with the keys of an app. */
export enum LeastPrivilegeMode {
  /** Changes nothing, and says what could be changed and what stands in the way. */
  REPORT = 'REPORT',
  /**
   * Writes what IAM allows into the key policies as well. Nothing is taken away, so that nothing can break: a first
   * step, after which the access of each role no longer rests on IAM.
   */
  CARRY = 'CARRY',
  /**
   * Does the same, and then leaves to IAM no more than the administration of each key. A key with anything in the way
   * stays as it is.
   *
   * It sees this app and no more. Whoever else uses the keys by IAM alone, people, other apps and accounts, loses the
   * use of them: grant it on the key first.
   */
  NARROW = 'NARROW',
}
