import type {
  CustomKeyStoreType,
  ExpirationModelType,
  GrantOperation,
  KeyLastUsageTrackingOperation,
  KeySpec,
  KeyUsageType,
  OriginType,
  XksProxyConfigurationType,
} from '../spec/generated/types';

/** What a store keeps is plain data: frozen in meaning, replaced as a whole, never changed in place. */
export interface KeyRecord {
  readonly arn: string;
  readonly keyId: string;
  readonly accountId: string;
  readonly region: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsageType;
  readonly origin: OriginType;
  /** Milliseconds since the epoch, as every moment in a record. */
  readonly creationDate: number;
  readonly description: string;
  readonly enabled: boolean;
  /** The text that was put, byte for byte. */
  readonly policy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Oldest first. The key encrypts with the one whose id is `currentMaterialId`. */
  readonly materials: readonly MaterialRecord[];
  readonly currentMaterialId?: string;
  readonly rotation?: AutomaticRotation;
  readonly onDemandRotation?: OnDemandRotation;
  readonly deletion?: ScheduledDeletion;
  readonly multiRegion?: MultiRegionRecord;
  /** A state that passes by itself: ReplicateKey makes Creating, UpdatePrimaryRegion makes Updating. */
  readonly transition?: { readonly state: 'Creating' | 'Updating'; readonly until: number };
  readonly customKeyStoreId?: string;
  readonly cloudHsmClusterId?: string;
  readonly xksKeyId?: string;
  /** In a custom key store that is not connected. */
  readonly unavailable?: true;
}

export interface MaterialRecord {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly rotation?: { readonly date: number; readonly type: 'AUTOMATIC' | 'ON_DEMAND' };
  readonly imported?: ImportedMaterial;
  /** DER SPKI of an imported private key: it can be had while the private key is away. */
  readonly publicKey?: Uint8Array;
}

/**
 * The secret of a material, apart from its key so that no update of the key can lose it. Absent while RSA material is
 * being generated, and after imported material was deleted or has expired.
 */
export interface SecretRecord {
  readonly keyArn: string;
  readonly materialId: string;
  readonly secret: Uint8Array;
}

export interface ImportedMaterial {
  /** False after the material was deleted or has expired; it can be imported again. */
  readonly present: boolean;
  readonly expirationModel: ExpirationModelType;
  readonly validTo?: number;
  readonly description?: string;
  readonly state: 'NON_CURRENT' | 'CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
}

/** The last successful cryptographic operation with a key; apart from the key, since it changes with every use. */
export interface UsageRecord {
  readonly keyArn: string;
  readonly operation: KeyLastUsageTrackingOperation;
  readonly date: number;
  readonly requestId: string;
  /** Of the event in the audit trail. */
  readonly eventId: string;
}

export interface AutomaticRotation {
  readonly periodInDays: number;
  readonly next: number;
}

/** A rotation that was asked for and is not complete. */
export interface OnDemandRotation {
  readonly started: number;
  readonly complete: number;
}

export interface ScheduledDeletion {
  readonly windowInDays: number;
  /** Absent while a primary key waits for its replicas to go: its window has not begun. */
  readonly date?: number;
}

export interface MultiRegionRecord {
  readonly type: 'PRIMARY' | 'REPLICA';
  readonly primaryRegion: string;
  readonly replicaRegions: readonly string[];
}

export interface AliasRecord {
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Absent for the alias of an AWS managed key that nobody has used yet. */
  readonly targetArn?: string;
  readonly creationDate?: number;
  readonly lastUpdatedDate?: number;
}

export interface GrantRecord {
  readonly grantId: string;
  readonly keyArn: string;
  readonly name: string;
  readonly creationDate: number;
  /** Until then only a token makes the grant effective. */
  readonly effectiveDate: number;
  /** Account id. */
  readonly issuingAccount: string;
  readonly granteePrincipal?: string;
  readonly granteeServicePrincipal?: string;
  readonly retiringPrincipal?: string;
  readonly retiringServicePrincipal?: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: {
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
    readonly SourceArn?: string;
  };
  /** Tokens that make the grant effective at once; every CreateGrant call gives a new one. */
  readonly tokens: readonly string[];
}

/** A key store outside of KMS. What it needs to log in there is not kept. */
export interface CustomKeyStoreRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly type: CustomKeyStoreType;
  readonly connected: boolean;
  readonly creationDate: number;
  readonly cloudHsmClusterId?: string;
  readonly trustAnchorCertificate?: string;
  readonly xksProxy?: XksProxyConfigurationType;
}

/** A role or user of IAM with everything that an access decision asks about. */
export interface PrincipalRecord {
  readonly arn: string;
  readonly type: 'role' | 'user';
  readonly accountId: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly policies: readonly PolicyRecord[];
  readonly permissionsBoundary?: PolicyRecord;
  readonly tags: Readonly<Record<string, string>>;
  readonly trustPolicy?: string;
  /** MaxSessionDuration of a role. @default 3600 */
  readonly maxSessionSeconds?: number;
}

export interface PolicyRecord {
  /** As a person would look for it: `inline policy Orders`, `arn:aws:iam::aws:policy/AdministratorAccess`. */
  readonly name: string;
  readonly document: string;
}
