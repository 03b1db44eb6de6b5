/** Confirmation: what another member holds durably is no longer provisional (R19). */
import type { LogKey } from '../frames/log.ts'
import { isCommon } from './common.ts'
import { raise, send, type Machine, type Peer } from './machine.ts'
import type { Have } from './message.ts'

/** Entries became durable here: their authors are told, where it was they that sent them. */
export function takeDurable(machine: Machine, logs: readonly (readonly [LogKey, number])[]): void {
  for (const [log, count] of logs) {
    if (count >= machine.vector.reach(log)) machine.unsafe.delete(log)
  }
  for (const peer of machine.peers.values()) {
    const owed = logs.filter(([log]) => peer.owed.has(log))
    for (const [log, count] of owed) {
      if (count >= (peer.owed.get(log) ?? 0)) peer.owed.delete(log)
    }
    for (let at = 0; at < owed.length; at += machine.limits.vectorLogs) {
      send(machine, peer, { t: 'have', logs: owed.slice(at, at + machine.limits.vectorLogs) })
    }
  }
}

/** A peer holds these durably. */
export function takeHave(machine: Machine, peer: Peer, { logs }: Have): void {
  for (const [log, count] of logs) {
    raise(peer.known, log, count, machine.limits.knownLogs)
    confirm(machine, peer, log, count)
  }
}

/** A peer holds durably all that we hold and it is interested in. */
export function confirmAll(machine: Machine, peer: Peer): void {
  for (const key of machine.unconfirmed) {
    const log = machine.vector.logOf(key)
    if (log !== undefined && isCommon(peer, log)) confirm(machine, peer, key, machine.vector.held(key).count)
  }
}

function confirm(machine: Machine, peer: Peer, log: LogKey, count: number): void {
  const author = peer.hello?.author
  if (author === undefined || author === machine.vector.logOf(log)?.author || !machine.unconfirmed.has(log)) return
  const held = machine.vector.held(log).count
  const confirmed = Math.min(count, held)
  if (confirmed <= (machine.confirmed.get(log) ?? 0)) return
  machine.confirmed.set(log, confirmed)
  if (confirmed === held) machine.unconfirmed.delete(log)
  machine.out.push({ type: 'confirmed', log, count: confirmed, author, peer: peer.id })
}
