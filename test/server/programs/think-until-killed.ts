/** Think until killed: a process whose module, attached to a server, tells one step and then thinks without end. */
import { connectModule } from '../../../src/server/modules/connect.ts'

const [url = '', token = ''] = process.argv.slice(2)
const attached = await connectModule(url, token, {
  ...{ name: 'thinker', version: '1' },
  accepts: ({ goal }) => (goal.startsWith('think') ? 900 : 0),
  async *run() {
    yield { id: 'first', text: 'it begins well' }
    await new Promise(() => undefined)
  },
})
console.log(attached.node)
await attached.closed
