/** Where in the stacks of a deployment something is wrong. */
export interface Place {
  readonly stack?: string;
  readonly logicalId?: string;
  readonly type?: string;
  /** From the metadata that the CDK writes, e.g. `Orders/Key/Resource`. */
  readonly constructPath?: string;
  /** e.g. `Properties.KeyPolicy.Statement.0`. */
  readonly property?: string;
}

/** A template that cannot be deployed: what is wrong, where, and what to write instead. */
export class TemplateError extends Error {
  readonly reason: string;

  constructor(
    reason: string,
    readonly place: Place = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`${describePlace(place)}${reason}`, options);
    this.name = 'TemplateError';
    this.reason = reason;
  }

  /** The same error with what is known about the place from further outside. */
  within(outer: Place): TemplateError {
    const property = [outer.property, this.place.property].filter(Boolean).join('.') || undefined;
    return new TemplateError(this.reason, { ...outer, ...defined(this.place), property }, { cause: this.cause });
  }
}

function describePlace({ stack, logicalId, type, constructPath, property }: Place): string {
  const resource = logicalId && [logicalId, constructPath && `(${constructPath})`, type].filter(Boolean).join(' ');
  const parts = [stack && `Stack ${stack}`, resource, property].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}: ` : '';
}

function defined(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

/** Runs `work` and tells where it went wrong. */
export function at<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) throw error.within(place);
    throw error;
  }
}
