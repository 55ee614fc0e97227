-- lease, its duration, pause between two tellings, duration of a claim, most at a time
-- Answers 0 when the lease has ended, or 1, the claim, and (conversation, number)… for the caller to tell.
local lease, pause, room = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[5])
if not is_live(lease) then
  return {0}
end

redis.call('ZADD', leases, now + ARGV[2], lease)

-- What replicas held that did not come back in time.
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  for _, entry in ipairs(redis.call('SRANDMEMBER', held(ended), room)) do
    local space = string.find(entry, ' ', 1, true)
    leave(ended, string.sub(entry, 1, space - 1), string.sub(entry, space + 1), pause)
  end
  if redis.call('EXISTS', held(ended)) == 0 then
    redis.call('ZREM', leases, ended)
  end
end

redis.call('ZREMRANGEBYSCORE', claimed, '-inf', now - pause)
local claim = now + ARGV[4]
local reply = {1, tostring(claim)}
for _, conversation in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, room)) do
  redis.call('ZADD', due, claim, conversation)
  redis.call('ZADD', claimed, now, conversation)
  reply[#reply + 1] = conversation
  reply[#reply + 1] = redis.call('HLEN', viewers(conversation))
end
return reply
