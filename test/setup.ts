// The built-in CloudFormation validation loads WebAssembly for more than a second in every test process.
process.env.CDK_VALIDATION = 'false';

// Node 20 is the oldest version that we support, and the SDK says at every start that it will not be for ever.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
