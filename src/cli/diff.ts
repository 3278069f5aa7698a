import { Deployments } from '../template/deployment';
import { ExitCode } from './exit-code';
import { type EnvironmentOptions, LocalEnvironment } from './local-environment';
import { readStacks } from './read-stacks';
import type { Terminal } from './terminal';

export interface DiffOptions extends EnvironmentOptions {
  readonly json?: boolean;
}

/** Deploys one source and updates it to another: what changes, and which data can then no longer be decrypted. */
export async function diff(
  [before, after]: readonly [string, string],
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const deployments = new Deployments(new LocalEnvironment(options).kms);
  const old = readStacks([before], options);
  const young = readStacks([after], options);
  deployments.deploy(old);
  // Two template files are two versions of one stack, whatever they are called.
  const isOneStack = old.length === 1 && young.length === 1;
  const changeSet = deployments.deploy(isOneStack ? [{ ...young[0], name: old[0].name }] : young);
  const { changes, lostDecryption } = changeSet;
  terminal.out(options.json ? JSON.stringify({ changes, lostDecryption }, undefined, 2) : changeSet.toString());
  return lostDecryption.length === 0 ? ExitCode.FINE : ExitCode.DENIED;
}
