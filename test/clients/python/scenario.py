"""Every operation of KMS through boto3, against the endpoint that the environment names."""

import datetime
import os

import boto3
from botocore.exceptions import ClientError

ROLE = os.environ["KEYSMITH_TEST_ROLE"]
called = set()
kms = boto3.client("kms")
kms.meta.events.register("provide-client-params.kms.*", lambda model, **_: called.add(model.name))


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert error.response["ResponseMetadata"]["RequestId"]
        return error
    raise AssertionError(f"not refused with {code}")


# Keys, aliases, tags, policies
key = kms.create_key(Description="clients", Tags=[{"TagKey": "team", "TagValue": "orders"}])["KeyMetadata"]
key_id = key["KeyId"]
assert isinstance(key["CreationDate"], datetime.datetime)
kms.create_alias(AliasName="alias/clients", TargetKeyId=key_id)
assert kms.describe_key(KeyId="alias/clients")["KeyMetadata"]["Arn"] == key["Arn"]
other = kms.create_key()["KeyMetadata"]["KeyId"]
kms.update_alias(AliasName="alias/clients", TargetKeyId=other)
kms.update_alias(AliasName="alias/clients", TargetKeyId=key_id)
kms.update_key_description(KeyId=key_id, Description="changed")
kms.tag_resource(KeyId=key_id, Tags=[{"TagKey": "stage", "TagValue": "test"}])
kms.untag_resource(KeyId=key_id, TagKeys=["team"])
assert kms.list_resource_tags(KeyId=key_id)["Tags"] == [{"TagKey": "stage", "TagValue": "test"}]
policy = kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=policy)
assert kms.list_key_policies(KeyId=key_id)["PolicyNames"] == ["default"]
refused("NotFoundException", kms.describe_key, KeyId="alias/none")
refused("ValidationException", kms.create_alias, AliasName="clients", TargetKeyId=key_id)

# Pagination
for number in range(7):
    kms.create_key(Description=f"page {number}")
pages = list(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3}))
assert len(pages) >= 3
keys = [entry["KeyId"] for page in pages for entry in page["Keys"]]
assert len(keys) == len(set(keys)) and key_id in keys
assert [a["AliasName"] for page in kms.get_paginator("list_aliases").paginate(KeyId=key_id) for a in page["Aliases"]] == [
    "alias/clients"
]

# Symmetric encryption with an encryption context
context = {"tenant": "a", "größe": "µ"}
blob = kms.encrypt(KeyId="alias/clients", Plaintext=b"hello", EncryptionContext=context)["CiphertextBlob"]
assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"hello"
refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=blob, EncryptionContext={"tenant": "b"})
again = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=other)
assert kms.decrypt(CiphertextBlob=again["CiphertextBlob"])["Plaintext"] == b"hello"
data_key = kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")
assert kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]
kms.generate_data_key_without_plaintext(KeyId=key_id, NumberOfBytes=16)
kms.generate_data_key_pair(KeyId=key_id, KeyPairSpec="ECC_NIST_P256")
kms.generate_data_key_pair_without_plaintext(KeyId=key_id, KeyPairSpec="ECC_NIST_P256")
assert len(kms.generate_random(NumberOfBytes=32)["Plaintext"]) == 32
refused("DryRunOperationException", kms.encrypt, KeyId=key_id, Plaintext=b"x", DryRun=True)

# Signatures, MACs, key agreement
signing = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
signature = kms.sign(KeyId=signing, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")["Signature"]
assert kms.verify(KeyId=signing, Message=b"m", Signature=signature, SigningAlgorithm="ECDSA_SHA_256")["SignatureValid"]
refused(
    "KMSInvalidSignatureException",
    kms.verify,
    KeyId=signing,
    Message=b"n",
    Signature=signature,
    SigningAlgorithm="ECDSA_SHA_256",
)
mac_key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
mac = kms.generate_mac(KeyId=mac_key, Message=b"m", MacAlgorithm="HMAC_SHA_256")["Mac"]
assert kms.verify_mac(KeyId=mac_key, Message=b"m", Mac=mac, MacAlgorithm="HMAC_SHA_256")["MacValid"]
agreement = [kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")["KeyMetadata"]["KeyId"] for _ in "ab"]
public = [kms.get_public_key(KeyId=one)["PublicKey"] for one in agreement]
secrets = {
    kms.derive_shared_secret(KeyId=mine, KeyAgreementAlgorithm="ECDH", PublicKey=theirs)["SharedSecret"]
    for mine, theirs in zip(agreement, reversed(public))
}
assert len(secrets) == 1

# States, rotation, deletion
kms.disable_key(KeyId=key_id)
refused("DisabledException", kms.encrypt, KeyId=key_id, Plaintext=b"x")
kms.enable_key(KeyId=key_id)
kms.enable_key_rotation(KeyId=key_id, RotationPeriodInDays=200)
assert kms.get_key_rotation_status(KeyId=key_id)["RotationPeriodInDays"] == 200
kms.disable_key_rotation(KeyId=key_id)
kms.rotate_key_on_demand(KeyId=key_id)
assert len(kms.list_key_rotations(KeyId=key_id)["Rotations"]) == 1
assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"hello"
deletion = kms.schedule_key_deletion(KeyId=other, PendingWindowInDays=7)
assert deletion["KeyState"] == "PendingDeletion"
kms.cancel_key_deletion(KeyId=other)
if "GetKeyLastUsage" in kms.meta.service_model.operation_names:
    kms.get_key_last_usage(KeyId=key_id)

# Grants
session = boto3.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="clients")
grant = kms.create_grant(KeyId=key_id, GranteePrincipal=ROLE, RetiringPrincipal=ROLE, Operations=["Decrypt", "RetireGrant"])
app = boto3.client(
    "kms",
    aws_access_key_id=session["Credentials"]["AccessKeyId"],
    aws_secret_access_key=session["Credentials"]["SecretAccessKey"],
    aws_session_token=session["Credentials"]["SessionToken"],
)
assert app.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"hello"
refused("AccessDeniedException", app.encrypt, KeyId=key_id, Plaintext=b"x")
assert [g["GrantId"] for page in kms.get_paginator("list_grants").paginate(KeyId=key_id) for g in page["Grants"]] == [
    grant["GrantId"]
]
assert kms.list_retirable_grants(RetiringPrincipal=ROLE)["Grants"]
app.retire_grant(GrantToken=grant["GrantToken"])
called.add("RetireGrant")
second = kms.create_grant(KeyId=key_id, GranteePrincipal=ROLE, Operations=["Decrypt"])
kms.revoke_grant(KeyId=key_id, GrantId=second["GrantId"])
assert kms.list_grants(KeyId=key_id)["Grants"] == []

# The role of the stack acts by its key policy
assumed = app.encrypt(KeyId="alias/orders", Plaintext=b"x", EncryptionContext={"tenant": "a"})
refused("AccessDeniedException", app.encrypt, KeyId="alias/orders", Plaintext=b"x", EncryptionContext={"tenant": "b"})
identity = boto3.client("sts").get_caller_identity()
assert identity["Arn"].endswith(":user/administrator"), identity

# Imported material
imported = kms.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyId"]
parameters = kms.get_parameters_for_import(
    KeyId=imported, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048"
)
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import padding  # noqa: E402

wrapping = serialization.load_der_public_key(parameters["PublicKey"])
oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
kms.import_key_material(
    KeyId=imported,
    ImportToken=parameters["ImportToken"],
    EncryptedKeyMaterial=wrapping.encrypt(os.urandom(32), oaep),
    ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
)
kms.encrypt(KeyId=imported, Plaintext=b"x")
kms.delete_imported_key_material(KeyId=imported)
refused("KMSInvalidStateException", kms.encrypt, KeyId=imported, Plaintext=b"x")

# Several Regions
primary = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
kms.replicate_key(KeyId=primary, ReplicaRegion="eu-west-1")
there = boto3.client("kms", region_name="eu-west-1")
moved = kms.encrypt(KeyId=primary, Plaintext=b"moved")["CiphertextBlob"]
assert there.decrypt(CiphertextBlob=moved)["Plaintext"] == b"moved"
kms.update_primary_region(KeyId=primary, PrimaryRegion="eu-west-1")

# Custom key stores
store = kms.create_custom_key_store(
    CustomKeyStoreName="clients",
    CloudHsmClusterId="cluster-2a23b4cdefg",
    TrustAnchorCertificate="-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    KeyStorePassword="kmsPswd1",
)["CustomKeyStoreId"]
kms.connect_custom_key_store(CustomKeyStoreId=store)
assert kms.describe_custom_key_stores(CustomKeyStoreId=store)["CustomKeyStores"]
kms.disconnect_custom_key_store(CustomKeyStoreId=store)
kms.update_custom_key_store(CustomKeyStoreId=store, NewCustomKeyStoreName="renamed")
kms.delete_custom_key_store(CustomKeyStoreId=store)

kms.delete_alias(AliasName="alias/clients")

missing = set(kms.meta.service_model.operation_names) - called
assert not missing, f"never called: {sorted(missing)}"
print(f"boto3 {boto3.__version__}: {len(called)} operations")
