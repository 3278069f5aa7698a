import { attributeReference } from './intrinsics/get-att';
import { branches } from './intrinsics/if';
import { subArguments, subNames } from './intrinsics/sub';
import { isObject, own } from './json';

/**
 * The names that a value takes from its template by Ref, Fn::GetAtt and Fn::Sub. Of Fn::If only the branch counts that
 * is taken.
 */
export function references(
  template: unknown,
  isTrue: (condition: string) => boolean,
  found = new Set<string>(),
): Set<string> {
  if (Array.isArray(template)) {
    for (const entry of template) references(entry, isTrue, found);
    return found;
  }
  if (!isObject(template)) return found;
  for (const [name, value] of Object.entries(template)) {
    const read = own(READERS, name);
    if (read) read(value, isTrue, found);
    else references(value, isTrue, found);
  }
  return found;
}

type Reader = (argument: unknown, isTrue: (condition: string) => boolean, found: Set<string>) => void;

const READERS: Readonly<Record<string, Reader>> = {
  Ref: (argument, _, found) => {
    if (typeof argument === 'string') found.add(argument);
  },
  'Fn::GetAtt': (argument, isTrue, found) => {
    const [logicalId, attribute] = attributeReference(argument);
    found.add(logicalId);
    references(attribute, isTrue, found);
  },
  'Fn::Sub': (argument, isTrue, found) => {
    const { text, variables = {} } = subArguments(argument);
    for (const name of subNames(text)) {
      if (!Object.hasOwn(variables, name)) found.add(name.split('.')[0]);
    }
    references(variables, isTrue, found);
  },
  'Fn::If': (argument, isTrue, found) => {
    const [condition, whenTrue, whenFalse] = branches(argument);
    references(isTrue(condition) ? whenTrue : whenFalse, isTrue, found);
  },
};
