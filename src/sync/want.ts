/** Wants: what a peer holds and we lack is asked for, one want a log, a few a peer, and given up when nothing comes. */
import type { LogKey } from '../frames/log.ts'
import { isOfPrunes } from './interest-name.ts'
import { raise, send, type Machine, type Peer } from './machine.ts'

/** Notes that `peer` holds `target` entries of `log`, and asks for what is missing as far as the limits allow. */
export function lack(machine: Machine, peer: Peer, log: LogKey, target: number): void {
  if (!machine.isWanted(log, machine.vector.reach(log))) return
  raise(peer.lacking, log, target, machine.limits.lackingLogs)
  const wanted = machine.wants.get(log)
  if (wanted !== undefined && machine.now - wanted.at >= machine.limits.stallMs) {
    release(machine, log)
    fillOthers(machine, wanted.peer)
  }
  fill(machine, peer)
  if (isUrgent(machine, peer, log)) ask(machine, peer, log, target)
}

/**
 * Logs of prunes are not kept waiting by wants that nobody will answer: what is pruned is given to none, and what stands in for it is in
 * those logs.
 */
function isUrgent(machine: Machine, peer: Peer, log: LogKey): boolean {
  const { wantsPerPeer, wantsAhead } = machine.limits
  const isWaiting = peer.lacking.has(log) && !machine.wants.has(log) && peer.wants < wantsPerPeer + wantsAhead
  return isWaiting && isOfPrunes(log)
}

/** Asks for the entry at `seq` although it is held: the peer has another one there. */
export function suspect(machine: Machine, peer: Peer, log: LogKey, seq: number, again: 'again' | 'anew' = 'anew'): void {
  if (machine.wants.has(log) || peer.wants >= machine.limits.wantsPerPeer || !machine.isWanted(log, seq)) return
  const wanted = { peer: peer.id, from: seq, target: seq + 1, suspect: true, again: again === 'again' }
  machine.wants.set(log, { ...wanted, at: machine.now, hasEnded: false })
  peer.wants += 1
  send(machine, peer, { t: 'want', log, from: seq, credit: machine.limits.creditChars })
}

/**
 * What `peer` sent of `log` brought nothing. Of a fork it gives its branches in turn, and it may have been the turn of the one that is held
 * here: it is asked once more, or the proof would need two beats for each wire on its way.
 */
export function forgo(machine: Machine, peer: Peer, log: LogKey): void {
  const { doubted } = peer
  peer.lacking.delete(log)
  peer.owed.delete(log)
  peer.doubted = null
  if (machine.wants.get(log)?.peer === peer.id) release(machine, log)
  if (doubted?.log === log) suspect(machine, peer, log, doubted.seq, 'again')
}

/** Sends wants for what `peer` has and we lack, until it has enough of them open. */
export function fill(machine: Machine, peer: Peer): void {
  for (const [log, target] of peer.lacking) {
    if (peer.wants >= machine.limits.wantsPerPeer) return
    if (machine.vector.reach(log) >= target) peer.lacking.delete(log)
    else if (!machine.wants.has(log)) ask(machine, peer, log, target)
  }
}

/** Closes the want for `log`, if one is open. */
export function release(machine: Machine, log: LogKey): void {
  const wanted = machine.wants.get(log)
  if (wanted === undefined) return
  machine.wants.delete(log)
  const peer = machine.peers.get(wanted.peer)
  if (peer !== undefined) peer.wants -= 1
}

/** After `log` grew: closes its want when all of it came, and asks for the next log. */
export function progress(machine: Machine, log: LogKey): void {
  const count = machine.vector.reach(log)
  for (const peer of machine.peers.values()) {
    const target = peer.lacking.get(log)
    if (target !== undefined && target <= count) peer.lacking.delete(log)
  }
  const wanted = machine.wants.get(log)
  if (wanted === undefined || wanted.suspect) return
  if (wanted.target > count) return resume(machine, log)
  release(machine, log)
  const peer = machine.peers.get(wanted.peer)
  if (peer !== undefined) fill(machine, peer)
}

/**
 * When the answer to a want has ended short of its target, because its credit was spent or a piece was lost, the rest is asked for at once;
 * but not of one whose answer brought nothing: that want may stall.
 */
export function resume(machine: Machine, log: LogKey): void {
  const wanted = machine.wants.get(log)
  if (wanted === undefined || !wanted.hasEnded || machine.vector.reach(log) <= wanted.from) return
  const peer = machine.peers.get(wanted.peer)
  release(machine, log)
  if (peer !== undefined) ask(machine, peer, log, wanted.target)
}

/**
 * Gives up wants without progress and forgets that the peer had what was wanted: a beacon that still differs starts it all
 * again, so nothing is repeated into a link that swallows everything.
 */
export function giveUpStalled(machine: Machine): void {
  let isFreed = false
  for (const [log, wanted] of machine.wants) {
    if (machine.now - wanted.at < 2 * machine.limits.stallMs) continue
    release(machine, log)
    machine.peers.get(wanted.peer)?.lacking.delete(log)
    isFreed = true
  }
  if (isFreed) fillAll(machine)
}

/** Forgets the wants sent to a peer that left; others are asked instead. */
export function forgetWantsOf(machine: Machine, peer: string): void {
  for (const [log, wanted] of machine.wants) {
    if (wanted.peer === peer) machine.wants.delete(log)
  }
  fillAll(machine)
}

/** One that let a want stall comes last, or it could hold up a log by promising it again and again. */
function fillOthers(machine: Machine, stalled: string): void {
  for (const peer of machine.peers.values()) {
    if (peer.id !== stalled) fill(machine, peer)
  }
}

function fillAll(machine: Machine): void {
  for (const peer of machine.peers.values()) fill(machine, peer)
}

function ask(machine: Machine, peer: Peer, log: LogKey, target: number): void {
  const from = machine.vector.reach(log)
  machine.wants.set(log, { peer: peer.id, from, target, suspect: false, again: false, at: machine.now, hasEnded: false })
  peer.wants += 1
  send(machine, peer, { t: 'want', log, from, credit: machine.limits.creditChars })
}
