/**
 * Loaded before a job's module: ends the job when the member that started it is gone. A member that is killed cannot end
 * its children itself, and its partitions are soon somebody else's. A job that never lets its event loop run is not ended.
 */
process.on('disconnect', () => { process.exit(1) })

// The channel alone must not keep a job alive that is done.
process.channel?.unref()
