import * as frontDoor from './index';

describe('the front door of @hearth/release-record', () => {
  it('exports what is meant for others, and nothing else', () => {
    expect(Object.keys(frontDoor).sort()).toEqual([
      'CATEGORY_BITMAP_BYTES',
      'CATEGORY_BITS',
      'CHAIN_START',
      'EMPTY_FRONTIER',
      'EXPORT_FORM',
      'FINDINGS_MAX',
      'RECORD_RETENTION_MONTHS',
      'appendLeaf',
      'bitOfCategory',
      'categoriesIn',
      'categoryBitmap',
      'commitmentMonth',
      'commitmentOf',
      'consistencyProof',
      'createExportCheck',
      'entriesOf',
      'entryBytes',
      'entryHash',
      'frontierRoot',
      'headBytes',
      'headHash',
      'inclusionProof',
      'leafHash',
      'merkleRoot',
      'nodeHash',
      'packFrontier',
      'readExportLine',
      'signHead',
      'unpackFrontier',
      'verifyConsistency',
      'verifyExport',
      'verifyHead',
      'verifyInclusion',
      'writeExportLine',
    ]);
  });
});
