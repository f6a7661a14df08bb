import fc from 'fast-check';
import { TurnQueue } from './turn-queue';

interface Item {
  readonly of: string;
  readonly number: number;
  readonly bytes: number;
}

const items = fc.array(
  fc.record({
    of: fc.constantFrom('a', 'b', 'c', 'd'),
    number: fc.nat(),
    bytes: fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(0, 500)),
  }),
  { maxLength: 80 },
);

function filled(all: readonly Item[], turnBytes: number): TurnQueue<Item> {
  const queue = new TurnQueue<Item>(turnBytes);
  for (const item of all) queue.put(item.of, item, item.bytes);
  return queue;
}

function taken(queue: TurnQueue<Item>): Item[] {
  const order: Item[] = [];
  for (let item = queue.take(() => true); item; item = queue.take(() => true)) order.push(item);
  return order;
}

describe('a queue whose owners take turns', () => {
  it('gives out each thing once, and what one owner brought in its order', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 100 }), (all, turnBytes) => {
        const queue = filled(all, turnBytes);
        const order = taken(queue);
        expect(queue.isEmpty).toBe(true);
        for (const owner of ['a', 'b', 'c', 'd'])
          expect(order.filter(({ of }) => of === owner)).toEqual(all.filter(({ of }) => of === owner));
      }),
    );
  });

  it('lets nobody have more than a turn and one thing ahead of another who still waits', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 100 }), (all, turnBytes) => {
        const had = new Map<string, number>();
        const order = taken(filled(all, turnBytes));
        const largest = Math.max(1, ...all.map(({ bytes }) => bytes));
        order.forEach((item, at) => {
          had.set(item.of, (had.get(item.of) ?? 0) + Math.max(1, item.bytes));
          for (const waiting of new Set(order.slice(at + 1).map(({ of }) => of)))
            expect((had.get(item.of) ?? 0) - (had.get(waiting) ?? 0)).toBeLessThanOrEqual(
              // A turn of credit for each, and what one thing may go beyond it.
              2 * turnBytes + largest,
            );
        });
      }),
    );
  });

  it('keeps what does not fit as the next', () => {
    const queue = filled([{ of: 'a', number: 1, bytes: 5 }], 10);
    expect(queue.take(() => false)).toBeUndefined();
    expect(queue.take(() => true)).toMatchObject({ number: 1 });
    expect(queue.take(() => true)).toBeUndefined();
  });
});
