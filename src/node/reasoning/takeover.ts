/**
 * Takeover: sessions whose owners fell silent, or make no progress, are gone on with by the next in rank; those that nobody can go on with
 * are closed.
 */
import type { Clock, Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { SessionRecord } from '../../traces/archive.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { LOOK_MS, STALE_MS, TAKEN_MAX } from './limits.ts'
import type { MemberSeen } from './mesh.ts'
import { createOpenSessions } from './open-sessions.ts'
import { ownersOf } from './owners.ts'
import { createPatience, type Patience } from './patience.ts'
import { firstAble, firstOfAll, firstOwner } from './rank.ts'

/** What takeovers are decided by, and done with. */
export interface TakeoverParts {
  readonly clock: Clock
  readonly engine: Pick<Engine, 'archive' | 'session' | 'hearings'>
  readonly self: AuthorKey
  members(): readonly MemberSeen[]
  /** Whether what this node says in a domain counts: else it goes on with nothing there, since nobody would hear it. */
  isHeard(domain: string): boolean
  /** Whether a module here accepts the goal. */
  isAble(goal: AskedGoal): Promise<boolean>
  /** Whether this node works on it now, or takes no work. */
  isBusyWith(session: ItemId): boolean
  /** Says that this node goes on with it, and does. */
  take(session: ItemId, goal: AskedGoal): void
  /** Says that this node does not go on with its session: whoever can, may. */
  giveOn(session: ItemId): void
  /** Where the session is told. */
  domainOf(session: ItemId): string
  /** Says that this node has it now, and that it ends here. */
  close(session: ItemId, reason: string): void
}

/** Looks after sessions. */
export interface Takeover {
  /** Open sessions that this node owns, whether it works on them or not. */
  owned(): readonly ItemId[]
  /** The open session toward a goal that `owner` has. */
  leftBy(owner: AuthorKey, goal: string): ItemId | null
  stop(): void
}

/** Looks every {@link LOOK_MS}; sessions are told apart by what is new of them only, so a quiet node does nothing. */
export function createTakeover(parts: TakeoverParts): Takeover {
  const { clock, engine, self } = parts
  const open = createOpenSessions(engine)
  const patience = createPatience()
  const decisions = createDecisions(parts, patience)
  /** Sessions about which the modules here are being asked. */
  const asking = new Set<ItemId>()
  let isOver = false
  /** Members that are there, and waited for in this session. */
  const there = (session: ItemId): readonly MemberSeen[] =>
    parts.members().filter(({ id, isLive }) => isLive && patience.isWaitedFor(session, id))
  /** What is known of a session that is open, and that this node may go on with but does not yet. */
  const leftRecord = (id: ItemId): SessionRecord | undefined => {
    const record = open.recordOf(id)
    if (record === undefined) decisions.forget(id)
    return record?.begun === undefined || parts.isBusyWith(id) || !parts.isHeard(parts.domainOf(id)) ? undefined : record
  }
  /** Whether no other owner is waited for. */
  const isFree = (record: SessionRecord): boolean => {
    const first = firstOwner(record, self, there(record.id))
    if (first === undefined || first === self) return true
    patience.wait(record, first)
    return false
  }
  const look = (): void => {
    open.gather()
    decisions.begin()
    for (const id of open.ids()) {
      const record = asking.has(id) ? undefined : leftRecord(id)
      if (record !== undefined && isFree(record)) void consider(id)
    }
    cancel = clock.after(LOOK_MS, look)
  }
  /** Whether a module here accepts may be known only later; what is so then decides. */
  const consider = async (id: ItemId): Promise<void> => {
    asking.add(id)
    const goal = goalIn(engine.session(id), parts.domainOf(id))
    const isAble = goal !== null && (await parts.isAble(goal))
    asking.delete(id)
    const record = isOver ? undefined : leftRecord(id)
    if (record !== undefined && isFree(record)) decisions.decide(record, isAble ? goal : null, there(id))
  }
  let cancel = clock.after(LOOK_MS, look)
  return {
    owned: () => open.ownedBy(self).map(({ id }) => id),
    leftBy: (owner, goal) => open.ownedBy(owner).find(({ begun }) => begun?.item.goal === goal)?.id ?? null,
    stop() {
      isOver = true
      cancel()
    },
  }
}

/** What becomes of sessions that no other owner is waited for in. */
interface Decisions {
  /** A look begins. */
  begin(): void
  /** Goes on with it, gives it on, waits for whoever is first, or closes it; `goal` is null where no module here accepts it. */
  decide(record: SessionRecord, goal: AskedGoal | null, there: readonly MemberSeen[]): void
  /** The session came to an end. */
  forget(session: ItemId): void
}

function createDecisions({ clock, self, ...parts }: TakeoverParts, patience: Patience): Decisions {
  /** Since when a session has been without an owner and without anybody able. */
  const orphans = new Map<ItemId, Ms>()
  let taken = 0
  const closeIfStale = (record: SessionRecord, there: readonly MemberSeen[]): void => {
    const { id } = record
    const since = orphans.get(id) ?? clock.now()
    orphans.set(id, since)
    if (clock.now() - since < STALE_MS) return
    const closer = firstOfAll(record, self, there)
    if (closer !== undefined && closer !== self) return patience.wait(record, closer)
    // Gone from the open ones once that is written; should it fail, it is tried again after as long a while.
    orphans.delete(id)
    parts.close(id, 'its owner is gone, and nobody who is here can go on with it')
  }
  return {
    begin() {
      taken = 0
    },
    decide(record, goal, there) {
      const isOwn = ownersOf(record).includes(self)
      if (isOwn && goal === null) parts.giveOn(record.id)
      const first = isOwn && goal !== null ? self : firstAble(record, goal === null ? null : self, there)
      if (first === undefined) return closeIfStale(record, there)
      if (first !== self) return patience.wait(record, first)
      if (goal === null || taken >= TAKEN_MAX) return
      taken += 1
      orphans.delete(record.id)
      parts.take(record.id, goal)
    },
    forget(session) {
      orphans.delete(session)
      patience.forget(session)
    },
  }
}

/** The goal of a session as it can be asked again; null where it cannot. */
function goalIn(record: SessionRecord | undefined, domain: string): AskedGoal | null {
  const { goal, wants } = record?.begun?.item ?? {}
  const read = goalFrom({ goal, wants, domain })
  return read.ok ? read.value : null
}
