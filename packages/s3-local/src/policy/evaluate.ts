import { matchAction } from './actions.ts'
import { holds } from './conditions.ts'
import { matchPrincipal } from './principal.ts'
import type { BucketPolicy, PolicyRequest, PolicyStatement } from './types.ts'
import { matchWildcard } from './wildcard.ts'

/** An explicit deny beats every allow; 'none' leaves the decision to the caller's default. */
export function evaluatePolicy(policy: BucketPolicy, request: PolicyRequest): 'allow' | 'deny' | 'none' {
  const effects = new Set(
    policy.statements.filter((statement) => applies(statement, request)).map(({ effect }) => effect),
  )
  if (effects.has('Deny')) return 'deny'
  return effects.has('Allow') ? 'allow' : 'none'
}

function applies(statement: PolicyStatement, request: PolicyRequest): boolean {
  const { principal, action, resource, conditions } = statement
  return (
    principal.ids.some((id) => matchPrincipal(id, request.principal)) === (principal.kind === 'include') &&
    action.patterns.some((pattern) => matchAction(pattern, request.action)) === (action.kind === 'include') &&
    resource.patterns.some((pattern) => matchWildcard(pattern, request.resourceArn)) ===
      (resource.kind === 'include') &&
    conditions.every((condition) => holds(condition, request.context))
  )
}
