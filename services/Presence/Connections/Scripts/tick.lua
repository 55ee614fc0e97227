-- lease, its duration, grace, duration of a claim, most users at a time, shortest time between two site counts, pause between
-- two changes of a person
-- Answers 0, or 1, the site count, whether the caller tells it to all, whether there is more to do at once, the claim, and
-- (user, last seen or '')… for the caller to announce.
local lease, grace, room, pause = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[5]), tonumber(ARGV[7])
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
  redis.call('HDEL', games, user)
  redis.call('ZREM', game_ends, user)
  if redis.call('HDEL', online, user) == 1 then
    redis.call('ZADD', later, 'NX', now, user)
  end
end

-- Games that nobody has said are still on.
local over = redis.call('ZRANGEBYSCORE', game_ends, '-inf', now, 'LIMIT', 0, room)
for _, user in ipairs(over) do
  redis.call('ZREM', game_ends, user)
  redis.call('HDEL', games, user)
  if settle(user) then
    redis.call('ZADD', later, 'NX', now, user)
  end
end

local count = redis.call('HLEN', shown)
local tells = 0
local last = redis.call('HMGET', told, 'count', 'at')
if last[1] ~= tostring(count) and now - (tonumber(last[2]) or 0) >= tonumber(ARGV[6]) then
  redis.call('HSET', told, 'count', count, 'at', now)
  tells = 1
end

-- Changes that were claimed and not told in time, and then new ones.
local claim = now + ARGV[4]
local reply = {1, count, tells, 0, tostring(claim)}
local function take(user)
  reply[#reply + 1] = user
  reply[#reply + 1] = redis.call('HGET', seen, user) or ''
end

local late = redis.call('ZRANGEBYSCORE', changes, '-inf', now, 'LIMIT', 0, room)
for _, user in ipairs(late) do
  redis.call('ZADD', changes, claim, user)
  redis.call('ZADD', claimed, now, user)
  redis.call('ZREM', later, user)
  take(user)
end

redis.call('ZREMRANGEBYSCORE', claimed, '-inf', now - pause)
local due = redis.call('ZRANGEBYSCORE', later, '-inf', now, 'LIMIT', 0, room)
for _, user in ipairs(due) do
  redis.call('ZREM', later, user)
  if claim_change(user, claim, pause) then
    take(user)
  end
end

if left_room <= 0 or #gone == room or #over == room or #late == room or #due == room then
  reply[4] = 1
end
return reply
