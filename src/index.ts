export * from './key-policy/account-access';
export * from './key-policy/key-policy-props';
export { KeyUse } from './key-policy/key-use';
export * from './keys/allow-options';
export { KeySpec } from './keys/key-spec';
export * from './keys/managed-key';
export * from './keys/managed-key-props';
export * from './keys/signing-key';
export * from './keys/symmetric-key';
