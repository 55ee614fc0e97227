-- grace, then (user, when the last connection went)…
-- For what this server may have missed or forgotten: whoever is held nowhere is (again) on the way out, and others are told
-- so even if this server does not know that they were told anything.
for i = 2, #ARGV, 2 do
  local user = ARGV[i]
  if not gather(user) then
    redis.call('HSETNX', online, user, 'idle\n')
    redis.call('HSETNX', shown, user, '?')
    redis.call('ZADD', leaving, now + ARGV[1], user)
    redis.call('HSET', seen, user, ARGV[i + 1])
  end
end
return 1
