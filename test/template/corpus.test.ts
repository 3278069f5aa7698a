import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { explain } from '../../src/engine/explain';
import { isObject } from '../../src/template/json';
import { readTemplate } from '../../src/template/read-template';
import { ACCOUNT, Deployed, failure, REGION } from './deployed';

/**
 * Every file in test/templates is a template that says in its Metadata what must come of it; a folder is several stacks
 * that are deployed one after the other.
 */
const FOLDER = join(__dirname, '../templates');

/** How a stack is deployed. */
interface Deploy {
  readonly account?: string;
  readonly region?: string;
  readonly parameters?: Record<string, unknown>;
  readonly ssmParameters?: Record<string, string>;
  /** Files of nested stacks, by the logical id of their resource. */
  readonly nested?: Record<string, string>;
}

/** What must be there afterwards. Of the records, what stands here. */
interface Expect {
  readonly keys?: Record<string, object>;
  readonly aliases?: Record<string, string>;
  readonly identities?: Record<string, object>;
  readonly outputs?: Record<string, unknown>;
  readonly absent?: string[];
  readonly notModelled?: string[];
  /** `PRINCIPAL OPERATION KEY`, and if needed `via SERVICE`, `with NAME=VALUE,...`, `from !SOURCE_ARN`, `for-aws`. */
  readonly may?: string[];
  readonly mayNot?: string[];
  /** What becomes of the resources when the stack is deleted. */
  readonly afterDelete?: Record<string, string>;
  /** The deployment fails, and this is said. */
  readonly failure?: string;
}

interface Source {
  readonly name: string;
  readonly template: object;
  readonly deploy: Deploy;
  readonly expected: Expect;
  readonly folder: string;
}

function read(path: string): Source {
  const template = readTemplate(readFileSync(path, 'utf8')) as { Metadata?: { Deploy?: Deploy; Expect?: Expect } };
  const name = basename(path, extname(path)).replace(/^\d+-/, '');
  return {
    name: name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    template,
    deploy: template.Metadata?.Deploy ?? {},
    expected: template.Metadata?.Expect ?? {},
    folder: join(path, '..'),
  };
}

/** The templates of one deployment: a file, or the files of a folder that are not nested in another. */
function sources(entry: string): Source[] {
  const path = join(FOLDER, entry);
  if (!statSync(path).isDirectory()) return [read(path)];
  const files = readdirSync(path)
    .sort()
    .map((file) => join(path, file));
  const all = files.map((file) => ({ file: basename(file), source: read(file) }));
  const nested = all.flatMap(({ source }) => Object.values(source.deploy.nested ?? {}));
  return all.filter(({ file }) => !nested.includes(file)).map(({ source }) => source);
}

class Corpus extends Deployed {
  deploySource({ name, template, deploy, folder }: Source) {
    const { account = ACCOUNT, region = REGION, ssmParameters, parameters } = deploy;
    const nested = Object.entries(deploy.nested ?? {}).map(([id, file]) => [
      id,
      { template: read(join(folder, file)).template },
    ]);
    const stack = {
      name,
      account,
      region,
      template,
      parameters: this.resolve(parameters) as typeof parameters,
      nested: Object.fromEntries(nested),
    };
    return this.deployments.deploy([stack], { ssmParameters });
  }

  /** `LogicalId`, `Stack/LogicalId` or `Nested.LogicalId`. */
  find(id: string, stack: string) {
    const [local, other] = id.split('/').reverse();
    return this.deployments.resource(other ?? stack, local.split('.'));
  }

  /** Functions of what is expected, of what was deployed. */
  resolve(value: unknown, stack = ''): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.resolve(entry, stack));
    if (!isObject(value)) return value;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
    if (typeof Ref === 'string') return this.find(Ref, stack)!.physicalId;
    if (typeof text === 'string')
      return text.replace(/\$\{(\w+)\}/g, (_, id: string) => this.find(id, stack)!.physicalId);
    if (typeof attribute === 'string') {
      const dot = attribute.lastIndexOf('.');
      return this.find(attribute.slice(0, dot), stack)!.attribute(attribute.slice(dot + 1));
    }
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.resolve(entry, stack)]));
  }

  /** Whether the policies allow what a line of `may` says. */
  ask(question: string, stack: string): string {
    const [who, operation, keyId, ...rest] = question.split(' ');
    const option = (word: string) => (rest.includes(word) ? rest[rest.indexOf(word) + 1] : undefined);
    const key = this.find(keyId, stack)!.attribute('Arn') as string;
    const [, partition, , region, account] = key.split(':');
    const via = rest.includes('for-aws') ? 'ec2' : option('via');
    const source = option('from')?.slice(1);
    const caller = {
      principal:
        who === 'root'
          ? `arn:${partition}:iam::${account}:root`
          : ((this.find(who, stack)?.attribute('Arn') as string) ?? who),
      region,
      context: {
        ...(via && { 'kms:ViaService': `${via}.${region}.amazonaws.com` }),
        ...(source && { 'aws:SourceArn': source, 'aws:SourceAccount': account }),
      },
    };
    const pairs = option('with')
      ?.split(',')
      .map((pair) => pair.split('='));
    const input = { EncryptionContext: pairs && Object.fromEntries(pairs) };
    return explain(this.kms, { action: `kms:${operation}`, key, input }, caller).decision;
  }
}

const entries = readdirSync(FOLDER).filter((entry) => entry !== 'refused');

describe.each(entries)('%s', (entry) => {
  const stacks = sources(entry);
  const corpus = new Corpus();
  const notModelled = stacks.flatMap((stack) => corpus.deploySource(stack).notModelled.map(({ type }) => type));

  test.each(stacks)('$name gives the state that it says', ({ name, expected, deploy }) => {
    const { keys = {}, aliases = {}, identities = {}, outputs = {}, absent = [] } = expected;
    const record = (id: string) => corpus.kms.store.keys.get(corpus.find(id, name)!.attribute('Arn') as string);
    for (const [id, key] of Object.entries(keys)) expect(record(id)).toMatchObject(corpus.resolve(key, name) as object);
    for (const [alias, id] of Object.entries(aliases)) {
      const arn = corpus.find(id, name)!.attribute('Arn') as string;
      const found = corpus.kms.store.aliases.get(arn.replace(/:key\/.*/, `:${alias}`));
      expect({ alias, targetArn: found?.targetArn }).toEqual({ alias, targetArn: arn });
    }
    for (const [id, identity] of Object.entries(identities)) {
      expect(corpus.kms.store.principals.get(corpus.find(id, name)!.attribute('Arn') as string)).toMatchObject(
        identity,
      );
    }
    for (const id of absent) expect(corpus.find(id, name)).toBeUndefined();
    expect(corpus.deployments.outputs(name, deploy)).toMatchObject(corpus.resolve(outputs, name) as object);
    if (expected.notModelled) expect([...new Set(notModelled)].sort()).toEqual(expected.notModelled);
  });

  const questions = stacks.flatMap(({ name, expected: { may = [], mayNot = [] } }) => [
    ...may.map((question) => ({ name, question, decision: true })),
    ...mayNot.map((question) => ({ name, question, decision: false })),
  ]);
  if (questions.length > 0) {
    test.each(questions)('$question: $decision', ({ name, question, decision }) => {
      expect(corpus.ask(question, name) === 'Allowed').toBe(decision);
    });
  }

  test('can be deployed again without a change, and goes without leaving keys or principals that nobody asked to keep', () => {
    // GIVEN
    const { store } = corpus.kms;
    const before = store.principals.all().length;

    // WHEN
    const again = stacks.map((stack) => corpus.deploySource(stack).changes);
    const { changes } = corpus.deployments.destroy(stacks.map(({ name }) => name).reverse());

    // THEN
    expect(again.flat()).toEqual([]);
    const retained = changes.filter(({ action }) => action === 'retained').map(({ physicalId }) => physicalId);
    const left = store.keys
      .all()
      .filter(({ deletion }) => !deletion)
      .map(({ keyId }) => keyId);
    expect(left.filter((keyId) => !retained.includes(keyId))).toEqual([]);
    expect(changes.filter(({ action }) => action === 'deletionFailed')).toEqual([]);
    expect(store.principals.all().filter(({ name }) => !name.startsWith('cdk-')).length).toBe(0);
    expect(before).toBeGreaterThanOrEqual(1);
    for (const { expected } of stacks) {
      for (const [id, action] of Object.entries(expected.afterDelete ?? {})) {
        expect(changes.find(({ logicalId }) => logicalId === id)).toMatchObject({ action });
      }
    }
  });
});

describe('refused', () => {
  test.each(readdirSync(join(FOLDER, 'refused')))('%s', (file) => {
    const source = read(join(FOLDER, 'refused', file));
    const corpus = new Corpus();
    const { message } = failure(() => corpus.deploySource(source));
    expect(message).toContain(source.expected.failure);
    expect(corpus.deployments.resource(source.name, 'Key')).toBeUndefined();
    expect(corpus.kms.store.keys.all().filter(({ deletion }) => !deletion)).toEqual([]);
  });
});
