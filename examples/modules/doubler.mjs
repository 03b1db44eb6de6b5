/** A module in a file, for `tracord serve --modules` or `createNode({ modules: { dir } })`: it answers "twice FRAME" by the frame's `value`. */
export const module = {
  name: 'doubler',
  version: '1',

  accepts: ({ goal }) => (/^twice \S+$/.test(goal) ? 800 : 0),

  async *run({ goal, frames, claimsOf }) {
    const frame = goal.goal.slice('twice '.length)
    const value = (await frames(frame)).value?.value
    if (value === undefined) throw new Error(`nothing is said of ${frame}.value`)
    const claims = await claimsOf({ frame, slot: 'value', value })
    const twice = value * 2
    yield { id: 'sum', uses: claims, check: { k: 'arith', expr: `2 * ${value}`, value: twice } }
    yield { uses: ['sum'], concludes: { frame, slot: 'twice', value: twice } }
  },
}
