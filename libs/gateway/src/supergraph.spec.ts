import { auditAccessTable, readAccessTable } from '@hearth/access-plan';
import { ACTIONS, CATEGORIES } from '@hearth/policy';
import { buildASTSchema, isObjectType, parse } from 'graphql';
import { readSupergraph } from './supergraph';

const sdl = readSupergraph();
const document = parse(sdl);
const table = readAccessTable(document);
const types = Object.values(buildASTSchema(document, { assumeValidSDL: true }).getTypeMap()).filter(
  (type) => isObjectType(type) && !type.name.startsWith('_'),
);
const coordinates = types.flatMap((type) =>
  isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
);

describe('the whole supergraph', () => {
  it('has more fields than anybody would check by eye', () => {
    expect(coordinates.length).toBeGreaterThan(150);
  });

  it.each(coordinates.filter((coordinate) => !coordinate.startsWith('Mutation.')))(
    '%s has a category, or a reason for being open, and not both',
    (coordinate) => {
      const access = table.fields.get(coordinate);
      const categories = access?.categories ?? [];
      expect(categories.length > 0).not.toBe(access?.open !== undefined);
      for (const category of categories) expect(CATEGORIES.map(({ key }) => key)).toContain(category);
      if (access?.open !== undefined) expect(access.open.length).toBeGreaterThan(15);
    },
  );

  it.each(coordinates.filter((coordinate) => coordinate.startsWith('Mutation.')))(
    '%s names its audience by an action of the policy',
    (coordinate) => {
      const actions = table.fields.get(coordinate)?.actions ?? [];
      expect(actions).toHaveLength(1);
      expect(ACTIONS).toContain(actions[0]);
    },
  );

  it('is without fault, and would not be with one field undeclared §minimise', () => {
    expect(auditAccessTable(document)).toEqual([]);
    const undeclared = sdl.replace('@category(is: "licence.key")', '');
    expect(undeclared).not.toBe(sdl);
    expect(auditAccessTable(parse(undeclared)).join('\n')).toContain('licenceKey');
  });
});
