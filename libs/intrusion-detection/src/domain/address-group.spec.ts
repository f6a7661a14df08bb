import { addressGroup, createPseudonyms } from './address-group';

describe('what counts as one address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['unknown', 'unknown'],
    ['', 'unknown'],
    ['192.0.2.7.evil.example', 'unknown'],
    ['x'.repeat(10_000), 'unknown'],
  ])('is of %j the group %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});

describe('a pseudonym of an address', () => {
  it('is the same within a process, another in another, and holds nothing of the address', () => {
    const here = createPseudonyms();
    expect(here('192.0.2.7')).toBe(here('192.0.2.7'));
    expect(here('192.0.2.7')).not.toBe(here('192.0.2.8'));
    expect(createPseudonyms()('192.0.2.7')).not.toBe(here('192.0.2.7'));
    expect(here('192.0.2.7')).toMatch(/^[\w-]{16}$/);
  });
});
