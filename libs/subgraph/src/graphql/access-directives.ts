import 'reflect-metadata';
import type { Action, Category as CategoryKey } from '@hearth/policy';
import { Directive } from 'type-graphql';

/** A decorator that stands on a class, a property or a method. */
export type AnyDecorator = ReturnType<typeof Directive>;

// A JSON string is a GraphQL string: both escape quotes, backslashes and control characters the same way.
const text = (value: string): string => JSON.stringify(value);

/** What a field, query or input field is in the policy's eyes: prints `@category(is: "company.name")`. */
export function Category(key: CategoryKey): AnyDecorator {
  return Directive(`@category(is: ${text(key)})`);
}

/** Why a field needs no category: prints `@open(why: "…")`. */
export function Open(why: string): AnyDecorator {
  return Directive(`@open(why: ${text(why)})`);
}

/** Which action a mutation is, and with it who may call it: prints `@audience(action: "customer.record")`. */
export function MutationAudience(action: Action): AnyDecorator {
  return Directive(`@audience(action: ${text(action)})`);
}

/** Makes an object type an entity by these fields, separated by spaces; each is a string. Prints `@key(fields: "id")`. */
export function Key(fields: string): AnyDecorator {
  return Directive(`@key(fields: ${text(fields)})`);
}

/** Lets several subgraphs serve a type or field: prints `@shareable`. */
export function Shareable(): AnyDecorator {
  return Directive('@shareable');
}
