import type { Rule } from '../rule';
import { ACCESS_RULES } from './access';
import { KEY_RULES } from './keys';
import { LANGUAGE_RULES } from './language';
import { PRINCIPAL_RULES } from './principals';

/** Every rule. A new one is one more row in one of the tables, and its test. */
export const RULES: readonly Rule[] = [...ACCESS_RULES, ...PRINCIPAL_RULES, ...LANGUAGE_RULES, ...KEY_RULES];
