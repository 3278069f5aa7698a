import { styleText } from 'node:util';
import { App } from 'aws-cdk-lib';
import { LocalKms } from 'cdk-keysmith/local';
import { accessTable } from './access-table';
import { OrdersStack } from './orders-stack';
import { type Outcome, play, surprises } from './scenario';

type Style = Parameters<typeof styleText>[0];
const styled = (style: Style, text: string): string => (process.stdout.isTTY ? styleText(style, text) : text);

async function main(): Promise<void> {
  const stack = new OrdersStack(new App(), 'Orders');
  const kms = LocalKms.fromStack(stack);
  print(`${styled('bold', 'The orders example')}, synthesized by the CDK and deployed into a local KMS.`);
  print('The client is the one of @aws-sdk/client-kms; keys, ciphertexts, signatures and decisions are real.\n');

  const outcomes = await play(stack, kms);
  for (const outcome of outcomes) print(transcript(outcome));

  print(`\n${styled('bold', 'Who can do what')}\n`);
  print(accessTable(stack, kms));

  const wrong = surprises(outcomes);
  print(`\n${outcomes.length - wrong.length} of ${outcomes.length} steps went as expected.`);
  for (const { who, does, expected, actual } of wrong) print(`  ${who} ${does}: expected ${expected}, was ${actual}.`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function transcript({ who, does, actual, expected, because }: Outcome): string {
  const [sign, style]: [string, Style] =
    actual === 'allowed' ? ['+', 'green'] : ['-', actual === 'denied' ? 'red' : 'yellow'];
  const mark = actual === expected ? ' ' : styled('red', '!');
  const what = `${who.padEnd(14)} ${does.padEnd(40)}`;
  return `${mark}${styled(style, sign)} ${what} ${styled(style, actual)}\n    ${styled('dim', because)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
