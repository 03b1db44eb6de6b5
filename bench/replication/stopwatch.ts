/** Stopwatch: wall time and CPU time of this process, both in milliseconds. */

/** Starts one; the returned function reads it. */
export function startWatch(): () => { readonly wall: number; readonly cpu: number } {
  globalThis.gc?.()
  const cpu = process.cpuUsage()
  const wall = performance.now()
  return () => {
    const used = process.cpuUsage(cpu)
    return { wall: performance.now() - wall, cpu: (used.user + used.system) / 1_000 }
  }
}

/** Throws unless the output is right: a fast wrong answer is no answer. */
export function verify(holds: boolean, what: string): void {
  if (!holds) throw new Error(`wrong output: ${what}`)
}
