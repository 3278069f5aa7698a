/** What the names in a template stand for while one stack is deployed. */
export interface Scope {
  readonly account: string;
  readonly region: string;
  /** Functions of the language extensions transform are refused in a template that does not declare it. */
  readonly languageExtensions: boolean;
  /** The value of a parameter, a pseudo parameter or a resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  /** A value of the Mappings section; `undefined` where one of the keys is not there. */
  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown;
  importValue(exportName: string): unknown;
  /** A plaintext parameter of SSM; `undefined` where it is not known. */
  ssmParameter(name: string): string | undefined;
}

/** AWS::NoValue: the property or list entry that has it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');
