-- lease, its duration
redis.call('ZADD', leases, now + ARGV[2], ARGV[1])
return 1
