// The core of KMS through the AWS SDK for Go v2, against the endpoint that the environment names.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func check(what string, holds bool) {
	if !holds {
		log.Fatalf("%s does not hold", what)
	}
}

func main() {
	ctx := context.Background()
	settings := must(config.LoadDefaultConfig(ctx))
	client := kms.NewFromConfig(settings)

	key := must(client.CreateKey(ctx, &kms.CreateKeyInput{Description: aws.String("made by Go")})).KeyMetadata
	must(client.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: aws.String("alias/go"), TargetKeyId: key.KeyId}))
	tenant := map[string]string{"tenant": "a"}
	sealed := must(client.Encrypt(ctx, &kms.EncryptInput{
		KeyId: aws.String("alias/go"), Plaintext: []byte("hello"), EncryptionContext: tenant,
	}))
	opened := must(client.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: sealed.CiphertextBlob, EncryptionContext: tenant}))
	check("the round trip", bytes.Equal(opened.Plaintext, []byte("hello")))

	_, err := client.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: sealed.CiphertextBlob})
	var invalid *types.InvalidCiphertextException
	check("the modelled error", errors.As(err, &invalid))
	_, err = client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: aws.String("alias/none")})
	var notFound *types.NotFoundException
	check("the error for a missing alias", errors.As(err, &notFound))

	for range 5 {
		must(client.CreateKey(ctx, &kms.CreateKeyInput{}))
	}
	keys := 0
	pages := kms.NewListKeysPaginator(client, &kms.ListKeysInput{Limit: aws.Int32(2)})
	for pages.HasMorePages() {
		keys += len(must(pages.NextPage(ctx)).Keys)
	}
	check("all pages", keys >= 6)

	signing := must(client.CreateKey(ctx, &kms.CreateKeyInput{
		KeySpec: types.KeySpecEccNistP256, KeyUsage: types.KeyUsageTypeSignVerify,
	})).KeyMetadata
	signature := must(client.Sign(ctx, &kms.SignInput{
		KeyId: signing.KeyId, Message: []byte("m"), SigningAlgorithm: types.SigningAlgorithmSpecEcdsaSha256,
	}))
	verified := must(client.Verify(ctx, &kms.VerifyInput{
		KeyId: signing.KeyId, Message: []byte("m"), Signature: signature.Signature,
		SigningAlgorithm: types.SigningAlgorithmSpecEcdsaSha256,
	}))
	check("the signature", verified.SignatureValid)

	// As an application does: the default credential chain becomes the role of the stack.
	roleSettings := settings.Copy()
	roleSettings.Credentials = aws.NewCredentialsCache(
		stscreds.NewAssumeRoleProvider(sts.NewFromConfig(settings), os.Getenv("KEYSMITH_TEST_ROLE")))
	app := kms.NewFromConfig(roleSettings)
	orders := aws.String("alias/orders")
	must(app.Encrypt(ctx, &kms.EncryptInput{KeyId: orders, Plaintext: []byte("x"), EncryptionContext: tenant}))
	_, err = app.Encrypt(ctx, &kms.EncryptInput{KeyId: orders, Plaintext: []byte("x")})
	var denied smithy.APIError
	check("the denial", errors.As(err, &denied) && denied.ErrorCode() == "AccessDeniedException")

	fmt.Println("aws-sdk-go-v2: done")
}
