// This is where the global setup lives (its own workspace package, @holdall/test-setup, so that the
// root package has no internal dependency: turbo counts the root's dependencies as everybody's).
export default function setup(): void {}
