// Names that federation and introspection add to a schema. They carry no data of a customer: what `_entities` returns is
// judged field by field, like everything else.

/** Whether a type is part of the machinery and not of the graph. */
export function isMachineryType(name: string): boolean {
  return (
    name.startsWith('__') ||
    name.startsWith('join__') ||
    name.startsWith('link__') ||
    name === '_Service' ||
    name === '_Entity'
  );
}

/** Whether a root field is part of the machinery. */
export function isMachineryField(name: string): boolean {
  return name.startsWith('__') || name === '_entities' || name === '_service';
}
