import { type IConstruct, Node } from 'constructs';

/** The path of the construct that an author wrote, not of the CloudFormation resource inside it. */
export function constructPath(construct: IConstruct): string {
  return Node.of(construct).path.replace(/\/Resource$/, '');
}
