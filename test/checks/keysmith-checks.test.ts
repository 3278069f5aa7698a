import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { KeysmithChecks } from '../../src/checks/keysmith-checks';

/** The plugin on its own: what it is given is what the CDK gives it. */
function validate(build: (stack: Stack) => void, checks = new KeysmithChecks()) {
  const app = new App();
  build(new Stack(app, 'App'));
  const { stacks } = app.synth();
  return checks.validate({ templatePaths: stacks.map(({ templateFullPath }) => templateFullPath) });
}

describe('KeysmithChecks', () => {
  test('reports what the rules find, with logical id and template', () => {
    const { success, violations } = validate((stack) => new Key(stack, 'Key'));

    const rotation = violations.find(({ ruleName }) => ruleName === 'rotation-off')!;
    expect(success).toBe(true);
    expect(rotation.violatingResources[0].resourceLogicalId).toMatch(/^Key/);
    expect(rotation.violatingResources[0].templatePath).toMatch(/App\.template\.json$/);
  });

  test('fails on errors, and on warnings when asked to', () => {
    const build = (stack: Stack) => new Key(stack, 'Key');
    expect(validate(build, new KeysmithChecks({ failOnWarnings: true })).success).toBe(false);
    expect(
      validate(build, new KeysmithChecks({ failOnWarnings: true, except: ['rotation-off', 'administrator-can-use'] }))
        .success,
    ).toBe(true);
  });

  test('a template that cannot be deployed is a finding, not a crash', () => {
    const { success, violations } = validate(
      (stack) => new CfnResource(stack, 'Key', { type: 'AWS::KMS::Key', properties: { KeySpec: 'NO_SUCH_SPEC' } }),
    );
    expect(success).toBe(false);
    expect(violations[0]).toMatchObject({
      ruleName: 'cannot-deploy',
      violatingResources: [{ resourceLogicalId: 'Key' }],
    });
  });

  test('an app takes it as a plugin', () => {
    const app = new App();
    new Key(new Stack(app, 'App'), 'Key', { enableKeyRotation: true });
    Validations.of(app).addPlugins(new KeysmithChecks());
    expect(() => app.synth()).not.toThrow();
  });
});
