/** The parameters of a request in the query protocol, where `Tags.member.1.Key` is a member of a list. */
export class FormInput {
  constructor(private readonly parameters: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.parameters.get(name) ?? undefined;
  }

  /** The members of a list of strings, or one field of each member of a list of structures. */
  list(name: string, field?: string): string[] {
    const values: string[] = [];
    for (let index = 1; index <= LONGEST_LIST; index += 1) {
      const value = this.text(`${name}.member.${index}${field === undefined ? '' : `.${field}`}`);
      if (value === undefined) break;
      values.push(value);
    }
    return values;
  }
}

/** Longer than any list of STS may be, so that too long a list is still seen to be one. */
const LONGEST_LIST = 100;
