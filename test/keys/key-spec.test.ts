import { KeySpec } from 'cdk-keysmith';
import { KEY_SPECS } from '../../src/spec/key-specs';

test('every spec of AWS KMS has a constant of its name, and no other has', () => {
  const constants = Object.entries(KeySpec).filter(([, value]) => value instanceof KeySpec);

  expect(constants.map(([name, spec]) => [name, String(spec)])).toEqual(
    expect.arrayContaining(Object.keys(KEY_SPECS).map((name) => [name, name])),
  );
  expect(constants).toHaveLength(Object.keys(KEY_SPECS).length);
});
