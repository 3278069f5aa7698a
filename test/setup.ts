// The built-in CloudFormation validation loads WebAssembly for more than a second in every test process.
process.env.CDK_VALIDATION = 'false';
