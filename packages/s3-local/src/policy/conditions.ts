import { findOperator } from './operators.ts'
import type { ConditionContext, PolicyCondition } from './types.ts'

/**
 * Whether a request satisfies one condition: any of the policy's values will do, and a negated operator holds
 * where none does. A missing key fails it, unless it is negated, `…IfExists` or `ForAllValues:`.
 * Source: IAM user guide, "Conditions with multiple context keys or values".
 */
export function holds(condition: PolicyCondition, context: ConditionContext): boolean {
  const { operator: name, values, quantifier } = condition
  const given = context.get(condition.key)
  if (name === 'Null') {
    return values.some((value) => (value.toLowerCase() === 'true') === (given === undefined))
  }
  const operator = findOperator(name)
  // Parsing refuses unknown operators: one that came by another way may open nothing.
  if (!operator) throw new Error(`unknown condition operator ${name}`)
  const negated = operator.negated === true
  if (given === undefined || given.length === 0) {
    if (condition.ifExists || quantifier === 'all') return true
    return quantifier === 'any' ? false : negated
  }
  const matchesOne = (one: string) => values.some((value) => operator.matches(one, value))
  const satisfies = (one: string) => matchesOne(one) !== negated
  if (quantifier === 'all') return given.every(satisfies)
  if (quantifier === 'any') return given.some(satisfies)
  return negated ? given.every(satisfies) : given.some(satisfies)
}
