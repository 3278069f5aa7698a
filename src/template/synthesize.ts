import type { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type AssemblyDefaults, type AssemblyStack, listAssembly } from './read-assembly';
import type { StackTemplate } from './stack-template';
import { TemplateError } from './template-error';

export interface SynthesisOptions extends AssemblyDefaults {
  /** Let the CDK run its built-in validation of templates, which takes more than a second. @default false */
  readonly builtinValidation?: boolean;
}

/** Synthesizes a stack with those that it depends on; a nested stack, with the one around it. */
export function synthesizeStack(stack: Stack, options: SynthesisOptions): StackTemplate[] {
  const outermost = outermostStack(stack);
  const stacks = new Map(synthesize(stack.node.root, options).map((entry) => [entry.artifactId, entry]));
  const needed = new Set<string>();
  const need = (id: string) => {
    if (needed.has(id) || !stacks.has(id)) return;
    needed.add(id);
    stacks.get(id)!.dependencies.forEach(need);
  };
  need(outermost.artifactId);
  return [...stacks.values()].filter(({ artifactId }) => needed.has(artifactId)).map((entry) => entry.read());
}

/** Synthesizes all stacks of an app or a stage. */
export function synthesizeApp(app: Stage, options: SynthesisOptions): StackTemplate[] {
  return synthesize(app, options).map((stack) => stack.read());
}

export function outermostStack(stack: Stack): Stack {
  let outermost = stack;
  while ((outermost as NestedStack).nestedStackParent) outermost = (outermost as NestedStack).nestedStackParent!;
  return outermost;
}

function synthesize(root: IConstruct, options: SynthesisOptions): AssemblyStack[] {
  if (!isStage(root)) {
    throw new TemplateError(
      `the construct ${root.node.path} stands in no app: make the stack in an App, or with no scope at all.`,
    );
  }
  const { directory } = withoutBuiltinValidation(options, () => withFreshStages(root, () => root.synth()));
  return listAssembly(directory, options);
}

/** The type would load the CDK, and there may be two copies of it. */
const isStage = (construct: IConstruct): construct is App => typeof (construct as Partial<Stage>).synth === 'function';

/**
 * The switch is an environment variable: whatever it was before, it is so again afterwards.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
function withoutBuiltinValidation<T>({ builtinValidation }: SynthesisOptions, work: () => T): T {
  const before = process.env.CDK_VALIDATION;
  if (builtinValidation || before !== undefined) return work();
  process.env.CDK_VALIDATION = 'false';
  try {
    return work();
  } finally {
    delete process.env.CDK_VALIDATION;
  }
}

/**
 * A stage keeps the assembly of its first synth. Ours must neither be answered with an older one, nor be what the
 * app's own synth is answered with later: its validations would not run, and constructs added since would be refused.
 */
function withFreshStages<T>(root: Stage, work: () => T): T {
  const kept = root.node
    .findAll()
    .filter(isStage)
    .map((stage) => ({
      stage,
      assembly: Reflect.get(stage, 'assembly'),
      paths: Reflect.get(stage, 'constructPathsCache'),
    }));
  const set = (stage: Stage, assembly: unknown, paths: unknown) => {
    Reflect.set(stage, 'assembly', assembly);
    Reflect.set(stage, 'constructPathsCache', paths);
  };
  for (const { stage } of kept) set(stage, undefined, new Set());
  try {
    return work();
  } finally {
    for (const { stage, assembly, paths } of kept) set(stage, assembly, paths);
  }
}
