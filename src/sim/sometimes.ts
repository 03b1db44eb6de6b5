/** Sometimes: rare situations by name, counted, so that a test which never meets one of them is known to say nothing about it. */

/** What a campaign should meet, each at least once. */
export const SITUATIONS = [
  'alarm about a hostile member',
  'clock jumped back',
  'commit failed',
  'commit on a full disk',
  'conflict between two sides of a partition',
  'crash that lost an open commit',
  'entry rests on another',
  'equivocation proven',
  'hostile entry held by all',
  'late member caught up',
  'member left for good',
  'message refused',
  'node stood still',
  'outcome unknown',
  'own entry confirmed by another',
  'partition healed',
  'reading failed',
  'rotten row given back by others',
  'start on damaged rows',
  'taken back',
  'undecided at the end',
  'verdicts compared at equal states',
  'write refused while the disk is full',
] as const

/** What a campaign should meet besides, if its nodes reason. */
export const REASONING_SITUATIONS = [
  'goal answered by another',
  'goal answered by what stands',
  'goal refused',
  'node drained',
  'session closed',
  'session published by who took it over',
  'session with two owners',
  'goal with conclusions that differ',
] as const

/** What a campaign should meet besides, if its realms are closed. */
export const REALM_SITUATIONS = ['member removed', 'founder succeeded', 'removed member went on writing'] as const

/** What a campaign should meet besides, if stock peers write in it. */
export const STOCK_SITUATIONS = ['stock peer put in quarantine', 'stock peer offered a document of its own'] as const

/** What many runs together should meet besides: two rare things at once, or one in the few ms that a commit takes. */
export const RARE_SITUATIONS = [
  'crash that kept an open commit',
  'member removed during a partition',
  'session taken over during a partition',
  'session finished though a member that stalls had it',
  'equivocation proven in a closed realm',
] as const

/** One of them. */
export type Situation =
  | (typeof SITUATIONS)[number]
  | (typeof REASONING_SITUATIONS)[number]
  | (typeof REALM_SITUATIONS)[number]
  | (typeof STOCK_SITUATIONS)[number]
  | (typeof RARE_SITUATIONS)[number]

/** How often each was met; those never met are not in it. */
export type Met = Readonly<Partial<Record<Situation, number>>>

/** Counts situations. */
export interface Sometimes {
  reach(situation: Situation): void
  met(): Met
}

/** Nothing was met yet. */
export function createSometimes(): Sometimes {
  const counts: Partial<Record<Situation, number>> = {}
  return {
    reach(situation) {
      counts[situation] = (counts[situation] ?? 0) + 1
    },
    met: () => counts,
  }
}
