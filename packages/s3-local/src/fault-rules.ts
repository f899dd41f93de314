import { FAULTS, type Fault, type FaultCall, type FaultHook } from './faults.ts'

export type FaultRule = {
  fault: Fault
  /** S3's name (`PutObject`, `UploadPart`, …); any operation without one. */
  operation?: string
  bucket?: string
  keyPrefix?: string
  /** Matching requests that go well before the first one fails. */
  after?: number
  /** How many requests fail; all without a number. */
  times?: number
}

type ActiveRule = FaultRule & { id: number; seen: number; fired: number }

export type FaultRules = {
  hook: FaultHook
  add(rule: FaultRule): ActiveRule
  list(): ActiveRule[]
  clear(): void
}

/** Rules that say which requests fail and how; the first that matches decides. */
export function createFaultRules(): FaultRules {
  let rules: ActiveRule[] = []
  let lastId = 0
  return {
    hook(call) {
      for (const rule of rules) {
        if (!matches(rule, call)) continue
        rule.seen++
        if (rule.seen <= (rule.after ?? 0) || rule.fired >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
        rule.fired++
        return rule.fault
      }
      return null
    },
    add(rule) {
      const active = { ...rule, id: ++lastId, seen: 0, fired: 0 }
      rules = [...rules, active]
      return active
    },
    list: () => rules.map((rule) => ({ ...rule })),
    clear() {
      rules = []
    },
  }
}

function matches(rule: FaultRule, call: FaultCall): boolean {
  return (
    (rule.operation === undefined || rule.operation === call.operation) &&
    (rule.bucket === undefined || rule.bucket === call.bucket) &&
    (rule.keyPrefix === undefined || call.key?.startsWith(rule.keyPrefix) === true)
  )
}

/** What is wrong with a rule that came over HTTP; null if nothing is. */
export function faultRuleProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'A rule is a JSON object.'
  for (const [name, given] of Object.entries(value)) {
    const expected = FIELDS[name]
    if (!expected) return `There is no "${name}" in a rule.`
    if (!expected(given)) return `"${name}" can't be ${JSON.stringify(given)}.`
  }
  return 'fault' in value ? null : `A rule needs a "fault": ${FAULTS.join(', ')}.`
}

const isText = (value: unknown) => typeof value === 'string'
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  fault: (value) => FAULTS.some((fault) => fault === value),
  operation: isText,
  bucket: isText,
  keyPrefix: isText,
  after: isCount,
  times: isCount,
}
