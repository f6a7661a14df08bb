import { RECEIPT_CODES } from '@hearth/report';
import { REQUEST_CODES } from '../intake/request-refusal';
import { FAILURE_MEANINGS, meaningOf } from './failure-reasons';
import { INTERNAL_CODES } from './failure-tally';

describe('the meaning of a failure', () => {
  it('is declared for each code that there is, and for no other', () => {
    const codes = [
      ...RECEIPT_CODES.map(({ code }) => code),
      ...Object.keys(REQUEST_CODES),
      ...Object.keys(INTERNAL_CODES),
    ];
    expect(Object.keys(FAILURE_MEANINGS).sort()).toEqual([...new Set(codes)].sort());
  });

  it('promises a later try to nothing that is unknown', () => {
    expect(meaningOf('A_CODE_OF_ANOTHER_VERSION')).toEqual({ cause: 'INTERNAL', replayable: false });
    expect(meaningOf('constructor')).toEqual({ cause: 'INTERNAL', replayable: false });
  });
});
