import { AUDIENCES, PURPOSES, ROOMS, ROW_SCOPES, SENSITIVITIES } from '@hearth/policy';
import type { Change } from '@hearth/policy';
import { registerEnumType } from 'type-graphql';

const CHANGES: readonly Change[] = ['gained', 'lost', 'changed'];

/** Words of the policy as values of an enumeration: `own-records` is spelt OWN_RECORDS outside. */
function enumOf<Word extends string>(words: readonly Word[]): Readonly<Record<string, Word>> {
  return Object.fromEntries(words.map((word) => [word.toUpperCase().replaceAll('-', '_'), word]));
}

export const AudienceEnum = enumOf(AUDIENCES);
registerEnumType(AudienceEnum, { name: 'Audience', description: 'Who asks.' });

export const PurposeEnum = enumOf(PURPOSES);
registerEnumType(PurposeEnum, {
  name: 'Purpose',
  description: 'What a reader asks for. The header hearth-purpose takes it in lower case with hyphens.',
});

export const RowScopeEnum = enumOf(ROW_SCOPES);
registerEnumType(RowScopeEnum, {
  name: 'RowScope',
  description: 'On which customers: all, those in its scope, itself, those it recorded, or none at all.',
});

export const SensitivityEnum = enumOf(SENSITIVITIES);
registerEnumType(SensitivityEnum, {
  name: 'Sensitivity',
  description: 'How carefully a category is handled.',
});

export const RoomEnum = enumOf(ROOMS);
registerEnumType(RoomEnum, { name: 'Room', description: 'Where data rests, each a database of its own.' });

export const ChangeEnum = enumOf(CHANGES);
registerEnumType(ChangeEnum, {
  name: 'AccessChangeKind',
  description: 'Gained, lost, or had in both on other rows or under another clause.',
});

export const PartnerRoleEnum = { SELLS: 'SELLS', SUPPORTS: 'SUPPORTS' } as const;
registerEnumType(PartnerRoleEnum, {
  name: 'PartnerRole',
  description: 'What a partner does for a customer.',
});
