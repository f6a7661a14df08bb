// The clauses of the vendor's published policy, restated by us. What each obliges is what the code is held to.

interface Declared {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly obliges: string;
}

const declared = [
  {
    id: 'minimise',
    title: 'Only what is needed',
    text: 'We gather no more about people than the business relation with them calls for: enough to look after licences, usage and customers.',
    obliges:
      'Every field belongs to a category, and every category to a purpose; there is no other field. Whatever else a report holds is dropped by its path and counted, and is never stored.',
  },
  {
    id: 'knowledge',
    title: 'Nothing behind the customer’s back',
    text: 'A customer knows of everything personal that we collect.',
    obliges:
      'A report can be inspected before it leaves. A customer reads everything held about it, and who else read it, when, why and under which clause.',
  },
  {
    id: 'no-solicitation',
    title: 'Never for solicitation',
    text: 'Personal data is not sold, hired out or passed along to outsiders who want to solicit.',
    obliges:
      'Solicitation is in no rule and can be granted to nobody, inside the company or out. No outsider has a way of taking contacts away in bulk.',
  },
  {
    id: 'no-sharing',
    title: 'No other sharing either',
    text: 'What is personal, and what concerns one company alone, does not reach parties that are not affiliated with us by any other road.',
    obliges:
      'The usage, standing, agreements and keys of one customer carry categories of their own, limited by row and recorded like personal data. Only a consent, a court order or an approved reference lets them out.',
  },
  {
    id: 'call-home',
    title: 'The daily report',
    text: 'The products send a report of listed fields when they start and once each day.',
    obliges:
      'Reports are typed and versioned. Sent twice, late or in the wrong order, they still add up to the same figures.',
  },
  {
    id: 'counts-not-names',
    title: 'Numbers instead of names',
    text: 'We learn how many domains a product visited, and never which.',
    obliges:
      'A usage metric is a bounded number that is not negative, its labels come from closed lists, and neither free text nor a digest of a name fits into a usage fact.',
  },
  {
    id: 'voluntary',
    title: 'Resting on an agreement',
    text: 'Collection follows from a sales order or licence agreement that the customer has entered into.',
    obliges:
      'Agreements and entitlements are records, and a report finds its agreement by licence key. Nothing from before the agreement is kept; a report with an unknown key waits, and the sender cannot tell.',
  },
  {
    id: 'feature-usage',
    title: 'Which features are used',
    text: 'More counters and indicators tell which features matter, how much, and which old ones could be retired.',
    obliges:
      'Adoption is answered over time. Before a legacy feature goes, one can ask how many customers still need it, where, what share that is, and what remains unseen.',
  },
  {
    id: 'statistics',
    title: 'Statistics to improve the product',
    text: 'From what is collected we derive statistics and patterns of use, and better products.',
    obliges:
      'Aggregates are kept over time by edition, version, operating system, industry, country and size, and hold no series of a single customer.',
  },
  {
    id: 'compliance',
    title: 'Keeping to the contract',
    text: 'Usage is followed and weighed against what the contract allows.',
    obliges:
      'Each agreement has a verdict of measured use against entitlement: within, near or over, since when, by how much, with the evidence beside it.',
  },
  {
    id: 'departments',
    title: 'Departments that need it',
    text: 'Inside the company, personal data reaches those departments that communicate with customers or look after compliance.',
    obliges:
      'Staff read the fields that the policy opens to their department for the purpose they state, and no others.',
  },
  {
    id: 'affiliates',
    title: 'Affiliated partners',
    text: 'Partners who are authorised to sell or support the software may use the data to like ends.',
    obliges:
      'A partner sees the customers assigned to it while its contract runs, and learns of no other: by no filter, alias, id, total or error.',
  },
  {
    id: 'legal-order',
    title: 'What a court orders',
    text: 'When a court orders disclosure, the persons it designates receive what the order demands.',
    obliges:
      'An order is a grant for one case, with its persons, customers, categories and time. Every read is recorded, and the record stays sealed from the customer until the order permits.',
  },
  {
    id: 'aggregates-out',
    title: 'Aggregates for outsiders',
    text: 'Demographic figures about our customers as a whole may be told to others, such as the share in one industry.',
    obliges:
      'Outsiders read released statistics only, which bound what can be inferred about any one customer. Public tables are demographic; usage and features stay with the company and its partners.',
  },
  {
    id: 'consent',
    title: 'With the customer’s permission',
    text: 'Some outsiders, such as trade journals and analysts, receive personal data for a stated purpose once the customer has agreed.',
    obliges:
      'A consent names the party, the purpose, the fields and the term. Once withdrawn, the next read is refused.',
  },
  {
    id: 'attribution',
    title: 'Quotes and names, as approved',
    text: 'At times our own material names a customer and quotes its words.',
    obliges:
      'A reference carries its approval and its channels. Outsiders read approved ones alone, word for word, where the approval says.',
  },
  {
    id: 'security',
    title: 'Guarding the data',
    text: 'Good practice, watchfulness against intrusion and prompt patches guard what we hold.',
    obliges:
      'Personal fields are encrypted at rest, accounts hold the least rights, rates are limited, odd reading is noticed, and dependencies are listed, audited and kept recent.',
  },
  {
    id: 'firewall',
    title: 'Reports may be blocked',
    text: 'A customer is free to stop reports at its firewall, and the software works on unharmed.',
    obliges:
      'The client costs its host nothing, whatever the network does. Silence is never held against anyone.',
  },
  {
    id: 'amendments',
    title: 'The policy may change',
    text: 'The policy is amended from time to time without announcement, and customers are asked to look again.',
    obliges:
      'Policies have versions. Each decision and each report names its version, two versions can be compared, and customers see which one applied when.',
  },
  {
    id: 'contact',
    title: 'Questions and comments',
    text: 'Whoever has a question or a comment about their data can reach the company.',
    obliges:
      'A request for access, correction, erasure, objection or an answer becomes a case with a deadline, settled from the same records.',
  },
] as const satisfies readonly Declared[];

/** The id of one of the twenty clauses. */
export type ClauseId = (typeof declared)[number]['id'];

/** A clause of the privacy policy in our own words. */
export interface Clause {
  readonly id: ClauseId;
  readonly title: string;
  readonly text: string;
  readonly obliges: string;
}

/** The twenty clauses, in the order of the policy. */
export const CLAUSES: readonly Clause[] = declared;
