-- Stands before every script. KEYS[1] is the prefix of all keys: its hash tag keeps them in one slot of a cluster.
-- The only clock is the server's, so replicas' clocks may differ.
local prefix = KEYS[1]
local leases = prefix .. ':leases'    -- zset: lease -> when it ends
local online = prefix .. ':online'    -- set: who counts as online, those in their grace included
local leaving = prefix .. ':leaving'  -- zset: who has no connection left -> when that counts
local seen = prefix .. ':seen'        -- hash: of those, when the last connection went
local changes = prefix .. ':changes'  -- zset: whose change is not announced yet -> when anyone may (again) take it on
local told = prefix .. ':told'        -- hash: the site count that was last told, and when

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- hash: whom a lease's replica has connections of -> active or idle
local function held(lease)
  return prefix .. ':held:' .. lease
end

-- An ended lease never comes back to life: what its replica still sends is refused, and it must take a new one.
local function is_live(lease)
  local ends = redis.call('ZSCORE', leases, lease)
  return ends and tonumber(ends) > now
end

local all_leases
local function is_held(user)
  all_leases = all_leases or redis.call('ZRANGE', leases, 0, -1)
  for _, lease in ipairs(all_leases) do
    if redis.call('HEXISTS', held(lease), user) == 1 then
      return true
    end
  end
  return false
end

local function drop(user, lease, grace)
  if redis.call('HDEL', held(lease), user) == 1 and not is_held(user) then
    redis.call('ZADD', leaving, now + grace, user)
    redis.call('HSET', seen, user, now)
  end
end

-- Drops up to `room` of whom a lease holds and ends it with the last one. A crash in between leaves the rest to the next.
local function release(lease, grace, room)
  local users = redis.call('HRANDFIELD', held(lease), room)
  for _, user in ipairs(users) do
    drop(user, lease, grace)
  end
  if redis.call('EXISTS', held(lease)) == 0 then
    redis.call('ZREM', leases, lease)
  end
  return room - #users
end
