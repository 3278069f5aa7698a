#!/usr/bin/env bash
# The commands that a person would type, against the endpoint that the environment names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

key=$(aws kms create-key --description 'made by the AWS CLI' --query KeyMetadata.KeyId --output text)
aws kms create-alias --alias-name alias/aws-cli --target-key-id "$key"
printf 'hello' > plain
aws kms encrypt --key-id alias/aws-cli --plaintext fileb://plain --encryption-context tenant=a \
  --query CiphertextBlob --output text | base64 -d > cipher
plain=$(aws kms decrypt --ciphertext-blob fileb://cipher --encryption-context tenant=a --query Plaintext --output text | base64 -d)
[ "$plain" = hello ]

for _ in 1 2 3; do aws kms create-key > /dev/null; done
[ "$(aws kms list-keys --page-size 2 --query 'length(Keys)')" -ge 4 ]

if message=$(aws kms describe-key --key-id alias/none 2>&1); then exit 1; fi
grep -q 'An error occurred (NotFoundException) when calling the DescribeKey operation: Alias .* is not found.' <<< "$message"

signing=$(aws kms create-key --key-spec RSA_2048 --key-usage SIGN_VERIFY --query KeyMetadata.KeyId --output text)
aws kms sign --key-id "$signing" --message fileb://plain --signing-algorithm RSASSA_PSS_SHA_256 \
  --query Signature --output text | base64 -d > signature
[ "$(aws kms verify --key-id "$signing" --message fileb://plain --signature fileb://signature \
  --signing-algorithm RSASSA_PSS_SHA_256 --query SignatureValid)" = true ]

# A profile that becomes the role of the stack, as applications do. The CLI remembers sessions by their names.
cat > config <<CONFIG
[profile app]
role_arn = $KEYSMITH_TEST_ROLE
credential_source = Environment
role_session_name = clients-$$-$RANDOM
CONFIG
export AWS_CONFIG_FILE="$work/config"
aws sts get-caller-identity --profile app --query Arn --output text | grep -q ':assumed-role/App/'
aws kms encrypt --profile app --key-id alias/orders --plaintext fileb://plain --encryption-context tenant=a > /dev/null
if message=$(aws kms encrypt --profile app --key-id alias/orders --plaintext fileb://plain 2>&1); then exit 1; fi
grep -q 'AccessDeniedException.*is not authorized to perform: kms:Encrypt' <<< "$message"

echo "$(aws --version | cut -d' ' -f1): done"
