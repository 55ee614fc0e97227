-- lease, its duration, grace, duration of a claim, most users at a time, shortest time between two site counts
-- Answers 0, or 1, the site count, whether the caller tells it to all, whether there is more to do at once, the claim, and
-- (user, last seen or '')… for the caller to announce.
local lease, grace, room = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[5])
if not is_live(lease) then
  return {0}
end

redis.call('ZADD', leases, now + ARGV[2], lease)

-- What replicas held that did not come back in time.
local left_room = room
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  if left_room > 0 then
    left_room = release(ended, grace, left_room)
  end
end

-- Those whose grace is over.
local gone = redis.call('ZRANGEBYSCORE', leaving, '-inf', now, 'LIMIT', 0, room)
for _, user in ipairs(gone) do
  redis.call('ZREM', leaving, user)
  if redis.call('SREM', online, user) == 1 then
    redis.call('ZADD', changes, now, user)
  end
end

local count = redis.call('SCARD', online)
local tells = 0
local last = redis.call('HMGET', told, 'count', 'at')
if last[1] ~= tostring(count) and now - (tonumber(last[2]) or 0) >= tonumber(ARGV[6]) then
  redis.call('HSET', told, 'count', count, 'at', now)
  tells = 1
end

-- Changes of now, and older ones whose claimant has not confirmed in time.
local claim = now + ARGV[4]
local reply = {1, count, tells, 0, tostring(claim)}
local claimed = redis.call('ZRANGEBYSCORE', changes, '-inf', now, 'LIMIT', 0, room)
for _, user in ipairs(claimed) do
  redis.call('ZADD', changes, claim, user)
  reply[#reply + 1] = user
  reply[#reply + 1] = redis.call('HGET', seen, user) or ''
end

if left_room <= 0 or #gone == room or #claimed == room then
  reply[4] = 1
end
return reply
