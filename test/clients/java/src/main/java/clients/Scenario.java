package clients;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The core of KMS through the AWS SDK for Java v2, against the endpoint that the environment names. */
public final class Scenario {
  private static final SdkBytes HELLO = SdkBytes.fromUtf8String("hello");
  private static final Map<String, String> TENANT = Map.of("tenant", "a");

  public static void main(String[] args) {
    try (KmsClient kms = KmsClient.create(); StsClient sts = StsClient.create()) {
      roundTrip(kms);
      pages(kms);
      signatures(kms);
      role(sts);
    }
    System.out.println("aws-sdk-java-v2: done");
  }

  private static void roundTrip(KmsClient kms) {
    String keyId = kms.createKey(it -> it.description("made by Java")).keyMetadata().keyId();
    kms.createAlias(it -> it.aliasName("alias/java").targetKeyId(keyId));
    SdkBytes sealed =
        kms.encrypt(it -> it.keyId("alias/java").plaintext(HELLO).encryptionContext(TENANT)).ciphertextBlob();
    SdkBytes opened = kms.decrypt(it -> it.ciphertextBlob(sealed).encryptionContext(TENANT)).plaintext();
    check("the round trip", opened.equals(HELLO));
    check("the modelled error", refused(() -> kms.decrypt(it -> it.ciphertextBlob(sealed))) instanceof InvalidCiphertextException);
    KmsException missing = refused(() -> kms.describeKey(it -> it.keyId("alias/none")));
    check("the error for a missing alias", missing instanceof NotFoundException && missing.requestId() != null);
  }

  private static void pages(KmsClient kms) {
    for (int count = 0; count < 5; count++) kms.createKey();
    check("all pages", kms.listKeysPaginator(it -> it.limit(2)).keys().stream().count() >= 6);
  }

  private static void signatures(KmsClient kms) {
    String keyId =
        kms.createKey(it -> it.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY)).keyMetadata().keyId();
    SigningAlgorithmSpec algorithm = SigningAlgorithmSpec.ECDSA_SHA_256;
    SdkBytes signature = kms.sign(it -> it.keyId(keyId).message(HELLO).signingAlgorithm(algorithm)).signature();
    check(
        "the signature",
        kms.verify(it -> it.keyId(keyId).message(HELLO).signature(signature).signingAlgorithm(algorithm)).signatureValid());
  }

  /** As an application does: the default credential chain becomes the role of the stack. */
  private static void role(StsClient sts) {
    String arn = System.getenv("KEYSMITH_TEST_ROLE");
    StsAssumeRoleCredentialsProvider credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(it -> it.roleArn(arn).roleSessionName("java"))
            .build();
    try (credentials; KmsClient app = KmsClient.builder().credentialsProvider(credentials).build()) {
      app.encrypt(it -> it.keyId("alias/orders").plaintext(HELLO).encryptionContext(TENANT));
      KmsException denied = refused(() -> app.encrypt(it -> it.keyId("alias/orders").plaintext(HELLO)));
      check("the denial", "AccessDeniedException".equals(denied.awsErrorDetails().errorCode()));
    }
  }

  private static KmsException refused(Runnable call) {
    try {
      call.run();
    } catch (KmsException error) {
      return error;
    }
    throw new AssertionError("not refused");
  }

  private static void check(String what, boolean holds) {
    if (!holds) throw new AssertionError(what + " does not hold");
  }
}
