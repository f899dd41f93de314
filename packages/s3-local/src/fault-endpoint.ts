import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FaultRule, type FaultRules, faultRuleProblem } from './fault-rules.ts'
import { incomingBody } from './incoming.ts'

/** No bucket's name may be `-`. */
export const FAULT_PATH = '/-/faults'

const MAX_RULE_BYTES = 64 * 1024

/** GET lists the rules, POST adds one, DELETE clears them all. */
export async function answerFaults(
  rules: FaultRules,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await act(rules, request, response)
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}

async function act(rules: FaultRules, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'GET') return { status: 200, body: rules.list() }
  if (request.method === 'DELETE') {
    rules.clear()
    return { status: 200, body: [] }
  }
  if (request.method !== 'POST') return { status: 405, body: { error: 'GET, POST or DELETE.' } }
  const rule = await readJson(request, response)
  const problem = faultRuleProblem(rule)
  if (problem !== null) return { status: 400, body: { error: problem } }
  return { status: 201, body: rules.add(rule as FaultRule) }
}

async function readJson(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incomingBody({ request, response, continueExpected: false })) {
    size += chunk.length
    if (size > MAX_RULE_BYTES) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
