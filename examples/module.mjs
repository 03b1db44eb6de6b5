/** A module in another process, without this library: it answers "what is 2 + 3". Start: node module.mjs ws://127.0.0.1:4040/modules TOKEN */
import { WebSocket } from 'ws'

const [url, token] = process.argv.slice(2)
const socket = new WebSocket(url)
const say = (message) => socket.send(JSON.stringify(message))
const sumIn = (goal) => /^what is (\d+) \+ (\d+)$/.exec(goal)?.slice(1)

socket.on('open', () => say({ k: 'hello', v: 1, token, name: 'adder', version: '1' }))
socket.on('message', (text) => {
  const message = JSON.parse(text)
  switch (message.k) {
    case 'welcome':
      return console.log(`attached to ${message.node}`)
    case 'refused':
      return console.error(`refused: ${message.why}`)
    case 'ping':
      return say({ k: 'pong' })
    case 'accepts':
      return say({ k: 'bid', ask: message.ask, score: sumIn(message.goal.goal) === undefined ? 0 : 800 })
    case 'run':
      return reason(message)
    case 'cancel':
      return say({ k: 'end', run: message.run })
  }
})
socket.on('error', (error) => console.error(error.message))
socket.on('close', () => process.exit())

/** Two steps are far below the credit of a run, so it need not be counted here. */
function reason({ run, goal }) {
  const [a, b] = sumIn(goal.goal)
  const value = String(BigInt(a) + BigInt(b))
  say({ k: 'step', run, step: { id: 'sum', text: `${a} and ${b}`, check: { k: 'arith', expr: `${a} + ${b}`, value } } })
  say({ k: 'step', run, step: { uses: ['sum'], concludes: { frame: `sum-${a}-${b}`, slot: 'value', value: { int: value } } } })
}
