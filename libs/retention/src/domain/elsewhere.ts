/**
 * Classes of the schedule that are not removed here, and why. A test holds this and the removals to the schedule: each class is in
 * one of the two.
 */
export const REMOVED_ELSEWHERE: Readonly<Record<string, string>> = {
  'filed-halves': 'The crossing deletes a half in the run that files it.',
  customers: 'Erasure destroys the data key and deletes the rows, when a customer asks for it.',
  agreements: 'They go with their customer.',
  subjects: 'Publication withdraws them when their customer is erased.',
  'roll-ups': 'They are kept: no customer and no installation is in them.',
  releases: 'They are kept: what was published does not change.',
  'policy-versions': 'They are kept: it can always be shown which version applied when.',
  previews: 'They are stored nowhere.',
};
