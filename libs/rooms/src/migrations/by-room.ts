import type { Migration } from '@hearth/storage';
import type { RoomName } from '../domain/names';
import {
  CreateAccessScope1760000000021,
  CreatePartners1760000000018,
  CreatePolicyVersions1760000000017,
  CreateReleaseRecords1760000000020,
  CreateRevokedTokens1760000000019,
} from './access';
import {
  CreateCommitmentKeys1760000000031,
  CreateReleaseEntries1760000000030,
  CreateReleaseHeads1760000000032,
  DropReleaseRecords1760000000033,
} from './access-record';
import {
  CreateConsents1760000000040,
  CreateErasures1760000000044,
  CreateReferences1760000000042,
  CreateRequests1760000000041,
  CreateScopeOutbox1760000000043,
} from './cases';
import {
  CreateClients1760000000024,
  CreateCourtOrders1760000000025,
  CreateDecisionStamp1760000000022,
  CreatePolicyProposals1760000000023,
} from './decisions';
import { CreateHalves1760000000001 } from './inbox';
import {
  AddAgreementConfirmation1760000000066,
  AddInstallationKeys1760000000062,
  AddReceiptTimes1760000000061,
  CreateCorrections1760000000064,
  CreateInstallationClaims1760000000065,
  CreateLinks1760000000063,
  MeasureHalves1760000000060,
} from './ingestion';
import {
  CreateAgreements1760000000004,
  CreateContacts1760000000003,
  CreateCustomers1760000000002,
  CreatePersonalOutbox1760000000007,
  CreatePersonalScope1760000000006,
  CreateSightings1760000000005,
} from './personal';
import { CreateCustomerRecorders1760000000050, MarkCustomersForRecorders1760000000051 } from './recorders';
import { CloseMonths1760000000080, CreateCounterBases1760000000081 } from './retention';
import { CreateCells1760000000015, CreateDoneMonths1760000000016 } from './statistics';
import {
  CreateFacts1760000000010,
  CreateFailures1760000000012,
  CreateInstallations1760000000009,
  CreateMonthStates1760000000011,
  CreateReports1760000000008,
  CreateSubjects1760000000013,
  CreateUsageScope1760000000014,
} from './usage';

/** Each room's migrations, oldest first. One set for both dialects. */
export const MIGRATIONS: Readonly<Record<RoomName, readonly Migration[]>> = {
  inbox: [CreateHalves1760000000001, MeasureHalves1760000000060],
  personal: [
    CreateCustomers1760000000002,
    CreateContacts1760000000003,
    CreateAgreements1760000000004,
    CreateSightings1760000000005,
    CreatePersonalScope1760000000006,
    CreatePersonalOutbox1760000000007,
    CreateConsents1760000000040,
    CreateRequests1760000000041,
    CreateReferences1760000000042,
    CreateScopeOutbox1760000000043,
    CreateErasures1760000000044,
    MarkCustomersForRecorders1760000000051,
    AddAgreementConfirmation1760000000066,
  ],
  usage: [
    CreateReports1760000000008,
    CreateInstallations1760000000009,
    CreateFacts1760000000010,
    CreateMonthStates1760000000011,
    CreateFailures1760000000012,
    CreateSubjects1760000000013,
    CreateUsageScope1760000000014,
    AddReceiptTimes1760000000061,
    AddInstallationKeys1760000000062,
    CreateLinks1760000000063,
    CreateCorrections1760000000064,
    CreateInstallationClaims1760000000065,
    CloseMonths1760000000080,
    CreateCounterBases1760000000081,
  ],
  statistics: [CreateCells1760000000015, CreateDoneMonths1760000000016],
  access: [
    CreatePolicyVersions1760000000017,
    CreatePartners1760000000018,
    CreateRevokedTokens1760000000019,
    CreateReleaseRecords1760000000020,
    CreateAccessScope1760000000021,
    CreateDecisionStamp1760000000022,
    CreatePolicyProposals1760000000023,
    CreateClients1760000000024,
    CreateCourtOrders1760000000025,
    CreateReleaseEntries1760000000030,
    CreateCommitmentKeys1760000000031,
    CreateReleaseHeads1760000000032,
    DropReleaseRecords1760000000033,
    CreateCustomerRecorders1760000000050,
  ],
};
