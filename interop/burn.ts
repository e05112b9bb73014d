/** Loaded into a member's process, it keeps the event loop busy for 80 ms of every 100, from SIGUSR2 to the next one. */

const BUSY_MS = 80
const IDLE_MS = 20

let timer: ReturnType<typeof setTimeout> | undefined

process.on('SIGUSR2', () => {
  if (timer === undefined) {
    burn()
  } else {
    clearTimeout(timer)
    timer = undefined
  }
})

function burn (): void {
  for (const end = performance.now() + BUSY_MS; performance.now() < end;);
  timer = setTimeout(burn, IDLE_MS)
  timer.unref()
}
