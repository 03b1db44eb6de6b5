/** Checkers: the promises that every run is held to, by name. */
import type { Checker } from '../outcome.ts'
import { asksEnd } from './asks-end.ts'
import { chains } from './chains.ts'
import { convergence } from './convergence.ts'
import { cutsHold } from './cuts-hold.ts'
import { documentsAlike } from './documents-alike.ts'
import { forksKept } from './forks-kept.ts'
import { likeness } from './likeness.ts'
import { liveness } from './liveness.ts'
import { memory } from './memory.ts'
import { noFault } from './no-fault.ts'
import { noForgery } from './no-forgery.ts'
import { noStorm } from './no-storm.ts'
import { nothingLost } from './nothing-lost.ts'
import { oneVote } from './one-vote.ts'
import { orderFree } from './order-free.ts'
import { reading } from './reading.ts'
import { rounds } from './rounds.ts'
import { sameMembers } from './same-members.ts'
import { shadows } from './shadows.ts'
import { stockPeers } from './stock-peers.ts'
import { tracesHold } from './traces-hold.ts'
import { tracesMigrate } from './traces-migrate.ts'
import { voices } from './voices.ts'

/** All of them. */
export const CHECKERS: Readonly<Record<string, Checker>> = {
  ...{ convergence, nothingLost, noForgery, chains, forksKept, voices, orderFree },
  ...{ tracesMigrate, oneVote, tracesHold, asksEnd, sameMembers, cutsHold, documentsAlike, stockPeers },
  ...{ shadows, liveness, rounds, likeness, memory, reading, noStorm, noFault },
}

/** Those whose breach is that something good does not happen, rather than that something bad does. */
export const LIVENESS_PROMISES: ReadonlySet<string> = new Set(['liveness', 'rounds', 'shadows', 'memory', 'tracesMigrate', 'asksEnd'])
