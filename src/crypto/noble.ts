/**
 * What node:crypto lacks in some or all supported versions. Loaded at first use, since most programs never need it and
 * importing this package should stay fast. They are ES modules; node can require those from 20.19 on.
 */
type Ed25519 = typeof import('@noble/curves/ed25519.js', { with: { 'resolution-mode': 'import' }});
type Weierstrass = typeof import('@noble/curves/abstract/weierstrass.js', { with: { 'resolution-mode': 'import' }});
type MlDsa = typeof import('@noble/post-quantum/ml-dsa.js', { with: { 'resolution-mode': 'import' }});
type MlKem = typeof import('@noble/post-quantum/ml-kem.js', { with: { 'resolution-mode': 'import' }});

export const nobleEd25519 = (): Ed25519 => require('@noble/curves/ed25519.js') as Ed25519;
export const nobleWeierstrass = (): Weierstrass => require('@noble/curves/abstract/weierstrass.js') as Weierstrass;
export const nobleMlDsa = (): MlDsa => require('@noble/post-quantum/ml-dsa.js') as MlDsa;
export const nobleMlKem = (): MlKem => require('@noble/post-quantum/ml-kem.js') as MlKem;
