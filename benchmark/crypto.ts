/**
 * What our cryptography costs beside node:crypto doing the same to the same bytes: `npx tsx benchmark/crypto.ts`.
 *
 * Each row alternates the two in several rounds and compares the medians, so that a slow moment of the machine meets both.
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  sign as nodeSign,
  verify as nodeVerify,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { encryptAsymmetric } from '../src/crypto/asymmetric-encryption';
import { digest } from '../src/crypto/digest';
import { decapsulate, encapsulate } from '../src/crypto/encapsulation';
import { generateKeyMaterial } from '../src/crypto/key-material';
import { generateMac } from '../src/crypto/mac';
import { publicKey } from '../src/crypto/public-key';
import { sign, verify } from '../src/crypto/sign';
import { decryptSymmetric, encryptSymmetric } from '../src/crypto/symmetric';
import type { KeySpec, SigningAlgorithmSpec } from '../src/spec/generated/types';

type Work = () => unknown;
interface Row {
  readonly name: string;
  readonly ours: Work;
  /** Absent where this node cannot do it. */
  readonly node?: Work;
}

const ROUNDS = 7;
const MILLISECONDS_PER_ROUND = 60;

const message = randomBytes(64);
const aad = randomBytes(100);

function symmetricRows(size: number): Row[] {
  const material = generateKeyMaterial('SYMMETRIC_DEFAULT');
  const key = createSecretKey(material.secret);
  const plaintext = randomBytes(size);
  const blob = encryptSymmetric(material, plaintext, aad);
  return [
    {
      name: `AES-256-GCM encrypt, ${size} bytes`,
      ours: () => encryptSymmetric(material, plaintext, aad),
      node: () => {
        const iv = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
        return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      },
    },
    {
      name: `AES-256-GCM decrypt, ${size} bytes`,
      ours: () => decryptSymmetric(material, blob, aad),
      node: () => {
        const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12)).setAAD(aad);
        decipher.setAuthTag(blob.subarray(-16));
        return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      },
    },
  ];
}

function macRow(): Row {
  const material = generateKeyMaterial('HMAC_256');
  const key = createSecretKey(material.secret);
  return {
    name: 'HMAC-SHA-256, 64 bytes',
    ours: () => generateMac(material, 'HMAC_SHA_256', message),
    node: () => createHmac('sha256', key).update(message).digest(),
  };
}

function signingRows(spec: KeySpec, algorithm: SigningAlgorithmSpec, hash: string | null): Row[] {
  const material = generateKeyMaterial(spec);
  const privateKey = createPrivateKey({ key: Buffer.from(material.secret), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey({ key: publicKey(material), format: 'der', type: 'spki' });
  const options = algorithm.includes('PSS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const signature = sign(material, algorithm, message, 'RAW');
  const name = `${algorithm} ${spec}`;
  const byNode = () => nodeSign(hash, message, { key: privateKey, ...options });
  const rows: Row[] = [
    { name: `${name}, sign RAW`, ours: () => sign(material, algorithm, message, 'RAW'), node: byNode },
    {
      name: `${name}, verify RAW`,
      ours: () => verify(material, algorithm, message, 'RAW', signature),
      node: () => nodeVerify(hash, message, { key: spki, ...options }, signature),
    },
  ];
  if (hash === null || algorithm === 'ED25519_SHA_512') return rows;
  const hashed = digest(algorithm as 'ECDSA_SHA_256', message);
  return [
    ...rows,
    { name: `${name}, sign DIGEST`, ours: () => sign(material, algorithm, hashed, 'DIGEST'), node: byNode },
  ];
}

function encryptionRow(): Row {
  const material = generateKeyMaterial('RSA_2048');
  const key = createPublicKey({ key: publicKey(material), format: 'der', type: 'spki' });
  const options = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  return {
    name: 'RSAES_OAEP_SHA_256 RSA_2048, encrypt',
    ours: () => encryptAsymmetric(material, 'RSAES_OAEP_SHA_256', message),
    node: () => publicEncrypt(options, message),
  };
}

function postQuantumRows(): Row[] {
  const dsa = generateKeyMaterial('ML_DSA_44');
  const kem = generateKeyMaterial('ML_KEM_768');
  const { ciphertext } = encapsulate(kem);
  const signature = sign(dsa, 'ML_DSA_SHAKE_256', message, 'RAW');
  return [
    { name: 'ML_DSA_44, sign RAW', ours: () => sign(dsa, 'ML_DSA_SHAKE_256', message, 'RAW') },
    { name: 'ML_DSA_44, verify RAW', ours: () => verify(dsa, 'ML_DSA_SHAKE_256', message, 'RAW', signature) },
    { name: 'ML_KEM_768, encapsulate', ours: () => encapsulate(kem) },
    { name: 'ML_KEM_768, decapsulate', ours: () => decapsulate(kem, ciphertext) },
  ];
}

/** Operations a second, over one round. */
function rate(work: Work): number {
  const begin = process.hrtime.bigint();
  const end = begin + BigInt(MILLISECONDS_PER_ROUND) * 1_000_000n;
  let done = 0;
  let now = begin;
  for (; now < end; now = process.hrtime.bigint()) {
    for (let i = 0; i < 4; i++) work();
    done += 4;
  }
  return (done * 1e9) / Number(now - begin);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

function measure({ name, ours, node }: Row): string {
  const rates = { ours: [] as number[], node: [] as number[] };
  rate(ours);
  if (node) rate(node);
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(rate(ours));
    if (node) rates.node.push(rate(node));
  }
  const own = median(rates.ours);
  const other = node && median(rates.node);
  const ratio = other ? `${Math.round((100 * own) / other)} %` : '';
  return `${name.padEnd(52)}${Math.round(own).toString().padStart(9)}/s${(other ? `${Math.round(other)}/s` : '-').padStart(12)}${ratio.padStart(8)}`;
}

const rows: Row[] = [
  ...symmetricRows(32),
  ...symmetricRows(4096),
  macRow(),
  ...signingRows('RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256'),
  ...signingRows('RSA_2048', 'RSASSA_PSS_SHA_256', 'sha256'),
  ...signingRows('ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256'),
  ...signingRows('ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384'),
  ...signingRows('ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256'),
  ...signingRows('ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', null),
  encryptionRow(),
  ...postQuantumRows(),
];

console.log(`node ${process.version}, OpenSSL ${process.versions.openssl}`);
console.log(`${''.padEnd(52)}${'ours'.padStart(11)}${'node:crypto'.padStart(12)}${'ratio'.padStart(8)}`);
for (const row of rows) console.log(measure(row));
