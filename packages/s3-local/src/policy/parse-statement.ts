import { type ActionTarget, actionTargets } from './actions.ts'
import { malformed, toRecord, toStrings } from './malformed.ts'
import { parseConditions } from './parse-condition.ts'
import { isPrincipal } from './principal.ts'
import type { PolicyStatement } from './types.ts'

type StatementRules = {
  bucket: string
  /** Throws where the policy's version knows variables and the text has one. */
  refuseVariables: (text: string) => void
}

const FIELDS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])

/** Parses one statement of a bucket policy. */
export function parseStatement(value: unknown, rules: StatementRules): PolicyStatement {
  const given = toRecord(value, 'Statement')
  const unknown = Object.keys(given).find((field) => !FIELDS.has(field))
  if (unknown !== undefined) throw malformed(`Unknown field ${unknown}`)
  const { Sid: sid, Effect: effect } = given
  if (sid !== undefined && typeof sid !== 'string') throw malformed('Invalid Sid')
  if (effect === undefined) throw malformed('Missing required field Effect')
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`Invalid effect: ${String(effect)}`)

  const principal = parsePrincipal(given)
  if (principal.kind === 'exclude' && effect === 'Allow') {
    throw malformed('Allow with NotPrincipal is not allowed.')
  }
  const action = patterns(given, 'Action')
  const resource = patterns(given, 'Resource')
  for (const pattern of resource.patterns) {
    rules.refuseVariables(pattern)
    if (!isOwnResource(pattern, rules.bucket)) throw malformed('Policy has invalid resource')
  }
  if (action.patterns.some((pattern) => actionTargets(pattern).size === 0)) {
    throw malformed('Policy has invalid action')
  }
  if (action.kind === 'include' && resource.kind === 'include')
    checkTargets(action.patterns, resource.patterns)
  return {
    sid: sid ?? null,
    effect,
    principal,
    action,
    resource,
    conditions: parseConditions(given.Condition, rules.refuseVariables),
  }
}

function parsePrincipal(given: Record<string, unknown>): PolicyStatement['principal'] {
  const { Principal: included, NotPrincipal: excluded } = given
  if ((included === undefined) === (excluded === undefined)) {
    throw malformed('Missing required field Principal')
  }
  const kind = included === undefined ? 'exclude' : 'include'
  const value = included ?? excluded
  if (value === '*') return { kind, ids: ['*'] }
  if (typeof value !== 'object' || value === null) throw malformed('Invalid principal in policy')
  const ids = Object.entries(toRecord(value, 'Principal')).flatMap(([type, named]) => {
    const list = toStrings(named)
    if (!list.every((id) => isPrincipal(type, id))) throw malformed('Invalid principal in policy')
    return list
  })
  if (ids.length === 0) throw malformed('Missing required field Principal cannot be empty!')
  return { kind, ids }
}

function patterns(given: Record<string, unknown>, field: 'Action' | 'Resource'): PolicyStatement['action'] {
  const included = given[field]
  const excluded = given[`Not${field}`]
  if ((included === undefined) === (excluded === undefined))
    throw malformed(`Missing required field ${field}`)
  const list = toStrings(included ?? excluded)
  if (list.length === 0) throw malformed(`Missing required field ${field} cannot be empty!`)
  return { kind: included === undefined ? 'exclude' : 'include', patterns: list }
}

/** `arn:aws:s3:::bucket`, `arn:aws:s3:::bucket/…` or `arn:aws:s3:::bucket*`. */
function isOwnResource(pattern: string, bucket: string): boolean {
  const own = `arn:aws:s3:::${bucket}`
  return pattern.startsWith(own) && ['', '/', '*'].includes(pattern.charAt(own.length))
}

/** Each action must act on something that a resource names: `s3:GetObject` on a bucket alone grants nothing. */
function checkTargets(actions: readonly string[], resources: readonly string[]): void {
  const named = new Set(resources.flatMap(resourceTargets))
  if (actions.some((pattern) => ![...actionTargets(pattern)].some((target) => named.has(target)))) {
    throw malformed('Action does not apply to any resource(s) in statement')
  }
}

function resourceTargets(pattern: string): ActionTarget[] {
  if (pattern.endsWith('*') && !pattern.includes('/')) return ['bucket', 'object']
  return pattern.includes('/') ? ['object'] : ['bucket']
}
