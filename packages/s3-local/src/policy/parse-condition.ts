import { isConditionKey } from './condition-keys.ts'
import { malformed, toRecord, toStrings } from './malformed.ts'
import { findOperator } from './operators.ts'
import type { PolicyCondition } from './types.ts'

/** Parses a statement's `Condition`. An operator, key or value that can't be evaluated is refused. */
export function parseConditions(value: unknown, refuseVariables: (text: string) => void): PolicyCondition[] {
  if (value === undefined) return []
  return Object.entries(toRecord(value, 'Condition')).flatMap(([operatorName, keys]) => {
    const parsed = parseOperator(operatorName)
    const operator = findOperator(parsed.operator)
    if (!operator || (parsed.operator === 'Null' && (parsed.ifExists || parsed.quantifier))) {
      throw malformed(`Invalid Condition type : ${operatorName}`)
    }
    return Object.entries(toRecord(keys, 'Condition')).map(([key, given]) => {
      if (!isConditionKey(key.toLowerCase())) throw malformed('Policy has an invalid condition key')
      const values = toStrings(given)
      if (values.length === 0) throw malformed('Policy has an invalid condition value')
      for (const text of values) {
        refuseVariables(text)
        if (!operator.accepts(text)) {
          throw malformed(`Invalid value for Condition type ${operatorName} : ${text}`)
        }
      }
      return { ...parsed, key: key.toLowerCase(), values }
    })
  })
}

function parseOperator(name: string): Pick<PolicyCondition, 'operator' | 'ifExists' | 'quantifier'> {
  const match = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(name)
  const quantifier = match?.[1] === 'ForAnyValue' ? 'any' : match?.[1] === 'ForAllValues' ? 'all' : null
  return { operator: match?.[2] ?? '', ifExists: match?.[3] !== undefined, quantifier }
}
