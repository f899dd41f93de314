import { Button } from '@holdall/ui/button'
import { toast } from '@holdall/ui/toast'
import { Copy } from 'lucide-react'

/** A value that people paste elsewhere, with a button that copies it. */
export function Copyable({ label, value }: { label: string; value: string }) {
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      toast({ title: `Copied the ${label}` })
    } catch {
      // Refused, or not a secure page: the text can still be selected by hand.
      toast({ tone: 'error', title: `The browser did not let us copy the ${label}` })
    }
  }
  return (
    <span className="inline-flex max-w-full items-start gap-1">
      <code className="min-w-0 select-all break-all text-xs leading-5">{value}</code>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Copy the ${label}`}
        onClick={() => void copy()}
        className="-my-1 size-7 max-sm:-my-3 max-sm:size-11 [&_svg]:size-3.5"
      >
        <Copy aria-hidden="true" />
      </Button>
    </span>
  )
}
